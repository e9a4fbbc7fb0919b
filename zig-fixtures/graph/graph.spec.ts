import { afterEach, beforeEach, canaries, describe, expect, it } from "zig-ffi/spec";
import { type Graph, GraphError, load } from "./bindings.ts";

const lib = load();
let graph: Graph;

beforeEach(() => {
  const created = lib.graph_create();
  if (created === null) throw new Error("graph_create gave no graph");
  graph = created;
  for (const [id, value] of [
    ["one", 1],
    ["two", 2],
    ["three", 3],
  ] as const)
    expect(lib.graph_add_node(graph, id, value)).toBe(GraphError.OK);
});

afterEach(() => {
  lib.graph_destroy(graph);
});

describe("errors", () => {
  it.each([
    ["one", GraphError.NODE_ALREADY_EXISTS],
    ["", GraphError.INVALID_ARG],
    ["four", GraphError.OK],
  ])("adding the node %j gives %i", (id, error) => {
    expect(lib.graph_add_node(graph, id, 0)).toBe(error);
  });

  it("are told for edges", () => {
    expect(lib.graph_add_edge(graph, "one", "two")).toBe(GraphError.OK);
    expect(lib.graph_add_edge(graph, "one", "two")).toBe(GraphError.EDGE_ALREADY_EXISTS);
    expect(lib.graph_add_edge(graph, "one", "nowhere")).toBe(GraphError.NODE_NOT_FOUND);
    expect(lib.graph_edge_count(graph)).toBe(1);
  });
});

describe("callbacks", () => {
  const out = new Uint32Array(3);

  it("choose nodes", () => {
    const chosen = canaries(Uint32Array, 3);
    const count = lib.graph_filter_nodes(graph, (_, value) => value >= 2, null, chosen);
    expect([...chosen.subarray(0, count)]).toEqual([1, 2]);
    expect(chosen).toBeUntouchedOutside(0, count);
  });

  it("may call the library", () => {
    const seen: number[] = [];
    lib.graph_filter_nodes(
      graph,
      (id) => {
        seen.push(lib.graph_node_value(graph, new TextDecoder().decode(id)).value_out);
        return false;
      },
      null,
      out,
    );
    expect(seen).toEqual([1, 2, 3]);
  });

  it("may throw, and the caller gets the error", () => {
    const call = () =>
      lib.graph_filter_nodes(
        graph,
        () => {
          throw new Error("from the callback");
        },
        null,
        out,
      );
    expect(call).toThrow("from the callback");
  });
});
