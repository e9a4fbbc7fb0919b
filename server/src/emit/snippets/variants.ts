import { hostTarget } from "./loading.ts";

/** Which group of targets with equal layouts this process belongs to. `load` refuses a machine that is in none. */
export function variantOf(groups: readonly (readonly string[])[]): number {
  return groups.findIndex((triples) => triples.includes(hostTarget()));
}

export function choose(values: readonly number[], variant: number): number {
  return values[variant] ?? 0;
}
