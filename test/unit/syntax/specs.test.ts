// What is read off a spec file: names, kinds, modes, places, ids.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutTestBodies } from "../../../server/src/syntax/specMask.ts";
import type { SpecOutlineItem } from "../../../server/src/syntax/specs.ts";
import { bundledScriptParser } from "../../../server/src/workspace/package.ts";

const parser = await bundledScriptParser();

/** One line an item: `kind id` with marks for loops and modes, children indented. */
function shown(items: readonly SpecOutlineItem[], depth = 0): readonly string[] {
  return items.flatMap(({ kind, id, isLoop, mode, children }) => [
    `${"  ".repeat(depth)}${kind}${isLoop ? "*" : ""} ${id}${mode === "run" ? "" : ` [${mode}]`}`,
    ...shown(children, depth + 1),
  ]);
}

function outline(
  source: string,
  head = 'import { bench, describe, differential, it, test } from "zig-ffi/spec";\n',
): readonly SpecOutlineItem[] {
  return parser.specs(head + source, "/a.spec.ts")?.items ?? [];
}

const cases: readonly (readonly [title: string, source: string, expected: readonly string[]])[] = [
  ["a test", 'it("adds", () => {});', ["test adds"]],
  ["`test` is the same", "test('adds', async () => {});", ["test adds"]],
  [
    "nested suites",
    'describe("a", () => { describe("b", function () { it("c", () => {}); }); });',
    ["suite a", "  suite a > b", "    test a > b > c"],
  ],
  [
    "modes",
    'it.only("a", f); it.skip("b", f); it.todo("c"); it("d"); describe.skip("e", () => { it("f", f); }); describe.only("g", () => {}); describe.todo("h");',
    [
      "test a [only]",
      "test b [skip]",
      "test c [todo]",
      "test d [todo]",
      "suite e [skip]",
      "  test e > f",
      "suite g [only]",
      "test h [todo]",
    ],
  ],
  ["escapes in names", String.raw`it("say \"hi\"\n\u00e9", f);`, ['test say "hi" é']],
  ["a template without holes", "it(`adds`, f);", ["test adds"]],
  ["joined literals and constants", 'const unit = "ms"; it("in " + unit, f); it(`per ${unit}`, f);', ["test in ms", "test per ms"]],
  ["a template with holes", "it(`adds ${n}`, f);", ["test* adds ${n}"]],
  ["a name from elsewhere", "it(nameOf(n), f);", ["test* ${nameOf(n)}"]],
  [
    "tables",
    'it.each([[1, 2]])("%d + %d", f); describe.each(rows)("in $unit", () => { it("row", f); }); it.only.each(rows)("x", f);',
    ["test* %d + %d", "suite* in $unit", "test* x [only]"],
  ],
  [
    "loops",
    'for (const n of ns) it("a", f); for (let i = 0; i < 3; i++) { it(`b ${i}`, f); } while (x) { it("c", f); } ns.forEach((n) => it("d", f)); ns.map(function (n) { it("e", f); });',
    ["test* a", "test* b ${i}", "test* c", "test* d", "test* e"],
  ],
  ["a suite in a loop", 'for (const n of ns) describe("s", () => { it("t", f); });', ["suite* s"]],
  [
    "a loop in a suite",
    'describe("s", () => { for (const n of ns) it(`t ${n}`, f); it("u", f); });',
    ["suite s", "  test* s > t ${n}", "  test s > u"],
  ],
  [
    "equal names are numbered",
    'it("a", f); it("a", f); describe("s", () => {}); describe("s", () => { it("a", f); });',
    ["test a", "test a #2", "suite s", "suite s #2", "  test s > a"],
  ],
  [
    "equal tests of equal suites",
    'describe("s", () => { it("a", f); }); describe("s", () => { it("a", f); });',
    ["suite s", "  test s > a", "suite s #2", "  test s > a #2"],
  ],
  [
    "functions that declare",
    'describe("s", () => { both(); }); both(); function both() { it("a", f); it("b", f); } const one = () => it("c", f); one();',
    ["suite s", "  test s > a", "  test s > b", "test a", "test b", "test c"],
  ],
  ["a function that calls itself", 'function again() { it("a", f); again(); } again();', ["test a"]],
  [
    "conditions and blocks",
    'if (linux) { it("a", f); } else it("b", f); { it("c", f); } try { it("d", f); } catch {} (() => { it("e", f); })();',
    ["test a", "test b", "test c", "test d", "test e"],
  ],
  ["differential", 'differential(vec, "add", { abi, reference });', ["test add: native equals the reference"]],
  ["bench", 'bench("fast", f);', ["test fast"]],
  ["calls inside tests declare nothing", 'it("a", () => { it("b", f); });', ["test a"]],
  ["other functions", 'expect("a", f); foo.it("b", f); it.concurrent("c", f); it(); describe;', []],
  ["comments between arguments", 'it(/* no */ "a", /* yes */ f);', ["test a"]],
  [
    "a file that is being typed",
    'describe("a", () => { it("b", () => { foo( }); it("c", f); });',
    ["suite a", "  test a > b", "  test a > c"],
  ],
];

