import { outOfRange, wrongKind } from "./errors.ts";
import { base } from "./scratch.ts";

export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

export function checkView<T extends TypedArray>(v: T, kind: abstract new (...args: never) => T, at: string): T {
  if (!(v instanceof kind)) wrongKind(at, "", `a ${kind.name}`, v);
  return v;
}

/** The array itself (koffi keeps it alive and passes its address), or a valid address where an empty one would become NULL. */
export function pointerTo(v: TypedArray, at: string): TypedArray | number {
  if (v.length > 0) return v;
  if (isDetached(v)) wrongKind(at, "", "a typed array whose buffer is not detached", v);
  return base;
}

function isDetached(v: TypedArray): boolean {
  try {
    new Uint8Array(v.buffer);
    return false;
  } catch {
    return true;
  }
}

/** Arrays that one native length governs must agree on it. */
export function checkCount(items: number, expected: number, at: string, why: string): void {
  if (items !== expected) throw new RangeError(`${at} must have ${expected} items (${why}), got ${items}`);
}

export function checkMinLength(v: { readonly length: number }, length: number, at: string): void {
  if (v.length < length) outOfRange(at, "", `of at least ${length} elements`, v);
}

/** Elements per item, such as 3 for `[*][3]f32`. */
export function countItems(v: { readonly length: number }, stride: number, at: string): number {
  if (v.length % stride !== 0) outOfRange(at, "", `of a length that is a multiple of ${stride}`, v);
  return v.length / stride;
}

/** Checks each element, for arrays whose element type has values that Zig must never see (`bool`, enums). */
export function checkEach<T extends number | bigint>(
  v: Iterable<T>,
  check: (item: T, at: string, path: string) => unknown,
  at: string,
): void {
  let i = 0;
  for (const item of v) check(item, at, `[${i++}]`);
}

/** A `bool` in memory is 0 or 1; anything else is undefined behaviour in Zig. */
export function checkBoolByte(v: number, at: string, path: string): void {
  if (v > 1) outOfRange(at, path, "0 or 1 (bool)", v);
}

/** `*anyopaque`: a native address, or any view of JavaScript's memory. */
export function checkMemory(v: number | ArrayBufferView, at: string): ArrayBufferView | number {
  if (ArrayBuffer.isView(v)) return v.byteLength > 0 ? v : wrongKind(at, "", "a Pointer or a non-empty typed array", v);
  return Number.isSafeInteger(v) && v > 0 ? v : wrongKind(at, "", "a Pointer or a non-empty typed array", v);
}
