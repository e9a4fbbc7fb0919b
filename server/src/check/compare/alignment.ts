import type { Type } from "../../model/types.ts";
import type { Sides } from "./findings.ts";
import { plainName } from "./names.ts";
import { passedValue } from "./values.ts";

export interface AlignedParam {
  readonly name: string | null;
  readonly type: Type;
}

/**
 * For each parameter of Zig's the index of the declared one that stands for it, or null. With another number on each side, the choice in
 * which most of them fit; where several fit as well, what is missing or too much stands last.
 */
export function alignParams(
  sides: Pick<Sides, "zig" | "ts">,
  zig: readonly AlignedParam[],
  declared: readonly AlignedParam[],
): readonly (number | null)[] {
  const cost = (i: number, j: number): number => {
    const [ours, theirs] = [zig[i], declared[j]];
    if (ours === undefined || theirs === undefined) return 0;
    const problem = passedValue({ zig: sides.zig, zigType: ours.type, ts: sides.ts, tsType: theirs.type, name: "" });
    const isOtherName = ours.name !== null && theirs.name !== null && plainName(ours.name) !== plainName(theirs.name);
    return (problem === null ? 0 : harmCost[problem.harm]) + (isOtherName ? 1 : 0);
  };
  if (declared.length <= zig.length) return cheapest(declared.length, zig.length, (short, long) => cost(long, short)).ofLong;
  return cheapest(zig.length, declared.length, cost).ofShort;
}

const harmCost = { breaks: 8, loses: 4, differs: 2 } as const;

/** Puts each of a short list's items beside one of a long list's, in order, at the least cost in all. */
function cheapest(
  short: number,
  long: number,
  cost: (short: number, long: number) => number,
): { readonly ofShort: readonly number[]; readonly ofLong: readonly (number | null)[] } {
  // best[i][j]: the first i of the short list among the first j of the long one.
  const best: number[][] = Array.from({ length: short + 1 }, () => Array.from({ length: long + 1 }, () => Infinity));
  const at = (i: number, j: number): number => best[i]?.[j] ?? Infinity;
  for (let i = 0; i <= short; i++)
    for (let j = i; j <= long; j++) {
      const row = best[i];
      if (row !== undefined) row[j] = i === 0 ? 0 : Math.min(at(i, j - 1), at(i - 1, j - 1) + cost(i - 1, j - 1));
    }
  const ofShort: number[] = [];
  const ofLong: (number | null)[] = Array.from({ length: long }, () => null);
  let j = long;
  for (let i = short; i > 0; i--) {
    // As far to the front as is as cheap.
    while (j > i && at(i, j - 1) <= at(i, j)) j--;
    ofShort.unshift(j - 1);
    ofLong[j - 1] = i - 1;
    j--;
  }
  return { ofShort, ofLong };
}
