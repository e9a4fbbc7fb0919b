//! Passes everything on to another allocator and counts the bytes that are out.

const std = @import("std");

const Allocator = std.mem.Allocator;
const Alignment = std.mem.Alignment;
const CountingAllocator = @This();

child: Allocator,
live_bytes: std.atomic.Value(usize) = .init(0),

pub fn allocator(self: *CountingAllocator) Allocator {
    return .{ .ptr = self, .vtable = &vtable };
}

const vtable: Allocator.VTable = .{ .alloc = alloc, .resize = resize, .remap = remap, .free = free };

fn alloc(context: *anyopaque, len: usize, alignment: Alignment, return_address: usize) ?[*]u8 {
    const self = from(context);
    const memory = self.child.rawAlloc(len, alignment, return_address) orelse return null;
    _ = self.live_bytes.fetchAdd(len, .monotonic);
    return memory;
}

fn resize(context: *anyopaque, memory: []u8, alignment: Alignment, new_len: usize, return_address: usize) bool {
    const self = from(context);
    if (!self.child.rawResize(memory, alignment, new_len, return_address)) return false;
    self.move(memory.len, new_len);
    return true;
}

fn remap(context: *anyopaque, memory: []u8, alignment: Alignment, new_len: usize, return_address: usize) ?[*]u8 {
    const self = from(context);
    const moved = self.child.rawRemap(memory, alignment, new_len, return_address) orelse return null;
    self.move(memory.len, new_len);
    return moved;
}

fn free(context: *anyopaque, memory: []u8, alignment: Alignment, return_address: usize) void {
    const self = from(context);
    self.child.rawFree(memory, alignment, return_address);
    _ = self.live_bytes.fetchSub(memory.len, .monotonic);
}

fn move(self: *CountingAllocator, old_len: usize, new_len: usize) void {
    _ = self.live_bytes.fetchAdd(new_len, .monotonic);
    _ = self.live_bytes.fetchSub(old_len, .monotonic);
}

fn from(context: *anyopaque) *CountingAllocator {
    return @ptrCast(@alignCast(context));
}
