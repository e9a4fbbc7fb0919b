import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { movementTo } from "../../../server/src/syntax/movement.ts";
import type { ZigFile } from "../../../server/src/syntax/outline.ts";
import { fixturesFolder } from "../../support/fixtures.ts";
import { parser } from "./zig.ts";

const sources = readdirSync(fixturesFolder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".zig") && !/zig-cache|zig-out/.test(name))
  .map((name) => readFileSync(join(fixturesFolder, name), "utf8"));

/** Reproducible, so that a failure can be looked at. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = [
  "",
  "x",
  " ",
  "\n",
  "}",
  "{",
  "(",
  ")",
  ";",
  ",",
  "/// doc\n",
  "// c\n",
  '"',
  'const b = @import("b.zig");\n',
  "export fn q(a: u8) void {}\n",
  "pub ",
  "é😀",
];

test("after random changes the outline is that of the whole text, whenever the whole text has no error", () => {
  let compared = 0;
  sources.forEach((source, seed) => {
    const random = randomFrom(seed + 1);
    let text = source;
    let outline = parser.outline(text, "/x.zig");
    const undo: string[] = [];
    for (let step = 0; step < 60; step++) {
      const before = text;
      if (undo.length > 0 && random(3) > 0) text = undo.pop() ?? text;
      else {
        const at = random(text.length + 1);
        const removed = random(3) === 0 ? random(40) : random(2);
        text = text.slice(0, at) + (pieces[random(pieces.length)] ?? "") + text.slice(at + removed);
        undo.push(before);
      }
      outline = parser.outline(text, "/x.zig", outline);
      const whole = parser.outline(text, "/x.zig");
      assert.equal(outline.text, text);
      assert.deepEqual(outline.lines, whole.lines);
      if (whole.problems.length > 0) continue;
      assert.deepEqual(outline, whole, `file ${seed}, step ${step}, from ${JSON.stringify(before)}`);
      compared++;
    }
  });
  assert.ok(compared > 300, `only ${compared} states without an error`);
});

test("what is not touched keeps its outline object", () => {
  const text = "export fn a() void {}\nexport fn b() void {}\nexport fn c() void {}\n";
  const before = parser.outline(text, "/x.zig");
  const after = parser.outline(text.replace("b() void", "b() i32"), "/x.zig", before);
  assert.equal(after.root.members[0], before.root.members[0]);
  assert.deepEqual(namesOf(after), ["a", "b", "c"]);
});

test("a bracket opened in one function and closed in another", () => {
  const text = "export fn a() void {\n}\nexport fn b() void {\n}\nexport fn c() void {\n}\n";
  let outline = parser.outline(text, "/x.zig");
  const opened = text.replace("a() void {\n", "a() void {\n    if (x) {\n");
  outline = parser.outline(opened, "/x.zig", outline);
  assert.deepEqual(namesOf(outline), ["a", "b", "c"]);
  assert.deepEqual(
    outline.problems.map(({ message }) => message),
    ['"{" is never closed'],
  );
  outline = parser.outline(opened.replace("b() void {\n", "b() void {\n    }\n"), "/x.zig", outline);
  assert.deepEqual(outline, parser.outline(outline.text, "/x.zig"));
  outline = parser.outline(text, "/x.zig", outline);
  assert.deepEqual(outline, parser.outline(text, "/x.zig"));
});

function namesOf(file: ZigFile): readonly string[] {
  return file.root.members.flatMap((member) => (member.kind === "fn" ? [member.name] : []));
}

test("a change from one declaration into the comment of a later one", () => {
  const text = "export fn a() void {}\n/// B.\nexport fn b() void {}\n/// C.\nexport fn c() void {}\n";
  const changed = text.replace("a() void", "a() i32").replace("/// C.", "/// D.");
  const outline = parser.outline(changed, "/x.zig", parser.outline(text, "/x.zig"));
  assert.deepEqual(outline, parser.outline(changed, "/x.zig"));
});

test("typing here and there keeps no outlines but the last few", () => {
  const text = Array.from({ length: 40 }, (_, i) => `export fn f${i}() u8 {\n    return 1;\n}\n`).join("");
  let outline = parser.outline(text, "/x.zig");
  const seen: WeakRef<ZigFile>[] = [];
  for (let i = 0; i < 40; i++) {
    const at = outline.text.indexOf("1;", outline.text.indexOf(`fn f${i}(`));
    for (const typed of ["2", "3", "4"]) {
      outline = parser.outline(outline.text.slice(0, at) + typed + outline.text.slice(at), "/x.zig", outline);
      assert.ok(movementTo(outline) !== undefined);
      seen.push(new WeakRef(outline));
    }
  }
  assert.deepEqual(outline, parser.outline(outline.text, "/x.zig"));
  if (globalThis.gc === undefined) setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What was weakly reached stays until the current job ends.
  return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
    collect();
    const alive = seen.filter((each) => each.deref() !== undefined).length;
    assert.ok(alive <= 4, `${alive} of ${seen.length}`);
  });
});
