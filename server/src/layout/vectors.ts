import { known, unknown, type Known } from "../model/known.ts";
import type { Type } from "../model/types.ts";
import { roundUp, type Extent, type ScalarTable } from "./scalars.ts";

/**
 * `@Vector(length, element)` of `bits` per element. LLVM's rule (Zig's `Type.abiAlignment`): the elements' bits in bytes, aligned to the
 * next power of two. Zig's own x86_64 back end aligns to 16, or to more where the CPU has AVX, so that only vectors for which both
 * say the same are known there.
 */
export function vectorLayout(table: ScalarTable, type: Type & { readonly kind: "vector" }, bits: number): Known<Extent> {
  if (type.length === 0) return known({ size: 0, align: 1 });
  const isPlain = type.element.kind === "bool" || [8, 16, 32, 64].includes(bits);
  if (!isPlain) return unknown(`vectors of ${bits}-bit elements have no layout that we know`);
  const bytes = Math.ceil((type.length * bits) / 8);
  const natural = powerOfTwo(bytes);
  const isSame = natural === 16 || (type.element.kind === "bool" && natural < 16);
  if (table.isVectorByBackend && !isSame) {
    return unknown(`the layout of a vector of ${bytes} bytes depends on the compiler's back end and the CPU's features`);
  }
  const align = Math.min(natural, table.maxVectorAlign);
  return known({ size: roundUp(bytes, align), align });
}

function powerOfTwo(bytes: number): number {
  return 2 ** Math.ceil(Math.log2(bytes));
}
