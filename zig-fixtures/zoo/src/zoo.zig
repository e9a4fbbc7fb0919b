//! Every type that bindings support, in every position. Each file shows one theme.

const nested = @import("more/nested.zig");

comptime {
    _ = @import("scalars.zig");
    _ = @import("pointees.zig");
    _ = @import("in_place.zig");
    _ = @import("sums.zig");
    _ = @import("reversals.zig");
    _ = @import("scalar_callbacks.zig");
    _ = @import("callbacks.zig");
    _ = @import("enums.zig");
    _ = @import("structs.zig");
    _ = @import("struct_memory.zig");
    _ = @import("packed.zig");
    _ = @import("unions.zig");
    _ = @import("pointers.zig");
    _ = @import("texts.zig");
    _ = @import("names.zig");
    _ = @import("globals.zig");
    _ = @import("exports.zig");
    _ = nested;
    _ = nested.Api;
    _ = nested.Api.Inner;
}

/// A type of another file in the root's own function.
export fn zoo_root_level(level: *const nested.Level) i32 {
    return level.value();
}
