import assert from "node:assert/strict";
import { test } from "node:test";
import { type Graph, GraphError, load, scratchDepth } from "../../zig-fixtures/graph/bindings.ts";
import { buildFixture } from "../support/cli.ts";

buildFixture("graph");
const lib = load();

function withGraph(use: (graph: Graph) => void): void {
  const graph = lib.graph_create();
  assert.ok(graph !== null);
  try {
    use(graph);
  } finally {
    lib.graph_destroy(graph);
  }
}

test("nodes, edges and every error", () =>
  withGraph((graph) => {
    assert.equal(lib.graph_add_node(graph, "a", 1), GraphError.OK);
    assert.equal(lib.graph_add_node(graph, "b", 2), GraphError.OK);
    assert.equal(lib.graph_add_node(graph, "a", 3), GraphError.NODE_ALREADY_EXISTS);
    assert.equal(lib.graph_add_node(graph, "", 3), GraphError.INVALID_ARG);
    assert.equal(lib.graph_add_edge(graph, "a", "b"), GraphError.OK);
    assert.equal(lib.graph_add_edge(graph, "a", "b"), GraphError.EDGE_ALREADY_EXISTS);
    assert.equal(lib.graph_add_edge(graph, "a", "c"), GraphError.NODE_NOT_FOUND);
    assert.deepEqual([lib.graph_node_count(graph), lib.graph_edge_count(graph)], [2, 1]);
    assert.deepEqual(lib.graph_node_value(graph, "b"), { result: GraphError.OK, value_out: 2 });
    assert.deepEqual(lib.graph_node_value(graph, "z"), { result: GraphError.NODE_NOT_FOUND, value_out: 0 });
    const id = new Uint8Array(4);
    assert.equal(lib.graph_node_id(graph, 1, id), 1);
    assert.equal(id[0], "b".charCodeAt(0));
  }));

test("batches and values as one array", () =>
  withGraph((graph) => {
    lib.graph_add_node(graph, "first", 0.5);
    assert.deepEqual(lib.graph_add_nodes(graph, Float64Array.of(1, 2, 3)), { result: GraphError.OK, first_out: 1 });
    assert.equal(lib.graph_add_edges(graph, Uint32Array.of(0, 1), Uint32Array.of(1, 2)), GraphError.OK);
    assert.throws(() => lib.graph_add_edges(graph, Uint32Array.of(0, 1), Uint32Array.of(1)), {
      name: "RangeError",
      message: "graph_add_edges: targets must have 2 items (count), got 1",
    });
    const values = new Float64Array(10);
    assert.equal(lib.graph_node_values(graph, values), 4);
    assert.deepEqual([...values.subarray(0, 4)], [0.5, 1, 2, 3]);
    assert.ok(Number.isFinite(lib.graph_process(graph, 5)));
  }));

test("a callback decides, may call back into the library, and may throw", () =>
  withGraph((graph) => {
    for (const [id, value] of [
      ["one", 1],
      ["two", 2],
      ["three", 3],
    ] as const)
      lib.graph_add_node(graph, id, value);
    const out = new Uint32Array(3);
    const seen: string[] = [];
    const count = lib.graph_filter_nodes(
      graph,
      (id, value) => {
        const name = new TextDecoder().decode(id);
        seen.push(name);
        assert.equal(lib.graph_node_value(graph, name).value_out, value);
        return value >= 2;
      },
      null,
      out,
    );
    assert.deepEqual([count, seen, [...out.subarray(0, 2)]], [2, ["one", "two", "three"], [1, 2]]);
    assert.throws(
      () =>
        lib.graph_filter_nodes(
          graph,
          () => {
            throw new Error("from the callback");
          },
          null,
          out,
        ),
      /from the callback/,
    );
    assert.throws(() => lib.graph_filter_nodes(graph, () => 1 as never, null, out), {
      name: "TypeError",
      message: "graph_filter_nodes: predicate result must be a boolean, got 1",
    });
    assert.throws(() => lib.graph_filter_nodes(graph, null as never, null, out), {
      name: "TypeError",
      message: "graph_filter_nodes: predicate must be a function, got null",
    });
    assert.equal(scratchDepth(), 0);
  }));
