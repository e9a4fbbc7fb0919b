import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceBetween } from "../../../server/src/runtime/numericDifference.ts";

const exact = { tolerance: null, isSingle: false };
const cases: readonly (readonly [unknown, unknown, Parameters<typeof differenceBetween>[2], string | null])[] = [
  [1, 1, exact, null],
  [NaN, NaN, exact, null],
  [0, -0, exact, null],
  [1, 1 + Number.EPSILON, exact, ": native 1, reference 1.0000000000000002 (1 ulp)"],
  [1, 1 + Number.EPSILON, { ...exact, tolerance: { ulp: 1 } }, null],
  [1, Math.fround(1 + 2 ** -23), { tolerance: { ulp: 1 }, isSingle: true }, null],
  [-Number.MIN_VALUE, Number.MIN_VALUE, { ...exact, tolerance: { ulp: 1 } }, ": native -5e-324, reference 5e-324 (2 ulp)"],
  [100, 101, { ...exact, tolerance: { relative: 0.01 } }, null],
  [100, 103, { ...exact, tolerance: { relative: 0.01 } }, ": native 100, reference 103 (relative 2.91e-2)"],
  [1, NaN, { ...exact, tolerance: { ulp: 5 } }, ": native 1, reference NaN (Infinity ulp)"],
  [{ x: [1, 2n] }, { x: [1, 3n] }, exact, "x[1]: native 2n, reference 3n"],
  [Float32Array.of(1), Float32Array.of(1, 2), exact, ".length: native 1, reference 2"],
  [{ x: 1 }, { x: 1, y: 2 }, exact, "y: native undefined, reference 2"],
  [undefined, undefined, exact, null],
];

for (const [native, reference, comparison, expected] of cases)
  test(expected ?? "equal", () => {
    const found = differenceBetween(native, reference, comparison);
    assert.equal(found, expected);
  });
