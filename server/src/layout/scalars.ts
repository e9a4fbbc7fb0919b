import type { Target } from "../model/target.ts";
import type { CIntName } from "../model/types.ts";
import type { SizeAlign } from "./layouts.ts";

/** What the scalars of one target look like. Bytes, except where the name says bits. */
interface ScalarTable {
  /** Alignment of integers above 32 and up to 64 bits, and of `double` and `long long`. */
  readonly align64: number;
  /** Largest alignment of an integer of any width (`std.Target.cMaxIntAlignment`; 16 on x86 by `std.zig.target.intAlignment`). */
  readonly maxIntAlign: number;
  readonly longBits: 32 | 64;
  readonly longDoubleBits: 64 | 80 | 128;
  readonly longDoubleAlign: number;
  readonly f80Align: number;
  readonly isCharSigned: boolean;
}

/** From `lib/std/Target.zig` (cTypeBitSize, cTypeAlignment, cCharSignedness) and `lib/std/zig/target.zig` (intAlignment). */
function tableOf(target: Target): ScalarTable {
  const base = { align64: 8, maxIntAlign: 16, longBits: target.pointerBits, isCharSigned: target.os !== "linux" || target.arch.startsWith("x86") };
  switch (target.arch) {
    case "x86_64":
      return { ...base, longBits: target.os === "windows" ? 32 : 64, longDoubleBits: 80, longDoubleAlign: 16, f80Align: 16 };
    case "x86":
      return { ...base, align64: target.os === "windows" ? 8 : 4, longDoubleBits: 80, longDoubleAlign: 4, f80Align: 4 };
    case "aarch64":
      if (target.os === "macos") return { ...base, longDoubleBits: 64, longDoubleAlign: 8, f80Align: 16 };
      return { ...base, longDoubleBits: 128, longDoubleAlign: 16, f80Align: 16 };
    case "arm":
      return { ...base, maxIntAlign: 8, longDoubleBits: 64, longDoubleAlign: 8, f80Align: 8 };
    case "wasm32":
      return { ...base, longDoubleBits: 128, longDoubleAlign: 16, f80Align: 16 };
  }
}

const tables = new Map<string, ScalarTable>();

function scalars(target: Target): ScalarTable {
  const known = tables.get(target.triple);
  if (known !== undefined) return known;
  const table = tableOf(target);
  tables.set(target.triple, table);
  return table;
}

/** Any width from 0 to 65535 bits: the bytes that hold it, rounded up to its alignment. */
export function intLayout(target: Target, bits: number): SizeAlign {
  if (bits === 0) return { size: 0, align: 1 };
  const { align64, maxIntAlign } = scalars(target);
  const bytes = Math.ceil(bits / 8);
  const natural = 2 ** Math.ceil(Math.log2(bytes));
  const align = bits > 32 && bits <= 64 ? align64 : Math.min(natural, maxIntAlign);
  return { size: roundUp(bytes, align), align };
}

export function floatLayout(target: Target, bits: 16 | 32 | 64 | 80 | 128): SizeAlign {
  const { align64, f80Align } = scalars(target);
  switch (bits) {
    case 16:
    case 32:
      return { size: bits / 8, align: bits / 8 };
    case 64:
      return { size: 8, align: align64 };
    case 80:
      return { size: roundUp(10, f80Align), align: f80Align };
    case 128:
      return { size: 16, align: 16 };
  }
}

export function longDoubleLayout(target: Target): SizeAlign {
  const { longDoubleBits, longDoubleAlign } = scalars(target);
  return { size: roundUp(longDoubleBits / 8, longDoubleAlign), align: longDoubleAlign };
}

/** `c_longdouble` is one of Zig's floats. */
export function longDoubleBits(target: Target): 64 | 80 | 128 {
  return scalars(target).longDoubleBits;
}

export function pointerLayout(target: Target): SizeAlign {
  const bytes = target.pointerBits / 8;
  return { size: bytes, align: bytes };
}

/** Width and sign of the integers whose width belongs to the target. */
export function cIntOf(target: Target, name: CIntName): { readonly signed: boolean; readonly bits: number } {
  const table = scalars(target);
  switch (name) {
    case "usize":
    case "isize":
      return { signed: name === "isize", bits: target.pointerBits };
    case "c_char":
      return { signed: table.isCharSigned, bits: 8 };
    case "c_short":
    case "c_ushort":
      return { signed: name === "c_short", bits: 16 };
    case "c_int":
    case "c_uint":
      return { signed: name === "c_int", bits: 32 };
    case "c_long":
    case "c_ulong":
      return { signed: name === "c_long", bits: table.longBits };
    case "c_longlong":
    case "c_ulonglong":
      return { signed: name === "c_longlong", bits: 64 };
  }
}

export function roundUp(value: number, align: number): number {
  return Math.ceil(value / align) * align;
}
