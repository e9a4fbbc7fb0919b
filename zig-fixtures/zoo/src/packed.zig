//! Packed structs: bit fields over a backing integer. By value they are that integer.

/// 8 bits.
pub const Flags = packed struct(u8) {
    ready: bool = false,
    mode: u3 = 0,
    offset: i4 = 0,

    pub const none: Flags = .{};
};

/// 16 bits.
pub const Pixel = packed struct(u16) {
    red: u5,
    green: u6,
    blue: u5,
};

pub const Direction = enum(u2) { north, east, south, west };

/// 32 bits, with an enum, a signed field and another packed struct in it.
pub const Word = packed struct(u32) {
    direction: Direction,
    delta: i6,
    flags: Flags,
    rest: u16,
};

/// 64 bits, over byte limits and with a float.
pub const Wide = packed struct(u64) {
    id: u20,
    level: i12,
    ratio: f32,
};

/// A packed union as a field: the same 24 bits seen in two ways.
pub const Message = packed struct(u32) {
    tag: u8,
    body: packed union {
        whole: u24,
        halves: Halves,
    },
};

pub const Halves = packed struct(u24) {
    low: u12,
    high: u12,
};

/// Signed backing integer.
pub const Balance = packed struct(i16) {
    cents: u7,
    units: i9,
};

/// Packed structs among other fields.
pub const Header = extern struct {
    flags: Flags,
    pixel: Pixel,
    words: [2]Word,
    wide: Wide,
};

/// Ready turned over, mode plus one, offset minus one; both wrap around.
export fn zoo_flags(value: Flags) Flags {
    return .{ .ready = !value.ready, .mode = value.mode +% 1, .offset = value.offset -% 1 };
}

/// Red and blue swapped, green inverted.
export fn zoo_pixel(value: Pixel) Pixel {
    return .{ .red = value.blue, .green = ~value.green, .blue = value.red };
}

/// Turned to the right; delta negated; the flags' mode set to 7; rest plus one.
export fn zoo_word(value: Word) Word {
    var flags = value.flags;
    flags.mode = 7;
    return .{
        .direction = @enumFromInt(@intFromEnum(value.direction) +% 1),
        .delta = -%value.delta,
        .flags = flags,
        .rest = value.rest +% 1,
    };
}

/// Id plus one, level minus one, ratio doubled.
export fn zoo_wide(value: Wide) Wide {
    return .{ .id = value.id +% 1, .level = value.level -% 1, .ratio = value.ratio * 2 };
}

/// Tag plus one; the halves swapped.
export fn zoo_message(value: Message) Message {
    const halves = value.body.halves;
    return .{ .tag = value.tag +% 1, .body = .{ .halves = .{ .low = halves.high, .high = halves.low } } };
}

/// The cents kept, the units negated.
export fn zoo_balance(value: Balance) Balance {
    return .{ .cents = value.cents, .units = -%value.units };
}

/// The backing integer.
export fn zoo_word_bits(value: Word) u32 {
    return @bitCast(value);
}

/// Out of the fields.
export fn zoo_make_flags(ready: bool, mode: u8, offset: i8) Flags {
    return .{ .ready = ready, .mode = @truncate(mode), .offset = @truncate(offset) };
}

/// `zoo_flags`, in place.
export fn zoo_flags_change(value: *Flags) void {
    value.* = .{ .ready = !value.ready, .mode = value.mode +% 1, .offset = value.offset -% 1 };
}

export fn zoo_read_wide(source: *const Wide) Wide {
    return source.*;
}

export fn zoo_write_pixel(red: u8, green: u8, blue: u8, out: *Pixel) void {
    out.* = .{ .red = @truncate(red), .green = @truncate(green), .blue = @truncate(blue) };
}

/// How many are ready.
export fn zoo_count_ready(items: [*]const Flags, len: usize) usize {
    var count: usize = 0;
    for (items[0..len]) |item| {
        if (item.ready) count += 1;
    }
    return count;
}

export fn zoo_call_flags(callback: *const fn (flags: Flags) callconv(.c) Flags, flags: Flags) Flags {
    return callback(flags);
}

/// Ready set, red and blue swapped, the words swapped, the id plus one.
export fn zoo_header_change(header: *Header) void {
    const old = header.*;
    header.flags.ready = true;
    header.pixel = .{ .red = old.pixel.blue, .green = old.pixel.green, .blue = old.pixel.red };
    header.words = .{ old.words[1], old.words[0] };
    header.wide.id +%= 1;
}
