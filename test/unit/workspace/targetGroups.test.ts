import assert from "node:assert/strict";
import { test } from "node:test";
import type { FfiModule } from "../../../server/src/model/decls.ts";
import type { Issue } from "../../../server/src/model/issue.ts";
import type { Type } from "../../../server/src/model/types.ts";
import { mergeIssues } from "../../../server/src/workspace/compareTargets.ts";
import { groupTargets } from "../../../server/src/workspace/targetGroups.ts";
import * as m from "../layout/modelBuilders.ts";

const lost: Type = { kind: "unknown", reason: "computed" };
const module = m.moduleOf(m.struct("S", "extern", [m.field("x", lost)]));

/** The module as the compiler fills it in on a target. */
function filled(triple: string, type: Type): readonly [string, FfiModule] {
  const answer = { target: triple, zig: "0.15.2", containers: new Map(), exports: new Map(), refused: new Map() };
  return [triple, { ...m.moduleOf(m.struct("S", "extern", [m.field("x", type)])), zig: "0.15.2", answers: new Map([[triple, answer]]) }];
}

interface Row {
  readonly name: string;
  readonly refined: readonly (readonly [string, FfiModule])[];
  /** Targets of each group, and those whose answers its module has. */
  readonly groups: readonly (readonly [string, string])[];
}

const rows: readonly Row[] = [
  { name: "nobody was asked", refined: [], groups: [["a b c", ""]] },
  { name: "the same everywhere", refined: ["a", "b", "c"].map((triple) => filled(triple, m.u(8))), groups: [["a b c", "a b c"]] },
  {
    name: "another type on one target",
    refined: [filled("a", m.u(8)), filled("b", m.u(16)), filled("c", m.u(8))],
    groups: [
      ["a c", "a c"],
      ["b", "b"],
    ],
  },
  {
    name: "one target was not asked about",
    refined: [filled("a", m.u(8)), filled("c", m.u(8))],
    groups: [
      ["a c", "a c"],
      ["b", ""],
    ],
  },
  {
    name: "nothing was filled in",
    refined: [filled("a", lost)],
    groups: [["a b c", "a"]],
  },
];

for (const { name, refined, groups } of rows)
  test(`groups of targets: ${name}`, () => {
    const found = groupTargets([{ module, refined: new Map(refined) }], ["a", "b", "c"]);
    assert.deepEqual(
      found.map(({ triples, modules }) => [triples.join(" "), [...(modules[0]?.answers?.keys() ?? [])].join(" ")]),
      groups,
    );
  });

test("one finding of several groups is said once, with its targets", () => {
  const issue = (message: string, targets?: readonly string[]): Issue => ({
    ...{ code: "abi/param-type", severity: "error", message },
    ...(targets === undefined ? {} : { targets }),
  });
  const merged = mergeIssues([
    { triples: ["a", "b"], issues: [issue("same", ["a", "b"]), issue("first", ["a", "b"]), issue("part (on a)", ["a"]), issue("plain")] },
    { triples: ["c"], issues: [issue("same", ["c"]), issue("last", ["c"]), issue("plain")] },
  ]);
  assert.deepEqual(
    merged.map(({ message, severity, targets }) => [message, severity, targets?.join(" ")]),
    [
      ["same", "error", "a b c"],
      ["first (on a, b)", "error", "a b"],
      ["part (on a)", "error", "a"],
      ["plain", "error", undefined],
      ["last (on c)", "warning", "c"],
    ],
  );
});
