//! Enums of several tag types, with every way to write a value.

/// One value per name, counted on from the last written one.
pub const Color = enum(u8) {
    red,
    /// Written out: blue is 6.
    green = 5,
    blue,
};

/// Negative values.
pub const Depth = enum(i8) {
    abyss = -128,
    reef = -3,
    shore,
    surface = 0,
};

pub const Level = enum(i16) {
    low = -300,
    middle = 0,
    high = 300,
};

pub const Status = enum(c_int) {
    ok = 0,
    not_found = 1,
    unknown = 99,
    _,
};

const flag_base = 0x10;

/// Values as constant expressions.
pub const Mark = enum(u32) {
    none = 0,
    hex = 0xFF,
    binary = 0b1010,
    octal = 0o17,
    letter = 'a',
    shifted = 1 << 20,
    computed = flag_base * 2 + 1,
    grouped = 1_000_000,
    largest = 0xFFFF_FFFF,
};

/// Beyond what a double holds.
pub const Huge = enum(u64) {
    one = 1,
    beyond = 0x20_0000_0000_0001,
    largest = 0xFFFF_FFFF_FFFF_FFFF,
};

/// Any other byte is legal, too.
pub const Open = enum(u8) {
    zero,
    one,
    two,
    _,

    pub const default: Open = .one;

    pub fn isNamed(self: Open) bool {
        return @intFromEnum(self) <= 2;
    }
};

/// Enums and what surrounds them, so that a wrong size of a tag shows.
pub const Painted = extern struct {
    before: u8,
    color: Color,
    level: Level,
    status: Status,
    huge: Huge,
    depth: Depth,
    trail: [3]Color,
};

/// red -> green -> blue -> red.
export fn zoo_next_color(color: Color) Color {
    return switch (color) {
        .red => .green,
        .green => .blue,
        .blue => .red,
    };
}

export fn zoo_depth(depth: Depth) Depth {
    return depth;
}

export fn zoo_level(level: Level) Level {
    return level;
}

export fn zoo_status(status: Status) Status {
    return status;
}

export fn zoo_mark(mark: Mark) Mark {
    return mark;
}

export fn zoo_mark_value(mark: Mark) u32 {
    return @intFromEnum(mark);
}

export fn zoo_huge(huge: Huge) Huge {
    return huge;
}

export fn zoo_open(open: Open) Open {
    return open;
}

export fn zoo_open_is_named(open: Open) bool {
    return open.isNamed();
}

export fn zoo_read_level(source: *const Level) Level {
    return source.*;
}

export fn zoo_write_color(value: Color, out: *Color) void {
    out.* = value;
}

/// How often a color occurs.
export fn zoo_count_color(items: [*]const Color, len: usize, wanted: Color) usize {
    var count: usize = 0;
    for (items[0..len]) |item| {
        if (item == wanted) count += 1;
    }
    return count;
}

/// Sets all items.
export fn zoo_fill_status(items: [*]Status, len: usize, value: Status) void {
    @memset(items[0..len], value);
}

export fn zoo_call_color(callback: *const fn (color: Color) callconv(.c) Color, color: Color) Color {
    return callback(color);
}

export fn zoo_call_level(callback: *const fn (level: Level) callconv(.c) Level, level: Level) Level {
    return callback(level);
}

/// Fills every field: the given color and status, the rest fixed.
export fn zoo_paint(color: Color, status: Status, out: *Painted) void {
    out.* = .{
        .before = 0xAB,
        .color = color,
        .level = .low,
        .status = status,
        .huge = .largest,
        .depth = .reef,
        .trail = .{ .red, .green, .blue },
    };
}

/// A sum over the numbers of all fields but `huge`, each with a factor of its own.
export fn zoo_painted_sum(painted: *const Painted) i64 {
    return painted.before +
        10 * @as(i64, @intFromEnum(painted.color)) +
        100 * @as(i64, @intFromEnum(painted.level)) +
        1000 * @as(i64, @intFromEnum(painted.status)) +
        10_000 * @as(i64, @intFromEnum(painted.depth)) +
        100_000 * @as(i64, @intFromEnum(painted.trail[2]));
}
