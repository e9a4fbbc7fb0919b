import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeLens, InlayHint } from "vscode-languageserver";
import { codeLenses } from "../../../server/src/features/codeLenses.ts";
import { completion } from "../../../server/src/features/completion.ts";
import { inlayHints } from "../../../server/src/features/inlayHints.ts";
import { generated, scene } from "./scene.ts";

/** The text with each hint where it is shown. */
function withHints(text: string, options = { layout: true, slices: true }): string {
  const { snapshot } = scene({ "a.zig": text });
  const hints = inlayHints(snapshot, { path: "/p/a.zig", range: { start: 0, end: text.length } }, options);
  const lines = text.split("\n");
  const before = (a: InlayHint, b: InlayHint): number => b.position.line - a.position.line || b.position.character - a.position.character;
  for (const { position, label } of [...hints].sort(before)) {
    const line = lines[position.line] ?? "";
    lines[position.line] =
      `${line.slice(0, position.character)}«${typeof label === "string" ? label : ""}»${line.slice(position.character)}`;
  }
  return lines.join("\n");
}

test("offsets and padding behind fields, sizes behind the brace", () => {
  assert.equal(
    withHints("pub const S = extern struct {\n    a: u8,\n    b: u32 = 0, // last\n};\nconst P = struct { a: u8 };"),
    "pub const S = extern struct {«8 bytes, align 4»\n    a: u8«offset 0, then 3 padding»,\n    b: u32 = 0«offset 4», // last\n};\nconst P = struct { a: u8 };",
  );
  assert.equal(
    withHints("const F = packed struct(u8) { a: bool, b: u7 };"),
    "const F = packed struct(u8) {«1 byte, align 1» a: bool«bit 0», b: u7«bit 1» };",
  );
  assert.equal(
    withHints("const L = extern struct { a: c_long };"),
    "const L = extern struct {«8 bytes, align 8, differs by target» a: c_long«offset 0» };",
  );
});

test("slices that were inferred, not those that a hint names", () => {
  const text =
    "export fn f(key: [*]const u8, key_len: usize, out: *u32) void {}\n/// @slice a n\nexport fn g(a: [*]const f32, n: usize) void {}";
  assert.equal(
    withHints(text),
    "export fn f(key: [*]const u8«= key[0..key_len]», key_len: usize, out: *u32«= a result») void {}\n/// @slice a n\nexport fn g(a: [*]const f32, n: usize) void {}",
  );
  assert.equal(withHints(text, { layout: true, slices: false }), text);
});

function shownLenses(lenses: readonly CodeLens[]): readonly string[] {
  return lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ""} (${command?.command ?? ""})`);
}

test("lenses: library, state of the bindings, uses and specs", () => {
  const all = new Set(["zigFfi.client.showReferences", "zigFfi.client.runSpecs"]);
  const made = scene({ "a.zig": "//! Doc.\nexport fn add(a: i32) i32 {}\nexport fn bad(a: f16) void {}\nfn own() void {}\n" });
  const library = [
    "1: Generate bindings of a (zigFfi.server.generate)",
    "1: Build (zigFfi.server.build)",
    "1: Check (zigFfi.server.check)",
  ];
  assert.deepEqual(shownLenses(codeLenses(made.snapshot, "/p/a.zig", all)), [
    ...library,
    "2: not bound: generate (zigFfi.server.generate)",
    "3: no binding ()",
  ]);
  generated(made);
  made.set("a.spec.ts", 'import { load } from "./a.ffi.ts";\nload().add(1);\n');
  made.set("b.ts", 'import { load } from "./a.ffi";\nload().add(1);\nload().add(2);\n');
  assert.deepEqual(shownLenses(codeLenses(made.snapshot, "/p/a.zig", all)), [
    ...library,
    "2: bound ()",
    "2: used in 2 TypeScript files (zigFfi.client.showReferences)",
    "2: run specs (zigFfi.client.runSpecs)",
    "3: no binding ()",
  ]);
  made.set("a.zig", made.text("a.zig").replace("a: i32", "a: i64"));
  assert.deepEqual(shownLenses(codeLenses(made.snapshot, "/p/a.zig", new Set())).slice(3), [
    "2: bindings are stale: generate (zigFfi.server.generate)",
    "2: used in 2 TypeScript files ()",
    "3: no binding ()",
  ]);
});

function completed(text: string): readonly string[] {
  const { snapshot, place } = scene({ "a.zig": text });
  return completion(snapshot, place).map(({ label }) => label);
}

test("completion of hints in doc comments", () => {
  const hints = ["@slice", "@out", "@raw", "@errors", "@owned", "@handle", "@async", "@batch"];
  assert.deepEqual(completed("/// @$0\nexport fn f() void {}"), hints);
  assert.deepEqual(completed("    /// @sl$0\n"), hints);
  assert.deepEqual(completed("// @$0\nexport fn f() void {}"), []);
  assert.deepEqual(completed("/// text @$0\nexport fn f() void {}"), []);
});

test("completion of names behind hints", () => {
  const fn =
    "\n/// More.\nexport fn f(p: [*]const u8, q: ?[*]f32, n: usize, m: u32, r: *i32) void {}\nconst E = enum(c_int) { a };\nconst H = opaque {};\nexport fn h_close(h: *H) void {}";
  assert.deepEqual(completed(`/// @slice $0${fn}`), ["p", "q", "r"]);
  assert.deepEqual(completed(`/// @slice p $0${fn}`), ["n", "m"]);
  assert.deepEqual(completed(`/// @slice p n*$0${fn}`), ["m"]);
  assert.deepEqual(completed(`/// @out $0${fn}`), ["r"]);
  assert.deepEqual(completed(`/// @errors $0${fn}`), ["E"]);
  assert.deepEqual(completed(`/// @handle $0${fn}`), ["H"]);
  assert.deepEqual(completed(`/// @handle H $0${fn}`), ["close=f", "close=h_close"]);
  assert.deepEqual(completed(`/// @owned $0${fn}`), ["f", "h_close"]);
  assert.deepEqual(completed("/// @slice $0\nconst a = 1;\nexport fn f(p: [*]u8) void {}"), []);
});
