import { load, loadOr } from "./bindings.ts";
import { twin } from "./twin.ts";

/** Caller allocates, nothing is copied; without the library the TypeScript twin answers. */
export function scene(print: (line: string) => void): void {
  const native = load();
  const query = Float32Array.of(1, 0, 0);
  const candidates = Float32Array.of(2, 0, 0, 0, 5, 0, 1, 1, 0, -3, 0, 0);
  const scores = new Float32Array(4);
  native.engram_vector_similarity(query, candidates, scores);
  print(`query [1, 0, 0] against 4 candidates : ${[...scores].map((score) => score.toFixed(3)).join(", ")}`);
  const best = new Uint32Array(2);
  print(`engram_top_k(scores, 2)              = ${native.engram_top_k(scores, best)}: candidates ${best.join(", ")}`);
  const fallback = loadOr(twin, (reason) => print(`no library: ${reason.message.split(":")[0] ?? ""}`), "/no/such/library.so");
  const again = new Float32Array(4);
  fallback.engram_vector_similarity(query, candidates, again);
  print(`backend "${fallback.backend}"                   : ${[...again].map((score) => score.toFixed(3)).join(", ")}`);
  try {
    native.engram_vector_similarity(query, candidates, new Float32Array(3));
  } catch (error) {
    print(`3 scores for 4 candidates throws     : ${String(error)}`);
  }
}
