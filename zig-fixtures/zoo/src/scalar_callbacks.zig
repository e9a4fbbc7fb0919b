//! Every scalar through a callback: `zoo_call_T` gives back what the callback makes of the value.

export fn zoo_call_i8(callback: *const fn (value: i8) callconv(.c) i8, value: i8) i8 {
    return callback(value);
}

export fn zoo_call_i16(callback: *const fn (value: i16) callconv(.c) i16, value: i16) i16 {
    return callback(value);
}

export fn zoo_call_i32(callback: *const fn (value: i32) callconv(.c) i32, value: i32) i32 {
    return callback(value);
}

export fn zoo_call_i64(callback: *const fn (value: i64) callconv(.c) i64, value: i64) i64 {
    return callback(value);
}

export fn zoo_call_u8(callback: *const fn (value: u8) callconv(.c) u8, value: u8) u8 {
    return callback(value);
}

export fn zoo_call_u16(callback: *const fn (value: u16) callconv(.c) u16, value: u16) u16 {
    return callback(value);
}

export fn zoo_call_u32(callback: *const fn (value: u32) callconv(.c) u32, value: u32) u32 {
    return callback(value);
}

export fn zoo_call_u64(callback: *const fn (value: u64) callconv(.c) u64, value: u64) u64 {
    return callback(value);
}

export fn zoo_call_isize(callback: *const fn (value: isize) callconv(.c) isize, value: isize) isize {
    return callback(value);
}

export fn zoo_call_usize(callback: *const fn (value: usize) callconv(.c) usize, value: usize) usize {
    return callback(value);
}

export fn zoo_call_c_char(callback: *const fn (value: c_char) callconv(.c) c_char, value: c_char) c_char {
    return callback(value);
}

export fn zoo_call_c_short(callback: *const fn (value: c_short) callconv(.c) c_short, value: c_short) c_short {
    return callback(value);
}

export fn zoo_call_c_ushort(callback: *const fn (value: c_ushort) callconv(.c) c_ushort, value: c_ushort) c_ushort {
    return callback(value);
}

export fn zoo_call_c_int(callback: *const fn (value: c_int) callconv(.c) c_int, value: c_int) c_int {
    return callback(value);
}

export fn zoo_call_c_uint(callback: *const fn (value: c_uint) callconv(.c) c_uint, value: c_uint) c_uint {
    return callback(value);
}

export fn zoo_call_c_long(callback: *const fn (value: c_long) callconv(.c) c_long, value: c_long) c_long {
    return callback(value);
}

export fn zoo_call_c_ulong(callback: *const fn (value: c_ulong) callconv(.c) c_ulong, value: c_ulong) c_ulong {
    return callback(value);
}

export fn zoo_call_c_longlong(callback: *const fn (value: c_longlong) callconv(.c) c_longlong, value: c_longlong) c_longlong {
    return callback(value);
}

export fn zoo_call_c_ulonglong(callback: *const fn (value: c_ulonglong) callconv(.c) c_ulonglong, value: c_ulonglong) c_ulonglong {
    return callback(value);
}

export fn zoo_call_f32(callback: *const fn (value: f32) callconv(.c) f32, value: f32) f32 {
    return callback(value);
}

export fn zoo_call_f64(callback: *const fn (value: f64) callconv(.c) f64, value: f64) f64 {
    return callback(value);
}

export fn zoo_call_bool(callback: *const fn (value: bool) callconv(.c) bool, value: bool) bool {
    return callback(value);
}
