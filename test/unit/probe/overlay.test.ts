import assert from "node:assert/strict";
import { test } from "node:test";
import { packagesOf, readSources } from "../../../server/src/toolchain/probe/overlay.ts";
import { appended, overlayOf } from "./zigSources.ts";

const probe = '@import("zig_ffi_probe")';

test("one block for each container and export, private and nested ones by their path", () => {
  const root = `const A = extern struct { x: u8 };
const Outer = struct { const Inner = packed struct(u8) { x: u8 }; export fn f(a: *A) void { _ = a; } };
const @"odd \\"name\\"" = enum(u8) { a };`;
  const probed = overlayOf({ "root.zig": root });
  assert.deepEqual(appended(probed, "root.zig", root), [
    `comptime { ${probe}.report("0", @"A"); }`,
    `comptime { ${probe}.report("1", @"Outer"); }`,
    `comptime { ${probe}.report("2", @"Outer".@"Inner"); }`,
    `comptime { ${probe}.report("3", @"odd \\"name\\""); }`,
    `comptime { ${probe}.signature("4", @TypeOf(@"Outer".@"f")); }`,
    `comptime { ${probe}.end(); }`,
  ]);
});

test("each file asks for its own containers, and the root makes the compiler look at all files", () => {
  const files = { "root.zig": 'const g = @import("sub/geo.zig");', "sub/geo.zig": "const V = extern struct { x: f32 };" };
  const probed = overlayOf(files);
  assert.deepEqual(appended(probed, "sub/geo.zig", files["sub/geo.zig"]), [`comptime { ${probe}.report("0", @"V"); }`]);
  assert.deepEqual(appended(probed, "root.zig", files["root.zig"]), [
    'comptime { _ = @import("sub/geo.zig"); }',
    `comptime { ${probe}.end(); }`,
  ]);
  assert.equal(probed.overlay.root, "root.zig");
});

test("files above the root keep their relation to it", () => {
  const text = 'const a = @import("../a.zig");';
  const sources = readSources("/p/src/root.zig", (path) =>
    path === "/p/src/root.zig" ? { text, isValidUtf8: true } : path === "/p/a.zig" ? { text: "", isValidUtf8: true } : undefined,
  );
  assert.deepEqual([...(sources?.zig.keys() ?? [])], ["/p/src/root.zig", "/p/a.zig"]);
});

test("a type that only the compiler knows is searched for further containers", () => {
  const root = `fn Vec(comptime T: type) type { return extern struct { x: T }; }
const S = extern struct { v: Vec(f32), n: u8 };
export fn f(a: *Vec(u8)) void { _ = a; }`;
  const lines = appended(overlayOf({ "root.zig": root }), "root.zig", root);
  assert.ok(lines.includes(`comptime { ${probe}.walk("1", @FieldType(@"S", "v")); }`), lines.join("\n"));
  assert.ok(lines.includes(`comptime { ${probe}.walk("3", @TypeOf(@"f")); }`), lines.join("\n"));
  assert.equal(lines.filter((line) => line.includes(".walk(")).length, 2);
});

test("containers without a name get a mark behind their brace, after their own doc comment", () => {
  const root = `const S = extern struct { in: extern struct { x: u8 }, u: extern union {
    //! Doc.
    a: u8 } };`;
  const { overlay, questions } = overlayOf({ "root.zig": root });
  assert.deepEqual(
    questions.marked.map(({ name }) => name),
    ["S.in", "S.u"],
  );
  const copy = (overlay.texts.get("root.zig") ?? "").split("\n").slice(0, 3);
  assert.deepEqual(copy, [
    "const S = extern struct { in: extern struct { pub const zig_ffi_probe_mark = 0; x: u8 }, u: extern union {",
    "    //! Doc.",
    " pub const zig_ffi_probe_mark = 1;    a: u8 } };",
  ]);
});

test("@export is logged instead; comments and strings stay", () => {
  const root = 'fn f() callconv(.c) void {}\n// @export(a)\nconst s = "@export(b)";\ncomptime { @export (&f, .{ .name = "x" ++ "y" }); }';
  const copy = (overlayOf({ "root.zig": root }).overlay.texts.get("root.zig") ?? "").split("\n").slice(0, 4);
  assert.deepEqual(copy, [
    "fn f() callconv(.c) void {}",
    "// @export(a)",
    'const s = "@export(b)";',
    `comptime { ${probe}.exported (&f, .{ .name = "x" ++ "y" }); }`,
  ]);
});

test("imports inside functions and embedded files are part of the copy; comments are not read", () => {
  const files = {
    "root.zig": `fn f() void { _ = @import("in.zig"); }\nconst d = @embedFile("data/x.bin"); // @import("no.zig")\nconst z = @import("conf.zon");`,
    "in.zig": "",
  };
  const { overlay } = overlayOf(files);
  assert.deepEqual([...overlay.texts.keys()], ["root.zig", "in.zig"]);
  assert.deepEqual(
    [...overlay.copies],
    [
      ["data/x.bin", "/lib/data/x.bin"],
      ["conf.zon", "/lib/conf.zon"],
    ],
  );
});

test("a line of a copy is a line of the source, or a question", () => {
  const root = "const A = extern struct { x: u8 };\n";
  const { overlay } = overlayOf({ "root.zig": root });
  assert.deepEqual(overlay.place("root.zig", 1), { kind: "source", file: "/lib/root.zig", line: 1 });
  const place = overlay.place("root.zig", 3);
  assert.equal(place?.kind === "question" && place.question.about.kind === "container" ? place.question.about.id : "", "/lib/root.zig#A");
  assert.equal(overlay.place("root.zig", 4), undefined);
  assert.equal(overlay.place("std.zig", 1), undefined);
});

test("packages are the imports that are neither files nor the compiler's own", () => {
  const text =
    'const std = @import("std");\nconst a = @import("pkg");\nconst b = @import("b.zig");\n// @import("no")\nconst s = "@import(\\"no\\")";';
  const sources = { root: "/r.zig", zig: new Map([["/r.zig", text]]), data: [] };
  assert.deepEqual(packagesOf(sources), ["pkg"]);
});
