import { roundUp, type Extent } from "./scalars.ts";

export interface Placement extends Extent {
  /** One for each item; bytes, or bits for a packed container. */
  readonly offsets: readonly number[];
}

/** C's rule: each field at the next multiple of its alignment, the whole rounded up to the largest one. */
export function placeStruct(fields: readonly Extent[]): Placement {
  const offsets: number[] = [];
  let end = 0;
  for (const field of fields) {
    const offset = roundUp(end, field.align);
    offsets.push(offset);
    end = offset + field.size;
  }
  const align = largest(
    fields.map((field) => field.align),
    1,
  );
  return { offsets, size: roundUp(end, align), align };
}

/** All fields at 0; as large as the largest, rounded up to the largest alignment. */
export function placeUnion(fields: readonly Extent[]): Placement {
  const align = largest(
    fields.map((field) => field.align),
    1,
  );
  const end = largest(
    fields.map((field) => field.size),
    0,
  );
  return { offsets: fields.map(() => 0), size: roundUp(end, align), align };
}

/** Packed fields lie bit after bit from the least significant one; those of a packed union all at bit 0. */
export function placeBits(
  kind: "struct" | "union",
  bits: readonly number[],
): { readonly offsets: readonly number[]; readonly bits: number } {
  if (kind === "union") return { offsets: bits.map(() => 0), bits: largest(bits, 0) };
  let end = 0;
  const offsets = bits.map((width) => {
    const offset = end;
    end += width;
    return offset;
  });
  return { offsets, bits: end };
}

/** Not `Math.max(...)`, which overflows the stack on very many fields. */
function largest(values: readonly number[], least: number): number {
  return values.reduce((max, value) => Math.max(max, value), least);
}
