//! The C ABI of the graph. Nodes are numbered from 0 in the order in which they were added.

const std = @import("std");
const model = @import("graph.zig");

/// A directed graph; only `graph_create` makes one.
pub const Graph = opaque {};

pub const GraphError = enum(c_int) {
    OK = 0,
    NODE_NOT_FOUND = 1,
    NODE_ALREADY_EXISTS = 2,
    EDGE_ALREADY_EXISTS = 3,
    INVALID_ARG = 4,
    OUT_OF_MEMORY = 5,
    UNKNOWN = 99,
};

/// Says of a node whether the filter keeps it.
pub const Predicate = *const fn (id: [*]const u8, id_len: usize, value: f64, context: ?*anyopaque) callconv(.c) bool;

/// An empty graph, or null when memory is out. Free it with `graph_destroy`.
export fn graph_create() ?*Graph {
    const graph = model.Graph.create(std.heap.c_allocator) catch return null;
    return @ptrCast(graph);
}

/// Frees a graph. The handle is invalid from then on.
export fn graph_destroy(graph: *Graph) void {
    of(graph).destroy();
}

/// Adds a node. A known id is NODE_ALREADY_EXISTS, an empty one INVALID_ARG.
export fn graph_add_node(graph: *Graph, id: [*]const u8, id_len: usize, value: f64) GraphError {
    _ = of(graph).addNode(id[0..id_len], value) catch |err| return codeOf(err);
    return .OK;
}

/// Adds one node for each value, with the ids `node_<number>`, and gives the number of the first. All or none are added.
export fn graph_add_nodes(graph: *Graph, values: [*]const f64, count: usize, first_out: *u32) GraphError {
    first_out.* = 0;
    first_out.* = of(graph).addNodes(values[0..count]) catch |err| return codeOf(err);
    return .OK;
}

/// Connects two nodes. An unknown node is NODE_NOT_FOUND, the same edge again EDGE_ALREADY_EXISTS.
export fn graph_add_edge(graph: *Graph, source: [*]const u8, source_len: usize, target: [*]const u8, target_len: usize) GraphError {
    of(graph).addEdge(source[0..source_len], target[0..target_len]) catch |err| return codeOf(err);
    return .OK;
}

/// Connects `sources[i]` with `targets[i]` by their numbers. Stops at the first edge that cannot be added.
/// @slice sources count
/// @slice targets count
export fn graph_add_edges(graph: *Graph, sources: [*]const u32, targets: [*]const u32, count: usize) GraphError {
    for (sources[0..count], targets[0..count]) |source, target| {
        of(graph).connect(source, target) catch |err| return codeOf(err);
    }
    return .OK;
}

/// The number of nodes.
export fn graph_node_count(graph: *const Graph) usize {
    return constOf(graph).values.items.len;
}

/// The number of edges.
export fn graph_edge_count(graph: *const Graph) usize {
    return constOf(graph).edges.items.len;
}

/// The value of one node. An unknown id is NODE_NOT_FOUND.
export fn graph_node_value(graph: *const Graph, id: [*]const u8, id_len: usize, value_out: *f64) GraphError {
    value_out.* = 0;
    const index = constOf(graph).find(id[0..id_len]) catch |err| return codeOf(err);
    value_out.* = constOf(graph).values.items[index];
    return .OK;
}

/// Writes a node's id as far as it fits and gives its whole length; 0 for an unknown number.
export fn graph_node_id(graph: *const Graph, index: u32, out: [*]u8, out_len: usize) usize {
    const ids = constOf(graph).ids.items;
    if (index >= ids.len) return 0;
    const fitting = @min(ids[index].len, out_len);
    @memcpy(out[0..fitting], ids[index][0..fitting]);
    return ids[index].len;
}

/// Writes the values of all nodes as far as they fit and gives the number of nodes.
export fn graph_node_values(graph: *const Graph, out: [*]f64, out_len: usize) usize {
    const values = constOf(graph).values.items;
    const fitting = @min(values.len, out_len);
    @memcpy(out[0..fitting], values[0..fitting]);
    return values.len;
}

/// Writes the numbers of the nodes that the predicate keeps as far as they fit and gives how many it kept.
export fn graph_filter_nodes(graph: *const Graph, predicate: Predicate, context: ?*anyopaque, out: [*]u32, out_len: usize) usize {
    var kept: usize = 0;
    for (constOf(graph).ids.items, constOf(graph).values.items, 0..) |id, value, index| {
        if (!predicate(id.ptr, id.len, value, context)) continue;
        if (kept < out_len) out[kept] = @intCast(index);
        kept += 1;
    }
    return kept;
}

/// The mean of the node values, weighted by page rank after that many rounds. Takes about 100 ms for each 10 million edges and nodes
/// visited in a Debug build. NaN for an empty graph or when memory is out.
export fn graph_process(graph: *const Graph, iterations: u32) f64 {
    return constOf(graph).weightedMean(iterations) catch std.math.nan(f64);
}

fn of(graph: *Graph) *model.Graph {
    return @ptrCast(@alignCast(graph));
}

fn constOf(graph: *const Graph) *const model.Graph {
    return @ptrCast(@alignCast(graph));
}

fn codeOf(err: model.Error) GraphError {
    return switch (err) {
        error.NodeNotFound => .NODE_NOT_FOUND,
        error.NodeAlreadyExists => .NODE_ALREADY_EXISTS,
        error.EdgeAlreadyExists => .EDGE_ALREADY_EXISTS,
        error.InvalidArgument => .INVALID_ARG,
        error.OutOfMemory => .OUT_OF_MEMORY,
    };
}
