// The native kernel against its twin: what the library is for.
import { bench, describe } from "zig-ffi/spec";
import { load } from "./bindings.ts";
import { twin } from "./twin.ts";

const native = load();
const dimensions = 384;
const query = Float32Array.from({ length: dimensions }, (_, i) => Math.sin(i));

for (const count of [10, 1000]) {
  describe(`${count} candidates of ${dimensions} dimensions`, () => {
    const candidates = Float32Array.from({ length: count * dimensions }, (_, i) => Math.cos(i));
    const scores = new Float32Array(count);

    bench("engram_vector_similarity", () => native.engram_vector_similarity(query, candidates, scores), {
      baseline: { "TypeScript twin": () => twin.engram_vector_similarity(query, candidates, scores) },
    });
  });
}
