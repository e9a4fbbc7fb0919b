//! `@export` in all its forms: the symbol's name is not the function's.

const shapes = @import("shapes.zig");

comptime {
    @export(&plain, .{ .name = "zoo_exported" });
    @export(&Circle.area, .{ .name = "zoo_circle_area" });
    @export(&shapes.perimeter, .{ .name = "zoo_rect_perimeter" });
    @export(&start, .{ .name = "zoo_exported_var", .linkage = .strong });
    @export(&limit, .{ .name = "zoo_exported_const" });
    @export(&plain, .{ .name = "zoo.exported name" });
}

/// Exported under two names.
fn plain(value: i32) callconv(.c) i32 {
    return value *% 3;
}

pub const Circle = extern struct {
    center: shapes.Point,
    radius: f64,

    /// A method, exported from outside.
    pub fn area(self: *const Circle) callconv(.c) f64 {
        return 3 * self.radius * self.radius;
    }

    fn diameter(self: *const Circle) callconv(.c) f64 {
        return 2 * self.radius;
    }

    comptime {
        @export(&diameter, .{ .name = "zoo_circle_diameter" });
    }
};

var start: i32 = 17;
const limit: u16 = 0xBEEF;

/// `zoo_exported_var`, as the library sees it.
export fn zoo_read_exported_var() i32 {
    return start;
}
