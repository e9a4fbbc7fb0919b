/** A test or suite by the patterns of its names, from the outermost `describe` inwards. */
export interface FilterPart {
  readonly patterns: readonly string[];
  readonly isSuite: boolean;
}

/** A regular expression over full names (joined by spaces) that takes these tests, and all of these suites. */
export function filterOf(parts: readonly FilterPart[]): string {
  return parts.map(({ patterns, isSuite }) => `^${patterns.join(" ")}${isSuite ? " " : "$"}`).join("|");
}

/** A pattern that takes just this name. */
export function exactly(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
