//! Every scalar behind a pointer to one: read, written through an out-parameter, changed in place.

export fn zoo_read_i8(source: *const i8) i8 {
    return source.*;
}

export fn zoo_write_i8(value: i8, out: *i8) void {
    out.* = value;
}

export fn zoo_read_i16(source: *const i16) i16 {
    return source.*;
}

export fn zoo_write_i16(value: i16, out: *i16) void {
    out.* = value;
}

export fn zoo_read_i32(source: *const i32) i32 {
    return source.*;
}

export fn zoo_write_i32(value: i32, out: *i32) void {
    out.* = value;
}

export fn zoo_read_i64(source: *const i64) i64 {
    return source.*;
}

export fn zoo_write_i64(value: i64, out: *i64) void {
    out.* = value;
}

export fn zoo_read_u8(source: *const u8) u8 {
    return source.*;
}

export fn zoo_write_u8(value: u8, out: *u8) void {
    out.* = value;
}

export fn zoo_read_u16(source: *const u16) u16 {
    return source.*;
}

export fn zoo_write_u16(value: u16, out: *u16) void {
    out.* = value;
}

export fn zoo_read_u32(source: *const u32) u32 {
    return source.*;
}

export fn zoo_write_u32(value: u32, out: *u32) void {
    out.* = value;
}

export fn zoo_read_u64(source: *const u64) u64 {
    return source.*;
}

export fn zoo_write_u64(value: u64, out: *u64) void {
    out.* = value;
}

export fn zoo_read_isize(source: *const isize) isize {
    return source.*;
}

export fn zoo_write_isize(value: isize, out: *isize) void {
    out.* = value;
}

export fn zoo_read_usize(source: *const usize) usize {
    return source.*;
}

export fn zoo_write_usize(value: usize, out: *usize) void {
    out.* = value;
}

export fn zoo_read_c_char(source: *const c_char) c_char {
    return source.*;
}

export fn zoo_write_c_char(value: c_char, out: *c_char) void {
    out.* = value;
}

export fn zoo_read_c_short(source: *const c_short) c_short {
    return source.*;
}

export fn zoo_write_c_short(value: c_short, out: *c_short) void {
    out.* = value;
}

export fn zoo_read_c_ushort(source: *const c_ushort) c_ushort {
    return source.*;
}

export fn zoo_write_c_ushort(value: c_ushort, out: *c_ushort) void {
    out.* = value;
}

export fn zoo_read_c_int(source: *const c_int) c_int {
    return source.*;
}

export fn zoo_write_c_int(value: c_int, out: *c_int) void {
    out.* = value;
}

export fn zoo_read_c_uint(source: *const c_uint) c_uint {
    return source.*;
}

export fn zoo_write_c_uint(value: c_uint, out: *c_uint) void {
    out.* = value;
}

export fn zoo_read_c_long(source: *const c_long) c_long {
    return source.*;
}

export fn zoo_write_c_long(value: c_long, out: *c_long) void {
    out.* = value;
}

export fn zoo_read_c_ulong(source: *const c_ulong) c_ulong {
    return source.*;
}

export fn zoo_write_c_ulong(value: c_ulong, out: *c_ulong) void {
    out.* = value;
}

export fn zoo_read_c_longlong(source: *const c_longlong) c_longlong {
    return source.*;
}

export fn zoo_write_c_longlong(value: c_longlong, out: *c_longlong) void {
    out.* = value;
}

export fn zoo_read_c_ulonglong(source: *const c_ulonglong) c_ulonglong {
    return source.*;
}

export fn zoo_write_c_ulonglong(value: c_ulonglong, out: *c_ulonglong) void {
    out.* = value;
}

export fn zoo_read_f32(source: *const f32) f32 {
    return source.*;
}

export fn zoo_write_f32(value: f32, out: *f32) void {
    out.* = value;
}

export fn zoo_read_f64(source: *const f64) f64 {
    return source.*;
}

export fn zoo_write_f64(value: f64, out: *f64) void {
    out.* = value;
}

export fn zoo_read_bool(source: *const bool) bool {
    return source.*;
}

export fn zoo_write_bool(value: bool, out: *bool) void {
    out.* = value;
}
