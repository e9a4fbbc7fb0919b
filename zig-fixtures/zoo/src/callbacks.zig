//! Callbacks during a call: with structs, texts, slices, context pointers, none at all.

const shapes = @import("shapes.zig");
const structs = @import("structs.zig");

/// A named function pointer type.
pub const Visitor = *const fn (index: usize, value: i32, context: ?*anyopaque) callconv(.c) bool;

/// Calls back for each item until the callback says false; gives how many calls were made.
export fn zoo_visit(items: [*]const i32, items_len: usize, visitor: Visitor, context: ?*anyopaque) usize {
    for (items[0..items_len], 0..) |item, i| {
        if (!visitor(i, item, context)) return i + 1;
    }
    return items_len;
}

/// No parameters, no result.
export fn zoo_call_nothing(callback: *const fn () callconv(.c) void, times: u32) void {
    for (0..times) |_| callback();
}

/// The callback's result, or -1 without one.
export fn zoo_call_optional(callback: ?*const fn (value: i32) callconv(.c) i32, value: i32) i32 {
    const found = callback orelse return -1;
    return found(value);
}

/// Parameters of several widths.
export fn zoo_call_many(callback: *const fn (a: i8, b: u64, c: f32, d: bool, e: f64) callconv(.c) f64) f64 {
    return callback(-8, 0xFFFF_FFFF_FFFF_FFFF, 1.5, true, 2.25);
}

/// A struct behind a pointer.
export fn zoo_call_small_pointer(callback: *const fn (value: *const structs.Small) callconv(.c) f64, value: *const structs.Small) f64 {
    return callback(value);
}

/// A small struct by value, in and out.
export fn zoo_call_small(callback: *const fn (value: structs.Small) callconv(.c) structs.Small, value: structs.Small) structs.Small {
    return callback(value);
}

/// Two doubles by value, in and out.
export fn zoo_call_point(callback: *const fn (point: shapes.Point) callconv(.c) shapes.Point, point: shapes.Point) shapes.Point {
    return callback(point);
}

/// A struct of more than 16 bytes by value, in and out.
export fn zoo_call_big(callback: *const fn (value: structs.Big) callconv(.c) structs.Big, value: *const structs.Big, out: *structs.Big) void {
    out.* = callback(value.*);
}

/// A text ended by a zero.
export fn zoo_call_text(callback: *const fn (text: [*:0]const u8) callconv(.c) usize) usize {
    return callback("called back: ä");
}

/// A text that may be missing: the sum of both results.
export fn zoo_call_text_optional(callback: *const fn (text: ?[*:0]const u8) callconv(.c) i32) i32 {
    return callback("here") +% callback(null);
}

/// Bytes with a length.
export fn zoo_call_bytes(callback: *const fn (bytes: [*]const u8, bytes_len: usize) callconv(.c) u32) u32 {
    const bytes = [_]u8{ 1, 2, 3, 250 };
    return callback(&bytes, bytes.len);
}

/// Doubles with a length.
export fn zoo_call_doubles(callback: *const fn (values: [*]const f64, values_len: usize) callconv(.c) f64) f64 {
    const values = [_]f64{ 0.5, 1.5, 2.5 };
    return callback(&values, values.len);
}

/// Two callbacks in one call: `second(first(value))`.
export fn zoo_call_both(
    first: *const fn (value: i32) callconv(.c) i32,
    second: *const fn (value: i32) callconv(.c) i32,
    value: i32,
) i32 {
    return second(first(value));
}

/// Callbacks inside callbacks: each calls again with one less until 0; the sum of all results.
export fn zoo_call_deep(callback: *const fn (depth: u32) callconv(.c) u32, depth: u32) u32 {
    if (depth == 0) return 0;
    return callback(depth) +% zoo_call_deep(callback, depth - 1);
}

/// Sorts in place by the callback's order: negative when `a` comes first.
export fn zoo_sort(items: [*]i32, items_len: usize, compare: *const fn (a: i32, b: i32) callconv(.c) c_int) void {
    const list = items[0..items_len];
    for (1..@max(list.len, 1)) |end| {
        var i = end;
        while (i > 0 and compare(list[i - 1], list[i]) > 0) : (i -= 1) {
            const old = list[i];
            list[i] = list[i - 1];
            list[i - 1] = old;
        }
    }
}

/// A callback in a struct.
pub const Handler = extern struct {
    call: ?*const fn (value: i32, context: ?*anyopaque) callconv(.c) i32,
    context: ?*anyopaque,
    factor: i32,
};

/// `call(value) * factor`, or the factor without a callback.
export fn zoo_handle(handler: *const Handler, value: i32) i32 {
    const call = handler.call orelse return handler.factor;
    return call(value, handler.context) *% handler.factor;
}
