//! A directed graph of named nodes with one number each.

const std = @import("std");

const Allocator = std.mem.Allocator;

pub const Error = error{ NodeNotFound, NodeAlreadyExists, EdgeAlreadyExists, InvalidArgument, OutOfMemory };

pub const Edge = struct { source: u32, target: u32 };

pub const Graph = struct {
    allocator: Allocator,
    /// Owned; `indices` uses the same memory as its keys.
    ids: std.ArrayListUnmanaged([]const u8),
    values: std.ArrayListUnmanaged(f64),
    indices: std.StringHashMapUnmanaged(u32),
    edges: std.ArrayListUnmanaged(Edge),
    known_edges: std.AutoHashMapUnmanaged(Edge, void),

    pub fn create(allocator: Allocator) Error!*Graph {
        const graph = try allocator.create(Graph);
        graph.* = .{ .allocator = allocator, .ids = .empty, .values = .empty, .indices = .empty, .edges = .empty, .known_edges = .empty };
        return graph;
    }

    pub fn destroy(self: *Graph) void {
        for (self.ids.items) |id| self.allocator.free(id);
        self.ids.deinit(self.allocator);
        self.values.deinit(self.allocator);
        self.indices.deinit(self.allocator);
        self.edges.deinit(self.allocator);
        self.known_edges.deinit(self.allocator);
        self.allocator.destroy(self);
    }

    /// The new node's number.
    pub fn addNode(self: *Graph, id: []const u8, value: f64) Error!u32 {
        if (id.len == 0) return error.InvalidArgument;
        if (self.indices.contains(id)) return error.NodeAlreadyExists;
        const index = std.math.cast(u32, self.ids.items.len) orelse return error.OutOfMemory;
        const owned = try self.allocator.dupe(u8, id);
        errdefer self.allocator.free(owned);
        try self.ids.ensureUnusedCapacity(self.allocator, 1);
        try self.values.ensureUnusedCapacity(self.allocator, 1);
        try self.indices.put(self.allocator, owned, index);
        self.ids.appendAssumeCapacity(owned);
        self.values.appendAssumeCapacity(value);
        return index;
    }

    /// The number of the first new node.
    pub fn addNodes(self: *Graph, values: []const f64) Error!u32 {
        const first = std.math.cast(u32, self.ids.items.len) orelse return error.OutOfMemory;
        errdefer self.removeFrom(first);
        for (values, 0..) |value, i| {
            var buffer: [32]u8 = undefined;
            const id = std.fmt.bufPrint(&buffer, "node_{d}", .{first + i}) catch unreachable;
            _ = try self.addNode(id, value);
        }
        return first;
    }

    pub fn addEdge(self: *Graph, source: []const u8, target: []const u8) Error!void {
        return self.connect(try self.find(source), try self.find(target));
    }

    pub fn connect(self: *Graph, source: u32, target: u32) Error!void {
        if (source >= self.ids.items.len or target >= self.ids.items.len) return error.NodeNotFound;
        const edge: Edge = .{ .source = source, .target = target };
        if (self.known_edges.contains(edge)) return error.EdgeAlreadyExists;
        try self.edges.ensureUnusedCapacity(self.allocator, 1);
        try self.known_edges.put(self.allocator, edge, {});
        self.edges.appendAssumeCapacity(edge);
    }

    pub fn find(self: *const Graph, id: []const u8) Error!u32 {
        return self.indices.get(id) orelse error.NodeNotFound;
    }

    /// The mean of the node values, each weighted by its page rank.
    pub fn weightedMean(self: *const Graph, iterations: u32) Error!f64 {
        const ranks = try self.pageRanks(iterations);
        defer self.allocator.free(ranks);
        if (ranks.len == 0) return std.math.nan(f64);
        var mean: f64 = 0;
        for (ranks, self.values.items) |rank, value| mean += rank * value;
        return mean;
    }

    /// Page rank with a damping of 0.85; a node without outgoing edges gives its rank to all. The ranks add up to 1.
    fn pageRanks(self: *const Graph, iterations: u32) Error![]f64 {
        const damping = 0.85;
        const size = self.ids.items.len;
        const total: f64 = @floatFromInt(size);
        const ranks = try self.allocator.alloc(f64, size);
        errdefer self.allocator.free(ranks);
        const incoming = try self.allocator.alloc(f64, size);
        defer self.allocator.free(incoming);
        const degrees = try self.allocator.alloc(f64, size);
        defer self.allocator.free(degrees);

        @memset(ranks, 1 / total);
        @memset(degrees, 0);
        for (self.edges.items) |edge| degrees[edge.source] += 1;
        for (0..iterations) |_| {
            @memset(incoming, 0);
            for (self.edges.items) |edge| incoming[edge.target] += ranks[edge.source] / degrees[edge.source];
            var loose: f64 = 0;
            for (ranks, degrees) |rank, degree| {
                if (degree == 0) loose += rank;
            }
            for (ranks, incoming) |*rank, sum| rank.* = (1 - damping) / total + damping * (sum + loose / total);
        }
        return ranks;
    }

    fn removeFrom(self: *Graph, first: usize) void {
        while (self.ids.items.len > first) {
            const last = self.ids.items.len - 1;
            const id = self.ids.items[last];
            _ = self.indices.remove(id);
            self.allocator.free(id);
            self.ids.items.len = last;
            self.values.items.len = last;
        }
    }
};
