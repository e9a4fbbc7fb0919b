//! Strings in both shapes that C knows: with a length, and ended by a zero.

const std = @import("std");

/// How often a byte occurs in a text.
export fn count_byte(text: [*]const u8, text_len: usize, byte: u8) usize {
    var count: usize = 0;
    for (text[0..text_len]) |item| {
        if (item == byte) count += 1;
    }
    return count;
}

/// The number of bytes before the zero.
export fn text_length(text: [*:0]const u8) usize {
    return std.mem.len(text);
}

/// Writes `Hello, <name>!` as far as it fits, without a final zero, and gives the length that the whole greeting needs.
export fn greet(name: [*:0]const u8, out: [*]u8, out_len: usize) usize {
    var writer = Writer{ .buffer = out[0..out_len] };
    writer.write("Hello, ");
    writer.write(std.mem.span(name));
    writer.write("!");
    return writer.needed;
}

/// ASCII letters to upper case, in place.
export fn upper_case(text: [*]u8, text_len: usize) void {
    for (text[0..text_len]) |*byte| byte.* = std.ascii.toUpper(byte.*);
}

/// The version of this library.
export fn version() [*:0]const u8 {
    return "1.0.0";
}

const Writer = struct {
    buffer: []u8,
    needed: usize = 0,

    fn write(self: *Writer, bytes: []const u8) void {
        const start = @min(self.needed, self.buffer.len);
        const room = self.buffer[start..];
        const fitting = bytes[0..@min(bytes.len, room.len)];
        @memcpy(room[0..fitting.len], fitting);
        self.needed += bytes.len;
    }
};
