// Where tests that ran belong in the outline of their file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { placeTests } from "../../../extension/src/specs/placeTests.ts";
import { exactly, filterOf } from "../../../extension/src/specs/specFilter.ts";
import { stackFrames } from "../../../extension/src/specs/stackFrames.ts";
import { linedText, rangeOfOffsets } from "../../../server/src/features/positions.ts";
import type { SpecTest } from "../../../server/src/protocol/specEvents.ts";
import type { SpecItem } from "../../../server/src/protocol/specFiles.ts";
import type { SpecOutlineItem } from "../../../server/src/syntax/specs.ts";
import { bundledScriptParser } from "../../../server/src/workspace/package.ts";

const parser = await bundledScriptParser();

function itemsOf(source: string): readonly SpecItem[] {
  const text = `import { describe, it } from "zig-ffi/spec"; ${source}`;
  const lined = linedText(text);
  const convert = ({ start, end, children, ...item }: SpecOutlineItem): SpecItem => ({
    ...item,
    range: rangeOfOffsets(lined, { start, end }),
    children: children.map(convert),
  });
  return (parser.specs(text, "/a.spec.ts")?.items ?? []).map(convert);
}

const tested = (id: string, names: readonly string[], line: number | null = 1): SpecTest => ({ id, names, line, column: 1 });

/** `item > item + found > found` */
function placed(source: string, tests: readonly SpecTest[]): readonly string[] {
  return placeTests(itemsOf(source), tests).map(
    ({ at, rest }) => `${at.map(({ id }) => id.split(" > ").at(-1)).join(" > ")} + ${rest.join(" > ")}`,
  );
}

const cases: readonly (readonly [title: string, source: string, tests: readonly SpecTest[], expected: readonly string[]])[] = [
  [
    "by id",
    'describe("s", () => { it("a", f); it("a", f); });',
    [tested("s > a", ["s", "a"]), tested("s > a #2", ["s", "a"])],
    ["s > a + ", "s > a #2 + "],
  ],
  [
    "rows of a table",
    'it.each(rows)("%d is %s", f);',
    [tested("1 is odd", ["1 is odd"]), tested("2 is even", ["2 is even"])],
    ["%d is %s + 1 is odd", "%d is %s + 2 is even"],
  ],
  ["suites of a table", 'describe.each(rows)("in $unit", () => {});', [tested("in ms > a", ["in ms", "a"])], ["in $unit + in ms > a"]],
  ["a table in a suite", 'describe("s", () => { it.each(rows)("%d", f); });', [tested("s > 1", ["s", "1"])], ["s > %d + 1"]],
  ["what the text does not have", 'describe("s", () => {});', [tested("s > x", ["s", "x"]), tested("y", ["y"])], ["s + x", " + y"]],
  [
    "a name that a loop has used before: by line",
    'it.each(rows)("a", f);\nit("a", f);',
    [tested("a", ["a"], 1), tested("a #2", ["a"], 1), tested("a #3", ["a"], 2)],
    // Running numbers the rows of the table first: only the last has the line of the test, whose id the first has.
    ["a + ", "a + a", "a + a"],
  ],
  [
    "the more telling of two loops is that with the line",
    'it.each(rows)("%s", f);\nit.each(rows)("%s!", f);',
    [tested("x!", ["x!"], 2), tested("y!", ["y!"], 1)],
    ["%s! + x!", "%s + y!"],
  ],
  [
    "a suite of the same name, by line",
    'describe("s", () => { it(`a${1}`, f); });\ndescribe("s", () => { it(`b${1}`, f); });',
    [tested("s > b1", ["s", "b1"], 2)],
    ["s #2 > b${1} + b1"],
  ],
];

for (const [title, source, tests, expected] of cases) test(title, () => assert.deepEqual(placed(source, tests), expected));

test("filters take what is chosen, and nothing else", () => {
  const filter = new RegExp(
    filterOf([
      { patterns: ["s", exactly("a (1+1)")], isSuite: false },
      { patterns: ["t"], isSuite: true },
    ]),
    "i",
  );
  assert.deepEqual(
    ["s a (1+1)", "s a (1+1) more", "x s a (1+1)", "s a 11", "t b", "t", "tb"].map((name) => filter.test(name)),
    [true, false, false, false, true, false, false],
  );
});

test("stacks of JavaScript and of Zig", () => {
  const stack =
    "at Object.run (/p q/a.spec.ts:3:5)\nat /p/b.ts:1:2\nat async /p/c.ts:7:8\nat item (C:/z/crash.zig:25:15)\nnot a frame\nat native";
  assert.deepEqual(
    stackFrames(stack).map(({ label, file, line, column }) => [label, file, line, column]),
    [
      ["Object.run", "/p q/a.spec.ts", 3, 5],
      ["", "/p/b.ts", 1, 2],
      ["", "/p/c.ts", 7, 8],
      ["item", "C:/z/crash.zig", 25, 15],
    ],
  );
  assert.deepEqual(stackFrames(null), []);
});
