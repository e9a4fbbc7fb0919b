import type { Field } from "../../model/decls.ts";
import { isAffixed, isPadding, plainName } from "./names.ts";

/**
 * For each field of Zig's the index of the mirror's that stands for it, or null: first by equal names, then by names that differ in a prefix
 * or suffix only, then in order.
 */
export function matchFields(zig: readonly Field[], mirror: readonly Field[]): readonly (number | null)[] {
  const match: (number | null)[] = zig.map(() => null);
  const taken = new Set<number>();
  const take = (i: number, j: number): void => {
    match[i] = j;
    taken.add(j);
  };
  const left = (): readonly (readonly [number, string])[] =>
    mirror.flatMap((field, j) => (taken.has(j) ? [] : [[j, plainName(field.name)] as const]));
  for (const isSame of [(a: string, b: string) => a === b, isAffixed])
    for (const [i, field] of zig.entries()) {
      if (match[i] !== null) continue;
      const fits = left().filter(([, name]) => name !== "" && isSame(plainName(field.name), name));
      const [first] = fits;
      if (fits.length === 1 && first !== undefined) take(i, first[0]);
    }
  inOrder(zig, mirror, { match, taken, take });
  return match;
}

interface Matching {
  readonly match: readonly (number | null)[];
  readonly taken: ReadonlySet<number>;
  readonly take: (i: number, j: number) => void;
}

/** What is left over stands for each other where it lies between the same neighbours, or where no name says anything at all. */
function inOrder(zig: readonly Field[], mirror: readonly Field[], { match, taken, take }: Matching): void {
  const isUnnamed = taken.size === 0;
  for (const [i, field] of zig.entries()) {
    if (match[i] !== null || isPadding(field.name)) continue;
    const before = i === 0 ? -1 : match[i - 1];
    const j = isUnnamed ? i : before === null || before === undefined ? -1 : before + 1;
    if (j < 0 || j >= mirror.length || taken.has(j) || isPadding(mirror[j]?.name ?? "")) continue;
    // As many fields follow on both sides, or the next ones belong together.
    const next = match[i + 1];
    if (isUnnamed || zig.length === mirror.length || next === j + 1) take(i, j);
  }
}
