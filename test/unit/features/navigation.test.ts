import assert from "node:assert/strict";
import { test } from "node:test";
import type { Location } from "vscode-languageserver";
import { documentLinks } from "../../../server/src/features/documentLinks.ts";
import { definition, references } from "../../../server/src/features/navigation.ts";
import { workspaceSymbols } from "../../../server/src/features/workspaceSymbols.ts";
import { generated, scene, type Scene } from "./scene.ts";

const zig = "pub const P = extern struct { x: i32 };\nexport fn add(a: *const P) i32 {}\nexport fn add_more() void {}\n";
const script = `import { load, type P } from "./a.ffi.js";
const { add } = load();
const lib = load();
lib.add({ x: 1 });
lib["add"]({ x: 1 } satisfies P);
\`\${lib.add({ x: 2 })}\`;
// lib.add
"lib.add";
`;

function project(): Scene {
  const made = scene({ "a.zig": zig, "use.ts": script });
  generated(made);
  return made;
}

/** The text that a location marks, with its file and 1-based line. */
function shown(made: Scene, locations: readonly Location[]): readonly string[] {
  return locations.map(({ uri, range }) => {
    const name = uri.replace("file:///p/", "");
    const line = made.text(name).split("\n")[range.start.line] ?? "";
    return `${name}:${range.start.line + 1}: ${line.slice(0, range.start.character)}<${line.slice(range.start.character, range.end.character)}>`;
  });
}

test("from a Zig export to its declaration in the bindings", () => {
  const made = project();
  const found = definition(made.snapshot, { path: "/p/a.zig", offset: zig.indexOf("add") });
  assert.deepEqual(
    shown(made, found).map((each) => each.replace(/:\d+:/, ":")),
    ["a.ffi.ts:   <add>"],
  );
});

test("from a call and from a type to Zig", () => {
  const made = project();
  const from = (text: string): readonly string[] =>
    shown(made, definition(made.snapshot, { path: "/p/use.ts", offset: script.indexOf(text) + text.length }));
  assert.deepEqual(from("lib.a"), ["a.zig:2: export fn <add>"]);
  assert.deepEqual(from("{ ad"), ["a.zig:2: export fn <add>"]);
  assert.deepEqual(from("satisfies P"), ["a.zig:1: pub const <P>"]);
  assert.deepEqual(from("const li"), []);
});

test("references: Zig, bindings, and every use in scripts that import them", () => {
  const made = project();
  const uses = ["use.ts:2: const { <add>", "use.ts:4: lib.<add>", 'use.ts:5: lib["<add>', "use.ts:6: `${lib.<add>"];
  const fromZig = references(made.snapshot, { path: "/p/a.zig", offset: zig.indexOf("add") + 2 }, false);
  assert.deepEqual(shown(made, fromZig), uses);
  const fromCall = references(made.snapshot, { path: "/p/use.ts", offset: script.indexOf("lib.add") + 4 }, true);
  assert.deepEqual(
    shown(made, fromCall).map((each) => each.replace(/^a.ffi.ts:\d+/, "a.ffi.ts")),
    ["a.zig:2: export fn <add>", "a.ffi.ts:   <add>", ...uses],
  );
});

test("calls of what was taken out of the library", () => {
  const use = `import { load } from "./a.ffi.js";
const { add, add_more: more } = load();
add({ x: 1 });
more?.();
other.add_more();
function more() {}
`;
  const made = scene({ "a.zig": zig, "use.ts": use });
  generated(made);
  const places = (name: string): readonly string[] =>
    shown(made, references(made.snapshot, { path: "/p/a.zig", offset: zig.indexOf(name) }, false));
  assert.deepEqual(places("add(").slice(0, 2), ["use.ts:2: const { <add>", "use.ts:3: <add>"]);
  assert.deepEqual(places("add_more").slice(0, 2), ["use.ts:2: const { add, <add_more>", "use.ts:4: <more>"]);
  const offset = use.indexOf("more?.()") + 1;
  assert.deepEqual(shown(made, definition(made.snapshot, { path: "/p/use.ts", offset })), ["a.zig:3: export fn <add_more>"]);
});

test("workspace symbols match letters in order", () => {
  const made = project();
  const names = (query: string): readonly string[] => workspaceSymbols(made.snapshot, query).map(({ name }) => name);
  assert.deepEqual(names(""), ["add", "add_more"]);
  assert.deepEqual(names("ADM"), ["add_more"]);
  assert.deepEqual(names("mad"), []);
});

test("the header of a generated file links to its source", () => {
  const made = project();
  assert.deepEqual(documentLinks(made.snapshot, "/p/a.ffi.ts"), [
    {
      range: { start: { line: 0, character: 35 }, end: { line: 0, character: 40 } },
      target: "file:///p/a.zig",
      tooltip: "The Zig source of these bindings",
    },
  ]);
  assert.deepEqual(documentLinks(made.snapshot, "/p/use.ts"), []);
});
