import { wrongKind } from "./errors.ts";

declare const pointee: unique symbol;

/** A native address. The brand keeps handles of different kinds apart; at run time it is a number (user space stays below 2^53). */
export type Pointer<T extends string = string> = number & { readonly [pointee]: T };

export function checkPointer(v: number, expected: string, at: string, path = ""): number {
  return Number.isSafeInteger(v) && v > 0 ? v : wrongKind(at, path, `a pointer (${expected})`, v);
}

export function checkOptionalPointer(v: number | null, expected: string, at: string, path = ""): number {
  return v === null ? 0 : checkPointer(v, `${expected} or null`, at, path);
}

export function readAddress(m: DataView, p: number): number {
  return m.getUint32(p, true) + m.getUint32(p + 4, true) * 0x1_0000_0000;
}

export function writeAddress(m: DataView, p: number, v: number): void {
  m.setUint32(p, v, true);
  m.setUint32(p + 4, v / 0x1_0000_0000, true);
}

/** `usize` in memory, as a number: sizes above 2^53 - 1 do not exist. */
export function readUsize(m: DataView, p: number): number {
  return readAddress(m, p);
}

export function readIsize(m: DataView, p: number): number {
  return m.getUint32(p, true) + m.getInt32(p + 4, true) * 0x1_0000_0000;
}

export function writeIsize(m: DataView, p: number, v: number): void {
  m.setUint32(p, v, true);
  m.setInt32(p + 4, Math.floor(v / 0x1_0000_0000), true);
}

/** A `usize` or `isize` that koffi returned: a bigint means that it is beyond 2^53. */
export function sizeResult(v: number | bigint, at: string): number {
  if (typeof v === "number") return v;
  throw new RangeError(`${at} is ${v}, more than a number can hold exactly`);
}
