//! Every scalar by value: each function gives back what it got.

export fn zoo_i8(value: i8) i8 {
    return value;
}

export fn zoo_i16(value: i16) i16 {
    return value;
}

export fn zoo_i32(value: i32) i32 {
    return value;
}

export fn zoo_i64(value: i64) i64 {
    return value;
}

export fn zoo_u8(value: u8) u8 {
    return value;
}

export fn zoo_u16(value: u16) u16 {
    return value;
}

export fn zoo_u32(value: u32) u32 {
    return value;
}

export fn zoo_u64(value: u64) u64 {
    return value;
}

export fn zoo_isize(value: isize) isize {
    return value;
}

export fn zoo_usize(value: usize) usize {
    return value;
}

export fn zoo_c_char(value: c_char) c_char {
    return value;
}

export fn zoo_c_short(value: c_short) c_short {
    return value;
}

export fn zoo_c_ushort(value: c_ushort) c_ushort {
    return value;
}

export fn zoo_c_int(value: c_int) c_int {
    return value;
}

export fn zoo_c_uint(value: c_uint) c_uint {
    return value;
}

export fn zoo_c_long(value: c_long) c_long {
    return value;
}

export fn zoo_c_ulong(value: c_ulong) c_ulong {
    return value;
}

export fn zoo_c_longlong(value: c_longlong) c_longlong {
    return value;
}

export fn zoo_c_ulonglong(value: c_ulonglong) c_ulonglong {
    return value;
}

export fn zoo_f32(value: f32) f32 {
    return value;
}

export fn zoo_f64(value: f64) f64 {
    return value;
}

export fn zoo_bool(value: bool) bool {
    return value;
}

/// Many parameters of several widths: `a - b + c - d + e - f + g - h`, so that swapped ones show.
export fn zoo_many(a: i8, b: u16, c: f32, d: i32, e: f64, f: u8, g: i64, h: bool) f64 {
    const small = @as(i64, a) - b - d - f - @intFromBool(h);
    return @as(f64, @floatFromInt(small)) + @as(f64, @floatFromInt(g)) + c + e;
}

/// Nothing in, nothing out.
export fn zoo_nothing() void {}
