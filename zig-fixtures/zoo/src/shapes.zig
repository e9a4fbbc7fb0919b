//! Declarations that other files use. It imports more/nested.zig, which imports it: a cycle.

const nested = @import("more/nested.zig");

pub const Point = extern struct {
    x: f64,
    y: f64,

    pub const origin: Point = .{ .x = 0, .y = 0 };

    pub fn minus(self: Point, other: Point) Point {
        return .{ .x = self.x - other.x, .y = self.y - other.y };
    }
};

pub const Rect = extern struct {
    min: Point,
    max: Point,
    level: nested.Level = .{ .number = 0 },

    pub fn width(self: *const Rect) f64 {
        return self.max.x - self.min.x;
    }

    pub fn height(self: *const Rect) f64 {
        return self.max.y - self.min.y;
    }
};

/// A name for a type of another file.
pub const Box = Rect;

pub const corner_count = 4;

/// Exported under a name by exports.zig.
pub fn perimeter(rect: *const Rect) callconv(.c) f64 {
    return 2 * (rect.width() + rect.height());
}

/// By value: two doubles in, two doubles out.
export fn zoo_point_minus(a: Point, b: Point) Point {
    return a.minus(b);
}

export fn zoo_rect_area(rect: *const Box) f64 {
    return rect.width() * rect.height();
}

/// Writes min.x, min.y, max.x, max.y.
export fn zoo_rect_corners(rect: *const Rect, out: *[corner_count]f64) void {
    out.* = .{ rect.min.x, rect.min.y, rect.max.x, rect.max.y };
}
