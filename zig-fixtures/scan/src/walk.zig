//! Walks a folder tree file by file. Folders still to be read wait in a list on the heap, so that no depth overflows the stack, and
//! symbolic links are not followed, so that no loop keeps it going.

const std = @import("std");
const folder = @import("folder.zig");

const Allocator = std.mem.Allocator;

pub const Walker = struct {
    allocator: Allocator,
    /// Paths of folders still to be read.
    pending: std.ArrayListUnmanaged([:0]u8),
    /// The folder being read and its path.
    current: ?folder.Folder,
    prefix: [:0]u8,
    /// Room for the path of the file given last.
    path: std.ArrayListUnmanaged(u8),
    folders: u64,
    skipped: u64,

    /// The root may be a symbolic link: the caller named it.
    pub fn open(allocator: Allocator, root: []const u8) (folder.OpenError || Allocator.Error)!Walker {
        const prefix = try copy(allocator, root);
        errdefer allocator.free(prefix);
        const current = try folder.Folder.open(prefix, .follow_links);
        return .{
            .allocator = allocator,
            .pending = .empty,
            .current = current,
            .prefix = prefix,
            .path = .empty,
            .folders = 1,
            .skipped = 0,
        };
    }

    pub fn close(self: *Walker) void {
        if (self.current) |*current| current.close();
        for (self.pending.items) |path| self.allocator.free(path);
        self.pending.deinit(self.allocator);
        self.path.deinit(self.allocator);
        self.allocator.free(self.prefix);
    }

    /// The path of the next file, or null at the end. It is valid until the next call.
    pub fn next(self: *Walker) Allocator.Error!?[:0]const u8 {
        while (self.current != null or self.nextFolder()) {
            const entry = self.current.?.next() orelse {
                self.current.?.close();
                self.current = null;
                continue;
            };
            const path = try self.join(entry.name);
            switch (if (entry.kind == .unknown) folder.kindOf(path) else entry.kind) {
                .file => return path,
                .folder => try self.postpone(path),
                .other, .unknown => {},
            }
        }
        return null;
    }

    fn nextFolder(self: *Walker) bool {
        while (self.pending.items.len > 0) {
            self.allocator.free(self.prefix);
            self.prefix = self.pending.items[self.pending.items.len - 1];
            self.pending.items.len -= 1;
            self.current = folder.Folder.open(self.prefix, .refuse_links) catch {
                self.skipped += 1;
                continue;
            };
            self.folders += 1;
            return true;
        }
        return false;
    }

    fn postpone(self: *Walker, path: []const u8) Allocator.Error!void {
        const owned = try copy(self.allocator, path);
        errdefer self.allocator.free(owned);
        try self.pending.append(self.allocator, owned);
    }

    fn join(self: *Walker, name: []const u8) Allocator.Error![:0]const u8 {
        self.path.clearRetainingCapacity();
        try self.path.appendSlice(self.allocator, self.prefix);
        if (!std.mem.endsWith(u8, self.prefix, "/")) try self.path.append(self.allocator, '/');
        try self.path.appendSlice(self.allocator, name);
        try self.path.append(self.allocator, 0);
        return self.path.items[0 .. self.path.items.len - 1 :0];
    }
};

fn copy(allocator: Allocator, path: []const u8) Allocator.Error![:0]u8 {
    const owned = try allocator.allocSentinel(u8, path.len, 0);
    @memcpy(owned, path);
    return owned;
}
