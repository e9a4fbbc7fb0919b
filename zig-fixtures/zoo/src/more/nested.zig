//! Declarations inside containers, and types out of the folder above.

const shapes = @import("../shapes.zig");

pub const Level = extern struct {
    number: i32,

    const Self = @This();

    pub fn value(self: *const Self) i32 {
        return self.number;
    }
};

/// Functions grouped in a container.
pub const Api = struct {
    /// A type inside a container.
    pub const Request = extern struct {
        kind: Kind,
        amount: u32,
        at: shapes.Point,

        pub const Kind = enum(u16) { read = 1, write = 2 };
    };

    export fn zoo_nested_add(a: i32, b: i32) i32 {
        return a +% b;
    }

    /// The amount, negative for a write, plus both coordinates.
    export fn zoo_nested_send(request: *const Request) f64 {
        const amount: f64 = @floatFromInt(request.amount);
        const signed = switch (request.kind) {
            .read => amount,
            .write => -amount,
        };
        return signed + request.at.x + request.at.y;
    }

    pub const Inner = struct {
        /// Two containers deep.
        pub export fn zoo_nested_deep(value: u16) u16 {
            return value ^ 0xFFFF;
        }
    };
};

/// The rectangle one larger on all sides.
export fn zoo_nested_grow(rect: *shapes.Rect) void {
    const old = rect.*;
    rect.* = .{
        .min = old.min.minus(.{ .x = 1, .y = 1 }),
        .max = old.max.minus(.{ .x = -1, .y = -1 }),
        .level = .{ .number = old.level.number +% 1 },
    };
}
