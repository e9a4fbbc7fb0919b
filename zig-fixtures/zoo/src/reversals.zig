//! Runs of every scalar that the callee changes.

const std = @import("std");

export fn zoo_reverse_i8(items: [*]i8, len: usize) void {
    std.mem.reverse(i8, items[0..len]);
}

export fn zoo_reverse_i16(items: [*]i16, len: usize) void {
    std.mem.reverse(i16, items[0..len]);
}

export fn zoo_reverse_i32(items: [*]i32, len: usize) void {
    std.mem.reverse(i32, items[0..len]);
}

export fn zoo_reverse_i64(items: [*]i64, len: usize) void {
    std.mem.reverse(i64, items[0..len]);
}

export fn zoo_reverse_u8(items: [*]u8, len: usize) void {
    std.mem.reverse(u8, items[0..len]);
}

export fn zoo_reverse_u16(items: [*]u16, len: usize) void {
    std.mem.reverse(u16, items[0..len]);
}

export fn zoo_reverse_u32(items: [*]u32, len: usize) void {
    std.mem.reverse(u32, items[0..len]);
}

export fn zoo_reverse_u64(items: [*]u64, len: usize) void {
    std.mem.reverse(u64, items[0..len]);
}

export fn zoo_reverse_isize(items: [*]isize, len: usize) void {
    std.mem.reverse(isize, items[0..len]);
}

export fn zoo_reverse_usize(items: [*]usize, len: usize) void {
    std.mem.reverse(usize, items[0..len]);
}

export fn zoo_reverse_c_char(items: [*]c_char, len: usize) void {
    std.mem.reverse(c_char, items[0..len]);
}

export fn zoo_reverse_c_short(items: [*]c_short, len: usize) void {
    std.mem.reverse(c_short, items[0..len]);
}

export fn zoo_reverse_c_ushort(items: [*]c_ushort, len: usize) void {
    std.mem.reverse(c_ushort, items[0..len]);
}

export fn zoo_reverse_c_int(items: [*]c_int, len: usize) void {
    std.mem.reverse(c_int, items[0..len]);
}

export fn zoo_reverse_c_uint(items: [*]c_uint, len: usize) void {
    std.mem.reverse(c_uint, items[0..len]);
}

export fn zoo_reverse_c_long(items: [*]c_long, len: usize) void {
    std.mem.reverse(c_long, items[0..len]);
}

export fn zoo_reverse_c_ulong(items: [*]c_ulong, len: usize) void {
    std.mem.reverse(c_ulong, items[0..len]);
}

export fn zoo_reverse_c_longlong(items: [*]c_longlong, len: usize) void {
    std.mem.reverse(c_longlong, items[0..len]);
}

export fn zoo_reverse_c_ulonglong(items: [*]c_ulonglong, len: usize) void {
    std.mem.reverse(c_ulonglong, items[0..len]);
}

export fn zoo_reverse_f32(items: [*]f32, len: usize) void {
    std.mem.reverse(f32, items[0..len]);
}

export fn zoo_reverse_f64(items: [*]f64, len: usize) void {
    std.mem.reverse(f64, items[0..len]);
}

export fn zoo_reverse_bool(items: [*]bool, len: usize) void {
    std.mem.reverse(bool, items[0..len]);
}
