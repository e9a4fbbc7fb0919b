interface Sized {
  readonly offset: number;
  readonly size: number;
  readonly align: number;
}

/** Indices of a struct's fields in the order that leaves no holes between them: largest alignment first, otherwise as they were. */
export function packedOrder(fields: readonly Sized[]): readonly number[] {
  const order = fields.map((_, index) => index);
  return order.sort((a, b) => (fields[b]?.align ?? 0) - (fields[a]?.align ?? 0) || a - b);
}

/** Bytes of an extern struct after reordering. */
export function reorderedSize({ fields, align }: { readonly fields: readonly Sized[]; readonly align: number }): number {
  let end = 0;
  for (const index of packedOrder(fields)) {
    const field = fields[index];
    if (field !== undefined) end = roundUp(end, field.align) + field.size;
  }
  return roundUp(end, align);
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
