//! Structs behind pointers: every field type, arrays in structs, alignment above and below the natural one, and no fields at all.

const shapes = @import("shapes.zig");
const structs = @import("structs.zig");

const cell_count = 2 * 3;

/// One field of each scalar type.
pub const Scalars = extern struct {
    yes: bool,
    i_8: i8,
    u_8: u8,
    i_16: i16,
    u_16: u16,
    i_32: i32,
    u_32: u32,
    i_64: i64,
    u_64: u64,
    i_size: isize,
    u_size: usize,
    c_1: c_char,
    c_2: c_short,
    c_3: c_ushort,
    c_4: c_int,
    c_5: c_uint,
    c_6: c_long,
    c_7: c_ulong,
    c_8: c_longlong,
    c_9: c_ulonglong,
    f_16: f16,
    f_32: f32,
    f_64: f64,
    i_128: i128,
    u_128: u128,
};

/// Arrays of numbers and structs, with one and two dimensions.
pub const Arrays = extern struct {
    bytes: [5]u8,
    words: [3]u16,
    grid: [2][3]f32,
    flags: [4]bool,
    points: [shapes.corner_count]shapes.Point,
    wide: [2]i64,
};

/// `value` starts at a multiple of 16.
pub const OverAligned = extern struct {
    tag: u8,
    value: u32 align(16),
    tail: u8,
};

/// No padding at all: 7 bytes.
pub const UnderAligned = extern struct {
    tag: u8,
    value: u32 align(1),
    tail: u16 align(1),
};

/// C knows no such thing, so it only exists behind a pointer.
pub const Empty = extern struct {};

/// Adds one to each field, wrapping around, and turns `yes` over.
export fn zoo_scalars_next(value: *Scalars) void {
    value.yes = !value.yes;
    value.i_8 +%= 1;
    value.u_8 +%= 1;
    value.i_16 +%= 1;
    value.u_16 +%= 1;
    value.i_32 +%= 1;
    value.u_32 +%= 1;
    value.i_64 +%= 1;
    value.u_64 +%= 1;
    value.i_size +%= 1;
    value.u_size +%= 1;
    value.c_1 +%= 1;
    value.c_2 +%= 1;
    value.c_3 +%= 1;
    value.c_4 +%= 1;
    value.c_5 +%= 1;
    value.c_6 +%= 1;
    value.c_7 +%= 1;
    value.c_8 +%= 1;
    value.c_9 +%= 1;
    value.f_16 += 1;
    value.f_32 += 1;
    value.f_64 += 1;
    value.i_128 +%= 1;
    value.u_128 +%= 1;
}

/// A copy.
export fn zoo_scalars_copy(value: *const Scalars, out: *Scalars) void {
    out.* = value.*;
}

/// Turns the order of all arrays round.
export fn zoo_arrays_reverse(value: *Arrays) void {
    reverse(u8, &value.bytes);
    reverse(u16, &value.words);
    reverse(bool, &value.flags);
    reverse(shapes.Point, &value.points);
    reverse(i64, &value.wide);
    const cells: *[cell_count]f32 = @ptrCast(&value.grid);
    reverse(f32, cells);
}

/// One cell of the grid, or 0 outside it.
export fn zoo_arrays_cell(value: *const Arrays, row: usize, column: usize) f32 {
    if (row >= value.grid.len or column >= value.grid[0].len) return 0;
    return value.grid[row][column];
}

/// `tag + 1`, the value doubled, `tail + 2`.
export fn zoo_over_aligned(value: *const OverAligned, out: *OverAligned) void {
    out.* = .{ .tag = value.tag +% 1, .value = value.value *% 2, .tail = value.tail +% 2 };
}

/// `tag + 1`, the value doubled, `tail + 2`.
export fn zoo_under_aligned(value: *const UnderAligned, out: *UnderAligned) void {
    out.* = .{ .tag = value.tag +% 1, .value = value.value *% 2, .tail = value.tail +% 2 };
}

/// The sum of all values.
export fn zoo_under_aligned_sum(items: [*]const UnderAligned, len: usize) u64 {
    var sum: u64 = 0;
    for (items[0..len]) |*item| sum += item.value;
    return sum;
}

/// Gives whether the pointer was there.
export fn zoo_empty(value: ?*const Empty) bool {
    return value != null;
}

/// `zoo_big` through pointers.
export fn zoo_big_at(value: *const structs.Big, result_out: *structs.Big) void {
    result_out.* = .{ .a = value.a +% 1, .b = -%value.b, .c = value.c * 2, .d = value.d / 2, .e = value.e ^ 0xFFFF };
}

/// Swaps two structs.
export fn zoo_swap_mixed(a: *structs.Mixed, b: *structs.Mixed) void {
    const old = a.*;
    a.* = b.*;
    b.* = old;
}

/// `head + count + ratio + tail + number` of a struct in structs.
export fn zoo_nested_sum(value: *const structs.Nested) f64 {
    const whole = @as(i64, value.head) + value.mixed.count + value.tail + value.inner.number;
    return @as(f64, @floatFromInt(whole)) + value.mixed.ratio;
}

/// Doubles every field of every item.
export fn zoo_double_smalls(items: [*]structs.Small, len: usize) void {
    for (items[0..len]) |*item| item.* = .{ .a = item.a *% 2, .b = item.b * 2 };
}

/// The item with the largest `b`, or null where there are none. It points into `items`.
export fn zoo_largest_big(items: [*]const structs.Big, len: usize) ?*const structs.Big {
    var largest: ?*const structs.Big = null;
    for (items[0..len]) |*item| {
        if (largest == null or item.b > largest.?.b) largest = item;
    }
    return largest;
}

fn reverse(comptime T: type, items: []T) void {
    for (0..items.len / 2) |i| {
        const other = items.len - 1 - i;
        const old = items[i];
        items[i] = items[other];
        items[other] = old;
    }
}
