import assert from "node:assert/strict";
import test from "node:test";
import { container, members, readFiles, readText, issues } from "./zig.ts";

/** Zig source, and what each container in it is. */
const cases: readonly { readonly name: string; readonly source: string; readonly expected: Readonly<Record<string, string>> }[] = [
  {
    name: "extern struct with methods, defaults, alignment and nesting",
    source: `const Vec = extern struct {
      x: f32 align(N * 4) = 1.0, // trailing, not a doc
      y: [N + 1]*const Self.Inner,
      const Self = @This();
      const N = 2;
      pub const Inner = extern union { a: u8, b: Other };
      pub fn length(self: Self) f32 { const Local = struct { no: u8 }; return self.x; }
      const Other = extern struct { self: *Vec, odd: u8 align(f()) };
    };`,
    expected: {
      Vec: "extern struct { x: f32 align(8) =, y: [3]*const Vec.Inner }",
      "Vec.Inner": "extern union { a: u8, b: Vec.Other }",
      "Vec.Other": "extern struct { self: *Vec, odd: u8 align(unknown) }",
    },
  },
  {
    name: "packed containers",
    source: `const N = u16; const Flags = packed struct(u32) { a: bool, b: u3 = 0, rest: u28 = 0 };
      const Plain = packed struct { a: u4, b: Bits }; const Bits = packed union(N) { a: u16, b: i16 };`,
    expected: {
      Flags: "packed struct(u32) { a: bool, b: u3 =, rest: u28 = }",
      Plain: "packed struct { a: u4, b: Bits }",
      Bits: "packed union(u16) { a: u16, b: i16 }",
    },
  },
  {
    name: "unions",
    source: `const Tag = enum { a, b }; const A = union { a: u8, b: f32 }; const B = union(enum) { a: u8, b }; const C = union(Tag) { a, b: u8 };
      const D = union(enum(u8)) { a: *D, none: void };`,
    expected: {
      A: "auto union { a: u8, b: f32 }",
      B: "auto union tagged { a: u8, b: void }",
      C: "auto union tagged { a: void, b: u8 }",
      D: "auto union tagged { a: *D, none: void }",
    },
  },
  {
    name: "empty containers have no field",
    source:
      "const A = struct {}; const B = opaque {}; const C = extern union {}; const D = enum {}; const E = extern struct { pub const X = 1; };",
    expected: { A: "auto struct {  }", B: "opaque", C: "extern union {  }", D: "enum() {  }", E: "extern struct {  }" },
  },
  {
    name: "tuples",
    source: "const V = struct { q: u8 }; const T = struct { i32, *V.Missing, *V, [4]u8 align(2) = undefined, struct { z: u8 } };",
    expected: {
      T: "auto struct { 0: i32, 1: *?, 2: *V, 3: [4]u8 align(2) =, 4: T.4 }",
      "T.4": "auto struct { z: u8 }",
    },
  },
  {
    name: "containers inside fields",
    source: `const Outer = extern struct { pos: extern struct { x: f32, deep: *opaque {} }, fns: *const fn (extern union { a: u8 }, packed struct(u8) { b: u8 }) void };`,
    expected: {
      Outer: "extern struct { pos: Outer.pos, fns: *const fn (Outer.fns, Outer.fns.2) void }",
      "Outer.pos": "extern struct { x: f32, deep: *Outer.pos.deep }",
      "Outer.pos.deep": "opaque",
      "Outer.fns": "extern union { a: u8 }",
      "Outer.fns.2": "packed struct(u8) { b: u8 }",
    },
  },
  {
    name: "names that the grammar takes for keywords",
    source: `const S = extern struct { async: *T, await: u8 = 1, @"a b": u8, @"fn": T, c_char: c_char, f80: f80 };
      const T = extern struct { suspend: u8, resume: u8 };`,
    expected: {
      S: "extern struct { async: *T, await: u8 =, a b: u8, fn: T, c_char: c_char, f80: f80 }",
      T: "extern struct { suspend: u8, resume: u8 }",
    },
  },
  {
    name: "comptime fields take no room; error sets and error unions stay what they are",
    source: "const S = struct { comptime tag: u8 = 5, e: error{ A, B }, f: anyerror!u8 = 1, g: error{A}!*S };",
    expected: { S: "auto struct { e: error set, f: !u8 =, g: !*S }" },
  },
  {
    name: "recursive containers",
    source: "const A = extern struct { b: B }; const B = extern struct { a: A, self: [2]B, up: ?*A };",
    expected: { A: "extern struct { b: B }", B: "extern struct { a: A, self: [2]B, up: ?*A }" },
  },
  {
    name: "inner names hide outer ones",
    source: "const T = u8; const A = struct { const T = u16; const B = struct { t: T }; t: T }; const C = struct { t: T };",
    expected: { "A.B": "auto struct { t: u16 }", A: "auto struct { t: u16 }", C: "auto struct { t: u8 }" },
  },
];

