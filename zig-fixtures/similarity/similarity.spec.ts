import { canaries, describe, differential, expect, guarded, it } from "zig-ffi/spec";
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
  differential(native, "engram_vector_similarity", {
    abi,
    reference: (query, candidates, scores) => twin.engram_vector_similarity(query, candidates, scores),
    arguments: (fc) =>
      fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat({ max: 8 })).chain(([dimensions, count]) => {
        const vector = (length: number) =>
          fc.array(fc.integer({ min: -64, max: 64 }), { minLength: length, maxLength: length }).map((v) => Float32Array.from(v));
        return fc.tuple(vector(dimensions), vector(dimensions * count), fc.constant(new Float32Array(count)));
      }),
    tolerance: { relative: 1e-5 },
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

describe("memory", () => {
  // Lengths that do not fill the lanes of a vector register.
  it.each([1, 7, 8, 9, 31, 33])("reads and writes nothing past its arguments with %d dimensions", (dimensions) => {
    const query = guarded(Float32Array, dimensions).fill(1);
    const candidates = guarded(Float32Array, dimensions * 3).fill(2);
    const scores = guarded(Float32Array, 3);
    native.engram_vector_similarity(query, candidates, scores);
    for (const score of scores) expect(score).toBeCloseTo(1, 5);
  });

  it("writes as many indices as it says", () => {
    const indices = canaries(Uint32Array, 10);
    const count = native.engram_top_k(Float32Array.of(0.5, 0.9, 0.1), indices);
    expect(count).toBe(3);
    expect([...indices.subarray(0, count)]).toEqual([1, 0, 2]);
    expect(indices).toBeUntouchedOutside(0, count);
  });
});
