//! Extern unions: the same bytes as several types. They go by pointer, since libraries for foreign calls disagree about them by value.

const structs = @import("structs.zig");

/// 8 bytes.
pub const Number = extern union {
    int: i64,
    float: f64,
    bytes: [8]u8,
};

/// As large as its largest member and as aligned as its most aligned one.
pub const Payload = extern union {
    byte: u8,
    small: structs.Small,
    triple: structs.Triple,
    wide: u64,
};

pub const Kind = enum(u8) { byte = 0, small = 1, triple = 2, wide = 3 };

/// A tag beside a union: the usual way to say which member holds.
pub const Message = extern struct {
    kind: Kind,
    payload: Payload,
    next: ?*const Message = null,
};

/// The bits of a double as an integer.
export fn zoo_number_bits(value: *const Number) i64 {
    return value.int;
}

export fn zoo_number_from_float(value: f64, out: *Number) void {
    out.* = .{ .float = value };
}

/// Inverts all bytes.
export fn zoo_number_invert(value: *Number) void {
    for (&value.bytes) |*byte| byte.* = ~byte.*;
}

/// A double's worth of the member that the kind names: the byte, `a + b`, `x + y + z`, or the wide number.
export fn zoo_message_sum(message: *const Message) f64 {
    return switch (message.kind) {
        .byte => @floatFromInt(message.payload.byte),
        .small => @as(f64, @floatFromInt(message.payload.small.a)) + message.payload.small.b,
        .triple => @as(f64, message.payload.triple.x) + message.payload.triple.y + message.payload.triple.z,
        .wide => @floatFromInt(message.payload.wide),
    };
}

/// A message that holds a triple.
export fn zoo_make_message(x: f32, y: f32, z: f32, out: *Message) void {
    out.* = .{ .kind = .triple, .payload = .{ .triple = .{ .x = x, .y = y, .z = z } } };
}

/// The number of messages in a chain.
export fn zoo_message_count(first: ?*const Message) usize {
    var count: usize = 0;
    var current = first;
    while (current) |message| : (current = message.next) count += 1;
    return count;
}
