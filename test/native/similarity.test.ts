import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load, loadOr } from "../../zig-fixtures/similarity/bindings.ts";
import { twin } from "../../zig-fixtures/similarity/twin.ts";
import { buildFixture } from "../support/cli.ts";

buildFixture("similarity");
const native = load();

// Eighths: the squares of much smaller numbers underflow in f32 but not in the twin's f64.
const vectorOf = (length: number) =>
  fc
    .float32Array({ minLength: length, maxLength: length, min: -100, max: 100, noNaN: true })
    .map((v) => v.map((x) => Math.round(x * 8) / 8));
const vectors = fc.integer({ min: 1, max: 70 }).chain((length) =>
  fc.tuple(
    vectorOf(length),
    fc.integer({ min: 0, max: 9 }).chain((count) => vectorOf(length * count)),
  ),
);

test("native and twin agree on random vectors", () => {
  fc.assert(
    fc.property(vectors, ([query, candidates]) => {
      const count = candidates.length / query.length;
      const mine = new Float32Array(count);
      const theirs = new Float32Array(count);
      native.engram_vector_similarity(query, candidates, mine);
      twin.engram_vector_similarity(query, candidates, theirs);
      for (let i = 0; i < count; i++)
        assert.ok(Math.abs((mine[i] ?? NaN) - (theirs[i] ?? NaN)) < 1e-3, `score ${i}: ${mine[i]} and ${theirs[i]}`);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test("top k", () => {
  const scores = Float32Array.of(0.5, NaN, 0.9, 0.9, -1);
  for (const k of [0, 1, 3, 5, 8]) {
    const mine = new Uint32Array(k);
    const theirs = new Uint32Array(k);
    assert.equal(native.engram_top_k(scores, mine), twin.engram_top_k(scores, theirs));
    assert.deepEqual(mine, theirs);
  }
});

test("lengths that do not fit are refused before the call", () => {
  assert.throws(() => native.engram_vector_similarity(new Float32Array(4), new Float32Array(9), new Float32Array(2)), {
    name: "RangeError",
    message: "engram_vector_similarity: candidates must have 8 items (query_len * num_candidates), got 9",
  });
  assert.throws(() => native.engram_dot(new Float32Array(4), new Float32Array(5)), { name: "RangeError" });
});

test("loadOr: the library where there is one, else the twin with the reason", () => {
  assert.equal(loadOr(twin).backend, "native");
  const reasons: string[] = [];
  const fallback = loadOr(twin, (reason) => reasons.push(reason.message), "/no/such/library.so");
  assert.equal(fallback.backend, "fallback");
  assert.match(reasons.join(), /no library at \/no\/such\/library\.so: check the path, or set ZIG_FFI_LIBRARY_SIMILARITY/);
  assert.equal(fallback.engram_dot(Float32Array.of(1, 2), Float32Array.of(3, 4)), 11);
});
