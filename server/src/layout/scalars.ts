import type { Target } from "../model/target.ts";
import type { CIntName } from "../model/types.ts";
import type { ZigRules } from "./zigRules.ts";

/** Bytes. */
export interface Extent {
  readonly size: number;
  readonly align: number;
}

/** What the scalars of one target look like to one version of Zig. Bytes, except where the name says bits. */
export interface ScalarTable {
  readonly pointer: Extent;
  /** Alignment of integers of 33 to 64 bits and of `f64`, `c_longlong` (which agree on all our targets). */
  readonly align64: number;
  /** Alignment of integers above 64 bits. */
  readonly wideIntAlign: number;
  /** At least this much for a 128-bit integer that is a field of an extern struct (not of a union, not inside an array). */
  readonly externInt128Align: number;
  readonly longDouble: Extent;
  readonly f80: Extent;
  readonly f128: Extent;
  /** Vectors are aligned to their size rounded up to a power of two, but at most to this. */
  readonly maxVectorAlign: number;
  /** Whether Zig's own back end, which the optimize mode chooses, aligns vectors differently from LLVM. */
  readonly isVectorByBackend: boolean;
}

/**
 * The table of one target. Sources: `std.zig.target.intAlignment` and `std.Target.cMaxIntAlignment` (integers), `std.Target.cTypeBitSize`,
 * `cTypeAlignment` and `cTypeByteSize` (C types; `f64`, `f80` and `f128` follow the C type of the same width where there is one),
 * `std.Target.ptrBitWidth`; Sema's rule for 128-bit integers in extern structs. Every entry is checked against the compilers
 * by test/native/layoutAgainstZig.test.ts.
 */
export function scalarTable(target: Target, rules: ZigRules): ScalarTable {
  const isNew = rules === "0.17";
  const pointerBytes = target.pointerBits / 8;
  const base: ScalarTable = {
    pointer: { size: pointerBytes, align: pointerBytes },
    align64: 8,
    wideIntAlign: 16,
    externInt128Align: isNew ? 1 : 16,
    longDouble: longDouble(target),
    f80: { size: 16, align: isNew ? 8 : 16 },
    f128: { size: 16, align: 16 },
    maxVectorAlign: Infinity,
    isVectorByBackend: false,
  };
  switch (target.arch) {
    case "x86_64":
      return { ...base, f80: base.longDouble, isVectorByBackend: true };
    case "x86":
      return { ...base, align64: 4, wideIntAlign: isNew ? 4 : 16, f80: base.longDouble };
    case "aarch64": {
      const f128 = { size: 16, align: isNew && target.os === "macos" ? 8 : 16 };
      return { ...base, f128, maxVectorAlign: isNew ? 16 : Infinity };
    }
    case "arm": {
      const f128 = { size: 16, align: isNew ? 8 : 16 };
      return { ...base, wideIntAlign: 8, f80: { size: 16, align: 8 }, f128, maxVectorAlign: isNew ? 8 : Infinity };
    }
    case "wasm32":
      return { ...base, wideIntAlign: rules === "0.14" ? 8 : 16, f80: { size: 16, align: rules === "0.15" ? 16 : 8 } };
  }
}

function longDouble(target: Target): Extent {
  const bits = longDoubleBits(target);
  if (bits === 64) return { size: 8, align: 8 };
  return target.arch === "x86" ? { size: 12, align: 4 } : { size: 16, align: 16 };
}

/** Any width from 0 to 65535 bits: the bytes that hold it, rounded up to its alignment (`std.zig.target.intByteSize`). */
export function intLayout(table: ScalarTable, bits: number): Extent {
  if (bits === 0) return { size: 0, align: 1 };
  const bytes = Math.ceil(bits / 8);
  const align = intAlign(table, bits);
  return { size: roundUp(bytes, align), align };
}

function intAlign(table: ScalarTable, bits: number): number {
  if (bits <= 8) return 1;
  if (bits <= 16) return 2;
  if (bits <= 32) return 4;
  return bits <= 64 ? table.align64 : table.wideIntAlign;
}

export function floatLayout(table: ScalarTable, bits: 16 | 32 | 64 | 80 | 128): Extent {
  switch (bits) {
    case 16:
    case 32:
      return { size: bits / 8, align: bits / 8 };
    case 64:
      return { size: 8, align: table.align64 };
    case 80:
      return table.f80;
    case 128:
      return table.f128;
  }
}

/** `c_longdouble` is one of Zig's floats (`std.Target.cTypeBitSize`). */
export function longDoubleBits(target: Target): 64 | 80 | 128 {
  switch (target.arch) {
    case "x86_64":
    case "x86":
      return 80;
    case "aarch64":
      return target.os === "macos" ? 64 : 128;
    case "arm":
      return 64;
    case "wasm32":
      return 128;
  }
}

/** Width and sign of the integers that belong to the target (`std.Target.cTypeBitSize`, `cCharSignedness`). */
export function cIntOf(target: Target, name: CIntName): { readonly signed: boolean; readonly bits: number } {
  switch (name) {
    case "usize":
    case "isize":
      return { signed: name === "isize", bits: target.pointerBits };
    case "c_char":
      return { signed: isCharSigned(target), bits: 8 };
    case "c_short":
    case "c_ushort":
      return { signed: name === "c_short", bits: 16 };
    case "c_int":
    case "c_uint":
      return { signed: name === "c_int", bits: 32 };
    case "c_long":
    case "c_ulong":
      return { signed: name === "c_long", bits: target.os === "windows" ? 32 : target.pointerBits };
    case "c_longlong":
    case "c_ulonglong":
      return { signed: name === "c_longlong", bits: 64 };
  }
}

function isCharSigned(target: Target): boolean {
  if (target.os === "macos" || target.os === "windows") return true;
  return target.arch !== "aarch64" && target.arch !== "arm";
}

export function roundUp(value: number, align: number): number {
  return Math.ceil(value / align) * align;
}