for (const { name, source, expected } of cases) {
  for (const [ending, text] of [
    ["LF", source],
    ["CRLF and a byte order mark", `\ufeff${source.replaceAll("\n", "\r\n")}`],
  ] as const) {
    test(`${name}, ${ending}`, () => {
      const module = readText(text);
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, members(module, key)])), expected);
      assert.deepEqual(issues(module), []);
    });
  }
}

test("a container with everything that the model says about it", () => {
  const module = readText(`/// A point.
// not a doc
///  indented

pub const Point = extern struct {
    /// First.
    x: i32 align(8) = 0, // second
    y: Alias, /// belongs to nothing
};
const Alias = u8;`);
  assert.deepEqual(container(module, "Point"), {
    kind: "struct",
    id: "/lib/root.zig#Point",
    name: "Point",
    span: { file: "/lib/root.zig", line: 5, column: 11, start: 51, end: 56 },
    isPub: true,
    doc: { text: "A point.\n indented", line: 1 },
    layout: "extern",
    backing: null,
    isTuple: false,
    fields: [
      {
        name: "x",
        type: { kind: "int", signed: true, bits: 32 },
        text: "i32",
        span: { file: "/lib/root.zig", line: 7, column: 5, start: 94, end: 95 },
        align: 8,
        hasDefault: true,
        doc: { text: "First.", line: 6 },
      },
      {
        name: "y",
        type: { kind: "int", signed: false, bits: 8 },
        text: "Alias",
        span: { file: "/lib/root.zig", line: 8, column: 5, start: 129, end: 130 },
        align: null,
        hasDefault: false,
        doc: null,
      },
    ],
  });
});

test("a file with fields is a struct named by its stem; one without is a type only where it is used as one", () => {
  const module = readFiles({
    "root.zig":
      'const Point = @import("Point.zig");\nconst plain = @import("plain.zig");\nconst unused = @import("unused.zig");\nexport fn f(p: *Point, q: *plain, n: Point.Name) void {}',
    "Point.zig": "x: f32,\ny: *Self,\nz: struct { a: u8 },\nconst Self = @This();\npub const Name = [4]u8;\npub const Nested = struct {};",
    "plain.zig": "pub const a = 1;",
    "unused.zig": "pub const b = struct {};",
  });
  assert.deepEqual(
    [...module.containers.keys()],
    ["/lib/Point.zig#", "/lib/Point.zig#Point.z", "/lib/Point.zig#Nested", "/lib/plain.zig#", "/lib/unused.zig#b"],
  );
  assert.equal(members(module, "Point"), "auto struct { x: f32, y: *Point, z: Point.z }");
});

test("what is declared inside of what a condition chooses is not listed: its name means another thing on another target", () => {
  const module = readText(`const os = @import("builtin").os;
const T = switch (os.tag) { .linux => struct { const Inner = extern struct { a: u8 }; }, else => struct { const Inner = extern struct { b: u16 }; } };
const Plain = struct { const Inner = extern struct { field: extern struct { x: u8, const Deep = enum(u8) { a }; } }; };
const S = extern struct { t: T.Inner };`);
  assert.deepEqual(
    [...module.containers.values()].map((item) => item.name),
    ["Plain", "Plain.Inner", "Plain.Inner.field", "Plain.Inner.field.Deep", "S"],
  );
  const item = container(module, "S");
  assert.equal(item.kind === "struct" ? item.fields[0]?.type.kind : null, "unknown");
});

test("what a condition chooses is unknown and not listed; a generic function's container does not exist", () => {
  const module = readText(`const os = @import("builtin").os;
const T = switch (os.tag) { .linux => extern struct { a: u8 }, else => extern struct { b: u16 } };
fn Gen(comptime X: type) type { return extern struct { x: X }; }
const G = Gen(u8);
const S = extern struct { t: T, g: *G, h: Gen(T) };`);
  assert.deepEqual(
    [...module.containers.values()].map((item) => item.name),
    ["S"],
  );
  const item = container(module, "S");
  assert.deepEqual(
    item.kind === "struct" ? item.fields.map((field) => (field.type.kind === "unknown" ? field.type.reason : field.type.kind)) : null,
    [
      "`switch (os.tag) { .linux => extern struct { a: u8 }, else => extern struct { b..` can only be evaluated by the compiler",
      "pointer",
      "`Gen(T)` can only be evaluated by the compiler",
    ],
  );
});
