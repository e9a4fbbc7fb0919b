//! Pointers of every sort: handles, optional ones, arrays of known length, C pointers, untyped memory, pointers to pointers.

const std = @import("std");
const structs = @import("structs.zig");

/// A counter behind a handle; only `zoo_thing_create` makes one.
pub const Thing = opaque {
    pub const start = 40;
};

/// Other names for the same types.
pub const ThingHandle = *Thing;
pub const Meters = f64;
pub const SmallAlias = structs.Small;

const State = struct { count: i32 };

var live_things: usize = 0;

/// A handle as an optional result.
export fn zoo_thing_create() ?*Thing {
    const state = std.heap.c_allocator.create(State) catch return null;
    state.* = .{ .count = Thing.start };
    live_things += 1;
    return @ptrCast(state);
}

/// A handle through a pointer.
export fn zoo_thing_open(count: i32, out: *?*Thing) bool {
    out.* = zoo_thing_create();
    const thing = out.* orelse return false;
    stateOf(thing).count = count;
    return true;
}

export fn zoo_thing_destroy(thing: ThingHandle) void {
    std.heap.c_allocator.destroy(stateOf(thing));
    live_things -= 1;
}

/// The count after adding one.
export fn zoo_thing_next(thing: *Thing) i32 {
    stateOf(thing).count +%= 1;
    return stateOf(thing).count;
}

/// The count, or -1 without a handle.
export fn zoo_thing_count(thing: ?*const Thing) i32 {
    const state: *const State = @ptrCast(@alignCast(thing orelse return -1));
    return state.count;
}

/// The handle itself.
export fn zoo_thing_same(thing: *Thing) *Thing {
    return thing;
}

/// Handles not yet destroyed.
export fn zoo_live_things() usize {
    return live_things;
}

export fn zoo_meters(value: Meters) Meters {
    return value + 1;
}

/// `a` as a double plus `b`.
export fn zoo_alias_sum(value: *const SmallAlias) f64 {
    return @as(f64, @floatFromInt(value.a)) + value.b;
}

/// The value, or -1 without one.
export fn zoo_optional_i32(value: ?*const i32) i32 {
    const found = value orelse return -1;
    return found.*;
}

/// Writes 7 where there is somewhere to write, and gives whether there was.
export fn zoo_optional_write(target: ?*i32) bool {
    const found = target orelse return false;
    found.* = 7;
    return true;
}

/// `a` plus `b`, or -1 without a struct.
export fn zoo_optional_small(value: ?*const structs.Small) f64 {
    const found = value orelse return -1;
    return @as(f64, @floatFromInt(found.a)) + found.b;
}

/// The sum, or -1 without items.
export fn zoo_optional_items(items: ?[*]const i32, items_len: usize) i64 {
    const found = items orelse return -1;
    var sum: i64 = 0;
    for (found[0..items_len]) |item| sum += item;
    return sum;
}

/// An array of known length, changed in place.
export fn zoo_array4_double(items: *[4]f32) void {
    for (items) |*item| item.* *= 2;
}

/// An array of known length, only read.
export fn zoo_array3_sum(items: *const [3]u8) u32 {
    return @as(u32, items[0]) + items[1] + items[2];
}

/// A C pointer to one number; 0 for null.
export fn zoo_c_pointer(value: [*c]const i32) i32 {
    if (value == null) return 0;
    return value.*;
}

/// A C pointer with a length.
export fn zoo_c_pointer_sum(bytes: [*c]const u8, bytes_len: usize) u32 {
    if (bytes == null) return 0;
    var sum: u32 = 0;
    for (bytes[0..bytes_len]) |byte| sum +%= byte;
    return sum;
}

/// The first byte of any memory, or -1 without any.
export fn zoo_memory_first(memory: ?*const anyopaque) i32 {
    const bytes: [*]const u8 = @ptrCast(memory orelse return -1);
    return bytes[0];
}

/// Sets each byte of any memory.
export fn zoo_memory_fill(memory: *anyopaque, length: usize, byte: u8) void {
    const bytes: [*]u8 = @ptrCast(memory);
    @memset(bytes[0..length], byte);
}

/// A pointer to a pointer: the value at the end.
export fn zoo_pointer_to_pointer(value: *const *const i32) i32 {
    return value.*.*;
}

/// The number at any address, aligned or not.
export fn zoo_unaligned(value: *align(1) const u32) u32 {
    return value.*;
}

export fn zoo_volatile(value: *volatile u32) u32 {
    value.* +%= 1;
    return value.*;
}

/// The address of a number that lives as long as the library.
export fn zoo_static_i32() *const i32 {
    const answer = struct {
        const value: i32 = 42;
    };
    return &answer.value;
}

/// A function pointer as a result: adds two numbers.
export fn zoo_adder() *const fn (a: i32, b: i32) callconv(.c) i32 {
    return &add;
}

fn add(a: i32, b: i32) callconv(.c) i32 {
    return a +% b;
}

fn stateOf(thing: *Thing) *State {
    return @ptrCast(@alignCast(thing));
}
