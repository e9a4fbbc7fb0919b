import { outOfRange, wrongKind } from "./errors.ts";

// One check a Zig scalar: returns the value, or throws an error that names function, parameter and field. The comparisons are the
// cheapest that also refuse NaN and fractions: `(v | 0) === v` is true exactly for the numbers that an i32 can hold.

export function checkI8(v: number, at: string, path = ""): number {
  return typeof v === "number" && (v << 24) >> 24 === v ? v : badInteger(v, at, path, "i8");
}

export function checkU8(v: number, at: string, path = ""): number {
  return typeof v === "number" && (v & 0xff) === v ? v : badInteger(v, at, path, "u8");
}

export function checkI16(v: number, at: string, path = ""): number {
  return typeof v === "number" && (v << 16) >> 16 === v ? v : badInteger(v, at, path, "i16");
}

export function checkU16(v: number, at: string, path = ""): number {
  return typeof v === "number" && (v & 0xffff) === v ? v : badInteger(v, at, path, "u16");
}

export function checkI32(v: number, at: string, path = ""): number {
  return typeof v === "number" && (v | 0) === v ? v : badInteger(v, at, path, "i32");
}

export function checkU32(v: number, at: string, path = ""): number {
  return typeof v === "number" && v >>> 0 === v ? v : badInteger(v, at, path, "u32");
}

export function checkUsize(v: number, at: string, path = ""): number {
  return Number.isSafeInteger(v) && v >= 0 ? v : badInteger(v, at, path, "usize up to 2^53 - 1");
}

export function checkIsize(v: number, at: string, path = ""): number {
  return Number.isSafeInteger(v) ? v : badInteger(v, at, path, "isize within +-(2^53 - 1)");
}

export function checkI64(v: bigint, at: string, path = ""): bigint {
  return typeof v === "bigint" && BigInt.asIntN(64, v) === v ? v : badBigint(v, at, path, "i64");
}

export function checkU64(v: bigint, at: string, path = ""): bigint {
  return typeof v === "bigint" && BigInt.asUintN(64, v) === v ? v : badBigint(v, at, path, "u64");
}

/** Integers of odd widths: fields of packed structs, 128-bit fields. */
export function checkSigned(v: bigint, bits: number, at: string, path = ""): bigint {
  return typeof v === "bigint" && BigInt.asIntN(bits, v) === v ? v : badBigint(v, at, path, `i${bits}`);
}

export function checkUnsigned(v: bigint, bits: number, at: string, path = ""): bigint {
  return typeof v === "bigint" && BigInt.asUintN(bits, v) === v ? v : badBigint(v, at, path, `u${bits}`);
}

/** An integer field of up to 32 bits inside a packed struct. */
export function checkBits(v: number, type: `${"i" | "u"}${number}`, at: string, path = ""): number {
  const bits = Number(type.slice(1));
  const signed = type.startsWith("i");
  const low = signed ? -(2 ** (bits - 1)) : 0;
  const high = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  return Number.isInteger(v) && v >= low && v <= high ? v : badInteger(v, at, path, type);
}

export function checkFloat(v: number, at: string, path = ""): number {
  return typeof v === "number" ? v : wrongKind(at, path, "a number (float)", v);
}

export function checkBool(v: boolean, at: string, path = ""): boolean {
  return typeof v === "boolean" ? v : wrongKind(at, path, "a boolean", v);
}

/** `enum(T)` with a closed list of values. */
export function checkEnum<T extends number | bigint>(v: T, values: ReadonlySet<number | bigint>, at: string, path = ""): T {
  if (values.has(v)) return v;
  const list = [...values].slice(0, 12).join(", ");
  const expected = `one of ${list}${values.size > 12 ? ", .." : ""}`;
  return typeof v === "number" || typeof v === "bigint" ? outOfRange(at, path, expected, v) : wrongKind(at, path, expected, v);
}

export function checkObject(v: object | null, expected: string, at: string, path = ""): void {
  if (typeof v !== "object" || v === null) wrongKind(at, path, `an object (${expected})`, v);
}

/** An array-like of exactly `length` elements. */
export function checkItems(v: ArrayLike<unknown> | null, length: number, at: string, path = ""): void {
  if (typeof v !== "object" || v === null || typeof v.length !== "number") wrongKind(at, path, `an array of ${length} elements`, v);
  if (v.length !== length) outOfRange(at, path, `an array of ${length} elements`, v);
}

export function checkFunction(v: unknown, at: string): void {
  if (typeof v !== "function") wrongKind(at, "", "a function", v);
}

function badInteger(v: unknown, at: string, path: string, type: string): never {
  if (typeof v === "number") outOfRange(at, path, `an integer (${type})`, v);
  wrongKind(at, path, `a number (${type})`, v);
}

function badBigint(v: unknown, at: string, path: string, type: string): never {
  if (typeof v === "bigint") outOfRange(at, path, `a bigint (${type})`, v);
  wrongKind(at, path, `a bigint (${type})`, v);
}
