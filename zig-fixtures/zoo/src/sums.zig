//! Runs of every scalar: `[*]T` with a length.

export fn zoo_sum_i8(items: [*]const i8, len: usize) i8 {
    var sum: i8 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_i16(items: [*]const i16, len: usize) i16 {
    var sum: i16 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_i32(items: [*]const i32, len: usize) i32 {
    var sum: i32 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_i64(items: [*]const i64, len: usize) i64 {
    var sum: i64 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_u8(items: [*]const u8, len: usize) u8 {
    var sum: u8 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_u16(items: [*]const u16, len: usize) u16 {
    var sum: u16 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_u32(items: [*]const u32, len: usize) u32 {
    var sum: u32 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_u64(items: [*]const u64, len: usize) u64 {
    var sum: u64 = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_isize(items: [*]const isize, len: usize) isize {
    var sum: isize = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_usize(items: [*]const usize, len: usize) usize {
    var sum: usize = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_char(items: [*]const c_char, len: usize) c_char {
    var sum: c_char = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_short(items: [*]const c_short, len: usize) c_short {
    var sum: c_short = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_ushort(items: [*]const c_ushort, len: usize) c_ushort {
    var sum: c_ushort = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_int(items: [*]const c_int, len: usize) c_int {
    var sum: c_int = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_uint(items: [*]const c_uint, len: usize) c_uint {
    var sum: c_uint = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_long(items: [*]const c_long, len: usize) c_long {
    var sum: c_long = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_ulong(items: [*]const c_ulong, len: usize) c_ulong {
    var sum: c_ulong = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_longlong(items: [*]const c_longlong, len: usize) c_longlong {
    var sum: c_longlong = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_c_ulonglong(items: [*]const c_ulonglong, len: usize) c_ulonglong {
    var sum: c_ulonglong = 0;
    for (items[0..len]) |item| sum +%= item;
    return sum;
}

export fn zoo_sum_f32(items: [*]const f32, len: usize) f32 {
    var sum: f32 = 0;
    for (items[0..len]) |item| sum += item;
    return sum;
}

export fn zoo_sum_f64(items: [*]const f64, len: usize) f64 {
    var sum: f64 = 0;
    for (items[0..len]) |item| sum += item;
    return sum;
}

/// How many are true.
export fn zoo_sum_bool(items: [*]const bool, len: usize) usize {
    var sum: usize = 0;
    for (items[0..len]) |item| sum += @intFromBool(item);
    return sum;
}
