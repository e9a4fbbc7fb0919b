import { GraphError, load } from "./bindings.ts";

/** A handle, errors as values, a callback that decides, arrays in one call. */
export function scene(print: (line: string) => void): void {
  const lib = load();
  const graph = lib.graph_create();
  if (graph === null) throw new Error("out of memory");
  const name = (code: GraphError): string => Object.entries(GraphError).find(([, value]) => value === code)?.[0] ?? String(code);
  for (const [id, value] of [
    ["alice", 1],
    ["bob", 20],
    ["carol", 300],
  ] as const)
    print(`add_node(${id}, ${value})`.padEnd(34) + name(lib.graph_add_node(graph, id, value)));
  print('add_node("alice") again'.padEnd(34) + name(lib.graph_add_node(graph, "alice", 0)));
  print('add_edge("alice", "bob")'.padEnd(34) + name(lib.graph_add_edge(graph, "alice", "bob")));
  print('add_edge("alice", "bob") again'.padEnd(34) + name(lib.graph_add_edge(graph, "alice", "bob")));
  print('add_edge("alice", "nobody")'.padEnd(34) + name(lib.graph_add_edge(graph, "alice", "nobody")));
  const { first_out: first } = lib.graph_add_nodes(graph, Float64Array.of(5, 6, 7));
  print("add_nodes([5, 6, 7])".padEnd(34) + `first is number ${first}, ${lib.graph_node_count(graph)} nodes now`);
  const values = new Float64Array(lib.graph_node_count(graph));
  lib.graph_node_values(graph, values);
  print("node_values".padEnd(34) + `${values.constructor.name} ${values.join(", ")}`);
  const kept = new Uint32Array(8);
  const count = lib.graph_filter_nodes(graph, (id, value) => new TextDecoder().decode(id).includes("o") && value > 10, null, kept);
  print('filter(id has "o", value > 10)'.padEnd(34) + `nodes ${kept.subarray(0, count).join(", ")}`);
  print("graph_process(20 rounds)".padEnd(34) + lib.graph_process(graph, 20).toFixed(3));
  lib.graph_destroy(graph);
}