for (const [title, source, expected] of cases) test(title, () => assert.deepEqual(shown(outline(source)), expected));

const heads: readonly (readonly [head: string, expected: readonly string[] | null])[] = [
  ['import { it as spec } from "zig-ffi/spec"; spec("a", f);', ["test a"]],
  ['import * as z from "zig-ffi/spec"; z.describe("s", () => { z.it.skip("a", f); });', ["suite s", "  test s > a [skip]"]],
  ["import { it } from 'vitest'; import 'zig-ffi/spec'; it('a', f);", []],
  ['import { it } from "vitest"; it("a", f); // not zig-ffi/spec', null],
  ['import { it } from "zig-ffi/spec.js"; it("a", f);', null],
];

for (const [text, expected] of heads)
  test(`imports: ${text}`, () => {
    const found = parser.specs(text, "/a.spec.ts");
    assert.deepEqual(found === null ? null : shown(found.items), expected);
  });

test("patterns match the names of a run and no others", () => {
  const [each, template, text] = outline('it.each(rows)("%d of $unit (x)", f); it(`a.${b}`, f); it("50%s", f);');
  const matches = (item: SpecOutlineItem | undefined, name: string): boolean => new RegExp(`^${item?.pattern ?? "!"}$`).test(name);
  assert.deepEqual(
    [matches(each, "1 of ms (x)"), matches(each, "1 of ms x"), matches(template, "a.\n1"), matches(template, "ab1")],
    [true, false, true, false],
  );
  assert.deepEqual([matches(text, "50%s"), matches(text, "501")], [true, false]);
});

test("ranges are those of the calls, and of the call of a function that declares", () => {
  const source = 'it("a", f);\nfunction both() { it("b", f); }\nboth();';
  const text = `import { it } from "zig-ffi/spec";\n${source}`;
  assert.deepEqual(
    parser.specs(text, "/a.spec.ts")?.items.map(({ start, end }) => text.slice(start, end)),
    ['it("a", f)', "both()"],
  );
});

const bodies: readonly (readonly [title: string, body: string])[] = [
  ["brackets in strings", `expect(")}]").toBe('{(');`],
  ["brackets in templates", "expect(`} ${`{${a}`} )`).toBe(`\\`}`);"],
  ["brackets and quotes in regular expressions", `expect(a.match(/["'{(\\/]/)).toBe(1 / 2); return /}/.test(a);`],
  ["divisions", "const x = a / b / c; const y = (a) / 2; const z = a[0] / 2;"],
  ["comments", "// it's }\n/* { \" */ foo();"],
  ["tests inside tests", 'it("inner", () => { foo({}); });'],
  ["objects and functions", "const f = function () { return { a: () => { } }; };"],
];

for (const [title, body] of bodies)
  test(`bodies are passed over: ${title}`, () => {
    const source = `import { describe, it, test } from "zig-ffi/spec";
describe("s", () => { it("a", () => {${body}}); test.skip("b", async function () {${body}}, 100); });
it("c", () => {${body}});
function it2() {}`;
    const masked = withoutTestBodies(source);
    assert.equal(masked.length, source.length);
    assert.ok(!masked.includes(body), masked);
    assert.deepEqual(shown(parser.specs(source, "/a.spec.ts")?.items ?? []), ["suite s", "  test s > a", "  test s > b [skip]", "test c"]);
  });

test("what is no test keeps its body", () => {
  for (const source of [
    'describe("s", () => { it(nameOf(() => { a(); }), f); });',
    "it.each([() => { a(); }])(f);",
    "a.it(() => { b(); });",
    "it({ a: 1 });",
  ])
    assert.equal(withoutTestBodies(source), source);
});

test("brackets that do not match leave all as it is", () => {
  for (const source of ['it("a", () => { b( });', 'it("a", () => {', 'it("a", () => { `${b });'])
    assert.equal(withoutTestBodies(source), source);
});
