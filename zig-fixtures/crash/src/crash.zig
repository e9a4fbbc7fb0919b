//! Everything that native code does wrong, one function each. Only for specs that show how a run survives it.

const std = @import("std");

extern "c" fn abort() noreturn;
extern "c" fn exit(code: c_int) noreturn;
extern "c" fn malloc(size: usize) ?[*]u8;
extern "c" fn free(memory: ?*anyopaque) void;

/// Works: the tests between the bad ones call it.
export fn add(a: i32, b: i32) i32 {
    return a +% b;
}

export fn write_null() void {
    const place: *allowzero volatile u8 = @ptrFromInt(0);
    place.* = 1;
}

const items = [_]u8{ 10, 20, 30 };

/// One of three items; out of bounds from index 3 on.
export fn item(index: usize) u8 {
    const all: []const u8 = &items;
    return all[index];
}

/// Overflows above 255.
export fn add_u8(a: u8, b: u8) u8 {
    return a + b;
}

/// Kinds are 0 and 1; any other is declared unreachable.
export fn name_of(kind: u32) u32 {
    return switch (kind) {
        0 => 100,
        1 => 200,
        else => unreachable,
    };
}

/// Recurses until `depth` is 0, with 256 bytes or more on the stack each time.
export fn recurse(depth: u64) u64 {
    var block: [256]u8 = undefined;
    const place: *volatile [256]u8 = &block;
    place[@intCast(depth % 256)] = @truncate(depth);
    if (depth == 0) return place[0];
    return recurse(depth - 1) +% place[@intCast(depth % 256)];
}

export fn panic_now() void {
    @panic("on purpose");
}

export fn abort_now() void {
    abort();
}

export fn exit_now(code: c_int) void {
    exit(code);
}

/// Never returns.
export fn hang() void {
    var turns: u64 = 0;
    const place: *volatile u64 = &turns;
    while (true) place.* +%= 1;
}

export fn free_twice() void {
    const memory = malloc(100);
    const kept: *volatile ?[*]u8 = @constCast(&memory);
    free(kept.*);
    free(kept.*);
}

/// Writes in front of a block, where the allocator keeps its size, and gives it back.
export fn corrupt_heap() void {
    const memory = malloc(24) orelse return;
    const before: [*]volatile u8 = memory - 8;
    for (0..8) |i| before[i] = 0xaa;
    const kept: *volatile ?[*]u8 = @constCast(&@as(?[*]u8, memory));
    free(kept.*);
}

/// Calls back once and returns what the callback returned, plus one.
export fn call_back(callback: *const fn (value: i32) callconv(.c) i32, value: i32) i32 {
    return callback(value) +% 1;
}

export fn print(text: [*:0]const u8) void {
    std.debug.print("{s}\n", .{text});
}
