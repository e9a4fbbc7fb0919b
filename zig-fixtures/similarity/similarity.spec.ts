import { describe, differential, expect, it } from "zig-ffi/spec";
import { abi, load } from "./bindings.ts";
import { twin } from "./twin.ts";

const native = load();

describe("the native kernel against its twin", () => {
  // Sums of many products in f32 and in f64.
  differential(native, "engram_dot", {
    abi,
    reference: (a, b) => Math.fround(twin.engram_dot(a, b)),
    arguments: (fc) =>
      fc.nat({ max: 64 }).chain((length) => {
        const vector = fc
          .array(fc.integer({ min: -64, max: 64 }), { minLength: length, maxLength: length })
          .map((v) => Float32Array.from(v));
        return fc.tuple(vector, vector);
      }),
  });
  differential(native, "engram_norm", { abi, reference: (vector) => twin.engram_norm(vector), tolerance: { relative: 1e-5 } });
  differential(native, "engram_top_k", { abi, reference: (scores, indices) => twin.engram_top_k(scores, indices) });
});

describe("engram_vector_similarity", () => {
  it("is 1 for the same direction, 0 for a right angle, -1 for the opposite", () => {
    const scores = new Float32Array(3);
    native.engram_vector_similarity(Float32Array.of(2, 0), Float32Array.of(4, 0, 0, 3, -1, 0), scores);
    expect([...scores]).toEqual([1, 0, -1]);
  });

  it("refuses lengths that do not fit", () => {
    expect(() => native.engram_vector_similarity(new Float32Array(4), new Float32Array(9), new Float32Array(2))).toThrow(RangeError);
  });
});
