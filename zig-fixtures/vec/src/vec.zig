//! Small vectors, arrays and strings over the C ABI.

const text = @import("text.zig");

comptime {
    _ = text;
}

/// A point or direction in the plane.
pub const Vec2 = extern struct {
    x: f32,
    y: f32,

    pub const zero: Vec2 = .{ .x = 0, .y = 0 };

    pub fn length(self: Vec2) f32 {
        return @sqrt(self.x * self.x + self.y * self.y);
    }
};

/// A point or direction in space.
pub const Vec3 = extern struct {
    x: f32,
    y: f32,
    z: f32,

    pub fn length(self: Vec3) f32 {
        return @sqrt(self.x * self.x + self.y * self.y + self.z * self.z);
    }

    /// A vector of length 0 stays as it is.
    pub fn normalized(self: Vec3) Vec3 {
        const len = self.length();
        if (len == 0) return self;
        return .{ .x = self.x / len, .y = self.y / len, .z = self.z / len };
    }
};

/// Does nothing: measures the bare call.
export fn noop() void {}

/// Wraps around on overflow.
export fn add_i32(a: i32, b: i32) i32 {
    return a +% b;
}

/// Wraps around on overflow.
export fn add_i64(a: i64, b: i64) i64 {
    return a +% b;
}

/// The sum of both vectors.
export fn vec2_add(a: *const Vec2, b: *const Vec2) Vec2 {
    return Vec2{ .x = a.x + b.x, .y = a.y + b.y };
}

/// `vec2_add` with its arguments by value.
export fn vec2_add_value(a: Vec2, b: Vec2) Vec2 {
    return Vec2{ .x = a.x + b.x, .y = a.y + b.y };
}

/// `vec2_add` with its result through a pointer.
export fn vec2_add_into(a: *const Vec2, b: *const Vec2, out: *Vec2) void {
    out.* = .{ .x = a.x + b.x, .y = a.y + b.y };
}

/// The vector times a factor.
export fn vec2_scale(v: Vec2, factor: f32) Vec2 {
    return .{ .x = v.x * factor, .y = v.y * factor };
}

/// The dot product.
export fn vec2_dot(a: *const Vec2, b: *const Vec2) f32 {
    return a.x * b.x + a.y * b.y;
}

/// The euclidean length.
export fn vec2_length(v: *const Vec2) f32 {
    return v.length();
}

/// Scales the vector to length 1, in place; a vector of length 0 stays as it is.
export fn vec2_normalize(v: *Vec2) void {
    const len = v.length();
    if (len == 0) return;
    v.x /= len;
    v.y /= len;
}

/// The sum of all vectors.
export fn vec2_sum(items: [*]const Vec2, len: usize) Vec2 {
    var sum = Vec2.zero;
    for (items[0..len]) |item| {
        sum.x += item.x;
        sum.y += item.y;
    }
    return sum;
}

/// The sum of both vectors.
export fn vec3_add(a: *const Vec3, b: *const Vec3) Vec3 {
    return .{ .x = a.x + b.x, .y = a.y + b.y, .z = a.z + b.z };
}

/// `vec3_add` with its result through a pointer.
export fn vec3_add_into(a: *const Vec3, b: *const Vec3, out: *Vec3) void {
    out.* = .{ .x = a.x + b.x, .y = a.y + b.y, .z = a.z + b.z };
}

/// The vector times a factor.
export fn vec3_scale(v: Vec3, factor: f32) Vec3 {
    return .{ .x = v.x * factor, .y = v.y * factor, .z = v.z * factor };
}

/// The dot product.
export fn vec3_dot(a: *const Vec3, b: *const Vec3) f32 {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/// The cross product.
export fn vec3_cross(a: *const Vec3, b: *const Vec3) Vec3 {
    return .{
        .x = a.y * b.z - a.z * b.y,
        .y = a.z * b.x - a.x * b.z,
        .z = a.x * b.y - a.y * b.x,
    };
}

/// The euclidean length.
export fn vec3_length(v: *const Vec3) f32 {
    return v.length();
}

/// Scales the vector to length 1, in place; a vector of length 0 stays as it is.
export fn vec3_normalize(v: *Vec3) void {
    const old = v.*;
    v.* = old.normalized();
}

/// `vec3_normalize` on each item, in place.
export fn vec3_normalize_all(items: [*]Vec3, len: usize) void {
    for (items[0..len]) |*item| vec3_normalize(item);
}

/// The sum, from the first item to the last.
export fn sum_f64(items: [*]const f64, len: usize) f64 {
    var sum: f64 = 0;
    for (items[0..len]) |item| sum += item;
    return sum;
}

/// Multiplies each item, in place.
export fn scale_f64(items: [*]f64, len: usize, factor: f64) void {
    for (items[0..len]) |*item| item.* *= factor;
}
