//! An in-memory key-value store that owns copies of its keys and values.

const std = @import("std");
const CountingAllocator = @import("CountingAllocator.zig");

pub const Error = error{ NotFound, OutOfMemory, InvalidArgument };

var counting: CountingAllocator = .{ .child = std.heap.c_allocator };

pub fn liveBytes() usize {
    return counting.live_bytes.load(.monotonic);
}

/// Frees a value that `Database.get` gave.
pub fn freeValue(value: []u8) void {
    counting.allocator().free(value.ptr[0..allocatedLength(value.len)]);
}

pub const Database = struct {
    entries: std.StringHashMapUnmanaged([]u8),

    pub fn create() Error!*Database {
        const database = try counting.allocator().create(Database);
        database.* = .{ .entries = .empty };
        return database;
    }

    pub fn destroy(self: *Database) void {
        const allocator = counting.allocator();
        var entries = self.entries.iterator();
        while (entries.next()) |entry| {
            allocator.free(entry.key_ptr.*);
            allocator.free(entry.value_ptr.*);
        }
        self.entries.deinit(allocator);
        allocator.destroy(self);
    }

    pub fn count(self: *const Database) usize {
        return self.entries.count();
    }

    /// All that can fail comes first: after an error the store is as before.
    pub fn put(self: *Database, key: []const u8, value: []const u8) Error!void {
        if (key.len == 0) return error.InvalidArgument;
        const allocator = counting.allocator();
        const owned_value = try allocator.dupe(u8, value);
        errdefer allocator.free(owned_value);
        if (self.entries.getPtr(key)) |slot| {
            allocator.free(slot.*);
            slot.* = owned_value;
            return;
        }
        const owned_key = try allocator.dupe(u8, key);
        errdefer allocator.free(owned_key);
        try self.entries.put(allocator, owned_key, owned_value);
    }

    /// A copy that the caller frees with `freeValue`.
    pub fn get(self: *const Database, key: []const u8) Error![]u8 {
        if (key.len == 0) return error.InvalidArgument;
        const value = self.entries.get(key) orelse return error.NotFound;
        const copy = try counting.allocator().alloc(u8, allocatedLength(value.len));
        @memcpy(copy[0..value.len], value);
        return copy[0..value.len];
    }

    pub fn delete(self: *Database, key: []const u8) Error!void {
        if (key.len == 0) return error.InvalidArgument;
        const removed = self.entries.fetchRemove(key) orelse return error.NotFound;
        counting.allocator().free(removed.key);
        counting.allocator().free(removed.value);
    }
};

/// An empty value gets a byte, too: a caller in another language must not see an address that belongs to no memory.
fn allocatedLength(value_len: usize) usize {
    return @max(value_len, 1);
}
