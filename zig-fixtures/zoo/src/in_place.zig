//! Scalars changed in place, and the widths that exist only behind pointers: 128-bit integers and half floats.

/// Doubled, wrapping around.
export fn zoo_change_i8(target: *i8) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_i16(target: *i16) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_i32(target: *i32) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_i64(target: *i64) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_u8(target: *u8) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_u16(target: *u16) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_u32(target: *u32) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_u64(target: *u64) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_isize(target: *isize) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_usize(target: *usize) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_char(target: *c_char) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_short(target: *c_short) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_ushort(target: *c_ushort) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_int(target: *c_int) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_uint(target: *c_uint) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_long(target: *c_long) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_ulong(target: *c_ulong) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_longlong(target: *c_longlong) void {
    target.* *%= 2;
}

/// Doubled, wrapping around.
export fn zoo_change_c_ulonglong(target: *c_ulonglong) void {
    target.* *%= 2;
}

/// Doubled.
export fn zoo_change_f32(target: *f32) void {
    target.* *= 2;
}

/// Doubled.
export fn zoo_change_f64(target: *f64) void {
    target.* *= 2;
}

/// Turned over.
export fn zoo_change_bool(target: *bool) void {
    target.* = !target.*;
}

/// Wraps around.
export fn zoo_add_i128(a: *const i128, b: *const i128, out: *i128) void {
    out.* = a.* +% b.*;
}

/// Wraps around.
export fn zoo_add_u128(a: *const u128, b: *const u128, out: *u128) void {
    out.* = a.* +% b.*;
}

/// Wraps around.
export fn zoo_sum_u128(items: [*]const u128, len: usize, out: *u128) void {
    out.* = 0;
    for (items[0..len]) |item| out.* +%= item;
}

/// Half floats have no register that all callers agree on.
export fn zoo_double_f16(value: *const f16, out: *f16) void {
    out.* = value.* * 2;
}

/// As many as fit.
export fn zoo_half_to_f32(items: [*]const f16, items_len: usize, out: [*]f32, out_len: usize) void {
    const fitting = @min(items_len, out_len);
    for (items[0..fitting], out[0..fitting]) |item, *wide| wide.* = item;
}
