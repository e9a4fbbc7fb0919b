//! Reads one folder through libc. Zig's own file interface was replaced in 0.16 and its `dirent` was wrong for 64-bit Linux in 0.14,
//! so the few symbols and the one layout that this needs are declared here, for Linux (64-bit) and macOS.

const std = @import("std");
const builtin = @import("builtin");

pub const OpenError = error{ NotFound, AccessDenied, Unreadable };

pub const Kind = enum { file, folder, other, unknown };

pub const Entry = struct {
    /// Valid until the next entry is read.
    name: []const u8,
    kind: Kind,
};

pub const Links = enum { follow_links, refuse_links };

pub const Folder = struct {
    stream: *Stream,

    pub fn open(path: [*:0]const u8, links: Links) OpenError!Folder {
        const fd = std.c.open(path, .{ .DIRECTORY = true, .CLOEXEC = true, .NOFOLLOW = links == .refuse_links });
        if (fd < 0) return switch (std.c._errno().*) {
            @intFromEnum(std.c.E.NOENT), @intFromEnum(std.c.E.NOTDIR) => error.NotFound,
            @intFromEnum(std.c.E.ACCES), @intFromEnum(std.c.E.PERM) => error.AccessDenied,
            else => error.Unreadable,
        };
        const stream = fdopendir(fd) orelse {
            _ = std.c.close(fd);
            return error.Unreadable;
        };
        return .{ .stream = stream };
    }

    pub fn close(self: *Folder) void {
        _ = closedir(self.stream);
    }

    /// The next entry but `.` and `..`, or null at the end. An error while reading is an end, too.
    pub fn next(self: *Folder) ?Entry {
        while (readdir(self.stream)) |raw| {
            const name = std.mem.span(@as([*:0]const u8, @ptrCast(&raw.name)));
            if (std.mem.eql(u8, name, ".") or std.mem.eql(u8, name, "..")) continue;
            return .{ .name = name, .kind = raw.type.kind() };
        }
        return null;
    }
};

/// For file systems that do not say it with the entry.
pub fn kindOf(path: [*:0]const u8) Kind {
    var target: [1]u8 = undefined;
    if (std.c.readlink(path, &target, target.len) >= 0) return .other;
    const fd = std.c.open(path, .{ .DIRECTORY = true, .CLOEXEC = true, .NOFOLLOW = true });
    if (fd < 0) return if (std.c._errno().* == @intFromEnum(std.c.E.NOTDIR)) .file else .folder;
    _ = std.c.close(fd);
    return .folder;
}

const Stream = opaque {};

const EntryType = enum(u8) {
    unknown = 0,
    folder = 4,
    file = 8,
    _,

    fn kind(self: EntryType) Kind {
        return switch (self) {
            .unknown => .unknown,
            .folder => .folder,
            .file => .file,
            _ => .other,
        };
    }
};

const is_macos = builtin.os.tag == .macos;

/// The head of libc's `struct dirent`; the name goes on up to its zero.
const RawEntry = if (is_macos) extern struct {
    ino: u64,
    seekoff: u64,
    reclen: u16,
    namlen: u16,
    type: EntryType,
    name: [1]u8,
} else extern struct {
    ino: u64,
    off: i64,
    reclen: u16,
    type: EntryType,
    name: [1]u8,
};

comptime {
    const is_linux64 = builtin.os.tag == .linux and @sizeOf(usize) == 8;
    if (!is_macos and !is_linux64) @compileError("scan knows struct dirent only for 64-bit Linux and macOS");
}

/// 64-bit Intel Macs keep the layout with 64-bit inodes under names of its own.
const inode64 = if (is_macos and builtin.cpu.arch == .x86_64) "$INODE64" else "";

const fdopendir = @extern(*const fn (fd: c_int) callconv(.c) ?*Stream, .{ .name = "fdopendir" ++ inode64 });
const readdir = @extern(*const fn (stream: *Stream) callconv(.c) ?*const RawEntry, .{ .name = "readdir" ++ inode64 });
extern "c" fn closedir(stream: *Stream) c_int;
