//! Strings: ended by a zero or with a length, in, out and optional.

const std = @import("std");

/// The number of bytes.
export fn zoo_text_length(text: [*:0]const u8) usize {
    return std.mem.len(text);
}

/// The number of bytes, or -1 without a text.
export fn zoo_text_length_optional(text: ?[*:0]const u8) isize {
    return @intCast(std.mem.len(text orelse return -1));
}

/// A text that lives as long as the library.
export fn zoo_text() [*:0]const u8 {
    return "zoo: Tiere, животные, 動物";
}

/// The name of a number from 0 to 2, or null.
export fn zoo_text_optional(number: u32) ?[*:0]const u8 {
    return switch (number) {
        0 => "zero",
        1 => "one",
        2 => "two",
        else => null,
    };
}

/// The same text.
export fn zoo_text_same(text: [*:0]const u8) [*:0]const u8 {
    return text;
}

/// A text through a pointer.
export fn zoo_text_out(out: *[*:0]const u8) void {
    out.* = "out";
}

/// The sum of all bytes.
export fn zoo_text_sum(text: [*]const u8, text_len: usize) u64 {
    var sum: u64 = 0;
    for (text[0..text_len]) |byte| sum += byte;
    return sum;
}

/// Turns the bytes before the zero round, in place.
export fn zoo_text_reverse(text: [*:0]u8) void {
    std.mem.reverse(u8, std.mem.span(text));
}

/// Writes a number in decimal as far as it fits and gives the length that it needs.
export fn zoo_text_number(value: i32, out: [*]u8, out_len: usize) usize {
    var buffer: [16]u8 = undefined;
    const digits = std.fmt.bufPrint(&buffer, "{d}", .{value}) catch unreachable;
    const fitting = @min(digits.len, out_len);
    @memcpy(out[0..fitting], digits[0..fitting]);
    return digits.len;
}

/// The number of code units before the zero.
export fn zoo_text_utf16_length(text: [*:0]const u16) usize {
    return std.mem.len(text);
}

/// The lengths of several texts, added up. Each address is one item.
export fn zoo_texts_length(texts: [*]const [*:0]const u8, texts_len: usize) usize {
    var length: usize = 0;
    for (texts[0..texts_len]) |text| length += std.mem.len(text);
    return length;
}

/// A text in a struct.
pub const Label = extern struct {
    text: [*:0]const u8,
    note: ?[*:0]const u8,
    bytes: ?[*]const u8,
    bytes_len: usize,
};

/// The bytes of all three added up in length.
export fn zoo_label_length(label: *const Label) usize {
    const note_length = if (label.note) |note| std.mem.len(note) else 0;
    return std.mem.len(label.text) + note_length + label.bytes_len;
}

/// A label whose texts live as long as the library.
export fn zoo_make_label(out: *Label) void {
    out.* = .{ .text = "label", .note = null, .bytes = "bytes", .bytes_len = 5 };
}
