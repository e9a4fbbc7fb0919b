import { compareTables, type Comparison } from "../check/compare/tables.ts";
import type { DeclarationFile } from "../model/declarations.ts";
import type { Issue } from "../model/issue.ts";
import type { ReadSource } from "../model/span.ts";
import { withBuilds } from "./buildScript.ts";
import type { TargetGroup } from "./targetGroups.ts";

export interface TargetComparison {
  readonly names: readonly string[];
  readonly groups: readonly TargetGroup[];
  readonly files: readonly DeclarationFile[];
  readonly read: ReadSource;
}

/** Hand-written declarations against what libraries are on each group of targets; what all groups have in common is said once. */
export function compareTargets({ names, groups, files, read }: TargetComparison): Comparison {
  const rounds = groups.map(({ triples, modules }) => {
    const libraries = withBuilds(
      modules.map((module, i) => ({ name: names[i] ?? "", module })),
      read,
    );
    return { triples, comparison: compareTables({ libraries, files, targets: triples }) };
  });
  const all = rounds.map(({ comparison }) => comparison);
  const most = (count: (comparison: Comparison) => number): number => Math.max(0, ...all.map(count));
  const notes = all.map(({ notUnderstood }) => new Map(notUnderstood.map((note) => [JSON.stringify(note), note])));
  const [first = new Map<string, never>(), ...others] = notes;
  return {
    issues: mergeIssues(rounds.map(({ triples, comparison }) => ({ triples, issues: comparison.issues }))),
    // A table that is understood on one target is understood.
    notUnderstood: [...first].filter(([key]) => others.every((each) => each.has(key))).map(([, note]) => note),
    checked: {
      exports: most(({ checked }) => checked.exports),
      declarations: most(({ checked }) => checked.declarations),
      paired: most(({ checked }) => checked.paired),
      types: most(({ checked }) => checked.types),
    },
    pairs: all.flatMap(({ pairs }) => pairs),
    agreed: () => inAll(all.map(({ agreed }) => agreed())),
  };
}

function inAll([first = new Set<string>(), ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...first].filter((item) => others.every((each) => each.has(item))));
}

export interface GroupIssues {
  readonly triples: readonly string[];
  readonly issues: readonly Issue[];
}

/** Issues of groups of targets as if all had been looked at together: the same finding once, with its targets where these are not all. */
export function mergeIssues(groups: readonly GroupIssues[]): readonly Issue[] {
  const [only, ...more] = groups;
  if (only === undefined || more.length === 0) return only?.issues ?? [];
  const all = groups.flatMap(({ triples }) => triples);
  const found = new Map<string, { readonly issue: Issue; readonly on: Set<string>; isWhole: boolean }>();
  for (const { triples, issues } of groups) {
    for (const issue of issues) {
      const { code, message, zig, ts } = issue;
      const key = JSON.stringify([code, message, zig?.span, ts?.span]);
      const known = found.get(key) ?? { issue, on: new Set(), isWhole: true };
      found.set(key, known);
      // One that concerns a part of its group says so in its own words.
      if (issue.targets !== undefined && issue.targets.length < triples.length) known.isWhole = false;
      for (const triple of issue.targets ?? triples) known.on.add(triple);
    }
  }
  return [...found.values()].map(({ issue, on, isWhole }) => {
    const targets = all.filter((triple) => on.has(triple));
    if (targets.length === all.length) return issue.targets === undefined ? issue : { ...issue, targets };
    if (!isWhole) return { ...issue, targets };
    // As in a comparison of all targets: a break on one of several is a warning.
    const severity = issue.severity === "error" && issue.targets !== undefined && targets.length === 1 ? "warning" : issue.severity;
    return { ...issue, severity, targets, message: `${issue.message} (on ${targets.join(", ")})` };
  });
}
