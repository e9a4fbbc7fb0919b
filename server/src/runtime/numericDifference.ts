import { inspect, isDeepStrictEqual, types } from "node:util";
import type { Tolerance } from "./differentialTypes.ts";

export interface Comparison {
  readonly tolerance: Tolerance | null;
  /** Numbers outside of typed arrays are f32. */
  readonly isSingle: boolean;
}

/** The first difference in words; null for none. */
export function differenceBetween(native: unknown, reference: unknown, comparison: Comparison, path = ""): string | null {
  if (typeof native === "number" && typeof reference === "number") return numbers(native, reference, comparison, path);
  if (isTypedArray(native) && isTypedArray(reference))
    return items([...native], [...reference], { ...comparison, isSingle: native instanceof Float32Array }, path);
  if (Array.isArray(native) && Array.isArray(reference)) return items(native, reference, comparison, path);
  if (isObject(native) && isObject(reference)) {
    // Keys of both: a missing field is a difference.
    for (const key of new Set([...Object.keys(native), ...Object.keys(reference)])) {
      const inner = differenceBetween(
        Reflect.get(native, key),
        Reflect.get(reference, key),
        comparison,
        path === "" ? key : `${path}.${key}`,
      );
      if (inner !== null) return inner;
    }
    return null;
  }
  return isDeepStrictEqual(native, reference) ? null : said(path, native, reference, "");
}

function items(native: readonly unknown[], reference: readonly unknown[], comparison: Comparison, path: string): string | null {
  if (native.length !== reference.length) return said(`${path}.length`, native.length, reference.length, "");
  for (const [i, value] of native.entries()) {
    const inner = differenceBetween(value, reference[i], comparison, `${path}[${i}]`);
    if (inner !== null) return inner;
  }
  return null;
}

function numbers(native: number, reference: number, { tolerance, isSingle }: Comparison, path: string): string | null {
  if (native === reference || (Number.isNaN(native) && Number.isNaN(reference))) return null;
  const relative = Math.abs(native - reference) / Math.max(Math.abs(native), Math.abs(reference));
  if (tolerance !== null && "relative" in tolerance)
    return relative <= tolerance.relative ? null : said(path, native, reference, ` (relative ${relative.toExponential(2)})`);
  const ulp = isSingle ? singleSteps(native, reference) : doubleSteps(native, reference);
  if (ulp <= (tolerance?.ulp ?? 0)) return null;
  // Of integers that must be equal, nobody counts the floats between.
  const isCount = tolerance === null && Number.isInteger(native) && Number.isInteger(reference);
  return said(path, native, reference, isCount ? "" : ` (${ulp} ulp)`);
}

function said(path: string, native: unknown, reference: unknown, distance: string): string {
  return `${path}: native ${inspect(native)}, reference ${inspect(reference)}${distance}`;
}

/** How many floats apart: the bits of floats are ordered like integers, negative ones mirrored. */
function singleSteps(a: number, b: number): number {
  const rank = (value: number): number => {
    const bits = new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;
    return bits < 0 ? -(bits & 0x7fffffff) : bits;
  };
  return Number.isNaN(a) || Number.isNaN(b) ? Infinity : Math.abs(rank(a) - rank(b));
}

function doubleSteps(a: number, b: number): number {
  const rank = (value: number): bigint => {
    const bits = new BigInt64Array(Float64Array.of(value).buffer)[0] ?? 0n;
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
  };
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  const steps = Number(rank(a) - rank(b));
  return Math.abs(steps);
}

function isTypedArray(value: unknown): value is NodeJS.TypedArray {
  return types.isTypedArray(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
