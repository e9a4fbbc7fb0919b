//! Extern structs by value, of every size class: up to 8 bytes, up to 16 and above, with integers and floats mixed. Each function
//! mixes the fields so that a wrong offset or register shows.

const std = @import("std");

/// 8 bytes in one integer register.
pub const Small = extern struct {
    a: i32,
    b: f32,
};

/// 3 bytes.
pub const Rgb = extern struct {
    r: u8,
    g: u8,
    b: u8,
};

/// 12 bytes of floats.
pub const Triple = extern struct {
    x: f32,
    y: f32,
    z: f32,
};

/// 16 bytes: one integer and one float register.
pub const Mixed = extern struct {
    count: i32,
    ratio: f64,
};

/// 16 bytes: two integer registers.
pub const Pair = extern struct {
    left: i64,
    right: u32,
};

/// 16 bytes: two float registers.
pub const Complex = extern struct {
    re: f64,
    im: f64,
};

/// Above 16 bytes: in memory. Padding before `b`, `d` and at the end.
pub const Big = extern struct {
    a: u8,
    b: i64,
    c: f32,
    d: f64,
    e: u16,
};

/// Structs in a struct.
pub const Nested = extern struct {
    head: u8,
    mixed: Mixed,
    tail: u16,
    inner: Inner,

    /// Declared inside.
    pub const Inner = extern struct {
        flag: bool = true,
        number: i16 = -1,
    };
};

/// The only field decides how it is passed.
pub const Wrapped = extern struct {
    value: f64,
};

/// `b` as an integer, within its limits and without a fraction, before `a` as a float.
export fn zoo_small(value: Small) Small {
    return .{ .a = std.math.lossyCast(i32, value.b), .b = @floatFromInt(value.a) };
}

/// The channels turned round: g, b, r.
export fn zoo_rgb(value: Rgb) Rgb {
    return .{ .r = value.g, .g = value.b, .b = value.r };
}

/// The coordinates turned round: y, z, x.
export fn zoo_triple(value: Triple) Triple {
    return .{ .x = value.y, .y = value.z, .z = value.x };
}

/// The count doubled, the ratio halved.
export fn zoo_mixed(value: Mixed) Mixed {
    return .{ .count = value.count *% 2, .ratio = value.ratio / 2 };
}

/// Left plus right, and right plus one; both wrap around.
export fn zoo_pair(value: Pair) Pair {
    return .{ .left = value.left +% value.right, .right = value.right +% 1 };
}

/// The product.
export fn zoo_complex(a: Complex, b: Complex) Complex {
    return .{ .re = a.re * b.re - a.im * b.im, .im = a.re * b.im + a.im * b.re };
}

/// Each field changed in its own way: `a + 1`, `-b`, `c * 2`, `d / 2`, `e ^ 0xFFFF`.
export fn zoo_big(value: Big) Big {
    return .{ .a = value.a +% 1, .b = -%value.b, .c = value.c * 2, .d = value.d / 2, .e = value.e ^ 0xFFFF };
}

/// Head and tail swapped (the head keeps the low byte), the mixed count negated, the inner flag turned over.
export fn zoo_nested(value: Nested) Nested {
    return .{
        .head = @truncate(value.tail),
        .mixed = .{ .count = -%value.mixed.count, .ratio = value.mixed.ratio },
        .tail = value.head,
        .inner = .{ .flag = !value.inner.flag, .number = value.inner.number -% 1 },
    };
}

export fn zoo_wrapped(value: Wrapped) Wrapped {
    return .{ .value = value.value + 0.5 };
}

/// A struct between scalars: `before + a + b + after`.
export fn zoo_small_between(before: i32, value: Small, after: f64) f64 {
    return @as(f64, @floatFromInt(before)) + @as(f64, @floatFromInt(value.a)) + value.b + after;
}

/// A struct out of scalars.
export fn zoo_make_big(a: u8, b: i64, c: f32, d: f64, e: u16) Big {
    return .{ .a = a, .b = b, .c = c, .d = d, .e = e };
}

/// Scalars out of a struct: the sum of all fields.
export fn zoo_big_sum(value: Big) f64 {
    const small = @as(u32, value.a) + value.e;
    return @as(f64, @floatFromInt(value.b)) + @as(f64, @floatFromInt(small)) + value.c + value.d;
}
