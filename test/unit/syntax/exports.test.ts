import assert from "node:assert/strict";
import test from "node:test";
import { exported, issues, readFiles, readText, signature } from "./zig.ts";

/** Zig source, and `signature [callconv] [container]` of each export in order. */
const cases: readonly {
  readonly name: string;
  readonly source: string;
  readonly expected: readonly string[];
  readonly issues?: readonly string[];
}[] = [
  { name: "plain", source: "export fn add(a: i32, b: i32) i32 { return a + b; }", expected: ["add(a: i32, b: i32) i32 c"] },
  { name: "pub", source: "pub export fn f() void {}", expected: ["f() void c"] },
  {
    name: "unnamed and underscore parameters, noalias",
    source: "export fn f(_: u8, noalias p: *u8) void {}",
    expected: ["f(_: u8, p: *u8) void c"],
  },
  {
    name: "calling conventions",
    source:
      'export fn a() callconv(.C) void {}\nexport fn b() callconv(.winapi) void {}\nexport fn d() callconv(conv) void {}\nconst conv = std.builtin.CallingConvention.c;\nconst std = @import("std");',
    expected: ["a() void c", "b() void .winapi", "d() void c"],
  },
  {
    name: "everything between the parameters and the return type",
    source: 'export fn f() align(16) linksection(".text") callconv(.c) u8 {}',
    expected: ["f() u8 c"],
  },
  { name: "variadic", source: "export fn f(n: c_int, ...) callconv(.c) void {}", expected: ["f(n: c_int, ...) void c"] },
  { name: "quoted names", source: 'export fn @"weird name.x"(@"type": u8) void {}', expected: ["weird name.x(type: u8) void c"] },
  {
    name: "declarations that are no exports",
    source: 'extern fn a() void; pub extern "c" fn b(x: u8) c_int; fn c() void {} extern var d: u8; const e: u8 = 1;',
    expected: [],
  },
  {
    name: "nested in containers",
    source:
      "pub const Api = struct { const Deep = extern struct { a: u8, export fn deep(self: *Deep, t: T) void {} const T = u16; }; export fn outer() Deep {} };",
    expected: ["deep(self: *Api.Deep, t: u16) void c Api.Deep", "outer() Api.Deep c Api"],
  },
  {
    name: "inside a container that something is taken from",
    source: "const f = struct { export fn inner() void {} }.inner;",
    expected: ["inner() void c f"],
  },
  {
    name: "not from function bodies or tests",
    source: "fn f() void { const S = struct { export fn no() void {} }; _ = S; }\ntest { const S = struct { export fn no2() void {} }; }",
    expected: [],
  },
  {
    name: "slices, error unions and arrays are modelled, not judged",
    source: "export fn f(a: []const u8, b: [4]u8, c: ?i32) anyerror!void {}",
    expected: ["f(a: []const u8, b: [4]u8, c: ?i32) !void c"],
  },
  {
    name: "containers in a signature",
    source: "export fn f(a: *extern struct { x: u8 }, *opaque {}) extern union { y: u8 } {}",
    expected: ["f(a: *f.a, _: *f.1) f.return c"],
  },
  {
    name: "variables",
    source:
      'export var a: u32 = 1;\npub export const b: [3]u8 = .{ 1, 2, 3 };\nexport threadlocal var c: ?*anyopaque align(8) linksection(".x") = null;',
    expected: ["var a: u32", "const b: [3]u8", "var c: ?*anyopaque"],
  },
  {
    name: "variables whose value tells their type",
    source:
      "const V = extern struct { x: u8 };\nexport const a = @as(u32, 7);\nexport const b = V{ .x = 1 };\nexport const c = [_]u16{ 1, 2 };\nexport const d = true;\nexport const e = 5;\nexport const g = f();",
    expected: [
      "const a: u32",
      "const b: V",
      "const c: [2]u16",
      "const d: bool",
      "const e: ? `e` has no type written, and its value does not tell",
      "const g: ? `g` has no type written, and its value does not tell",
    ],
  },
  {
    name: "@export of a function, old and new form",
    source:
      'fn f(a: u8) callconv(.c) u8 {}\nfn g() void {}\ncomptime { @export(&f, .{ .name = "ff", .linkage = .strong }); @export(g, .{ .name = "gg" }); }',
    expected: ["ff(a: u8) u8 c", "gg() void zig"],
  },
  {
    name: "@export through names, blocks and constants",
    source: `const api = struct { const Inner = struct { pub fn f(x: T) callconv(.c) void {} const T = u16; }; };
const prefix = "my_"; const full = "full_name"; const options: std.builtin.ExportOptions = .{ .name = "from_options" };
const std = @import("std");
comptime {
  const c = api.Inner;
  @export(&c.f, .{ .name = "one" });
  if (true) { const d = c; @export(&d.f, .{ .name = full }); } else @export(&c.f, .{ .name = "other" });
  @export(&api.Inner.f, options);
}
const Nested = struct { comptime { @export(&own, .{ .name = "nested" }); } fn own() callconv(.c) void {} };`,
    expected: [
      "one(x: u16) void c api.Inner",
      "full_name(x: u16) void c api.Inner",
      "other(x: u16) void c api.Inner",
      "from_options(x: u16) void c api.Inner",
      "nested() void c Nested",
    ],
  },
  {
    name: "@export of a variable",
    source:
      'var counter: u64 = 0;\nconst S = struct { const table: [2]u8 = undefined; };\ncomptime { @export(&counter, .{ .name = "my_counter" }); @export(&S.table, .{ .name = "my_table" }); }',
    expected: ["var my_counter: u64", "const my_table: [2]u8 S"],
  },
  {
    name: "@export that cannot be read",
    source: `fn f() callconv(.c) void {}
comptime { @export(&f, .{ .name = "a" ++ "b" }); @export(&make(1), .{ .name = "made" }); @export(&missing, .{ .name = "x" });
  for (.{ f }) |item| @export(&item, .{ .name = "looped" }); @export(&f); }`,
    expected: [],
    issues: [
      "zig/unknown-export 2:12 This @export is left out: its name is computed; only the built library shows it.",
      "zig/unknown-export 2:50 This @export is left out: what `made` stands for cannot be read: `make(1)` can only be evaluated by the compiler.",
      "zig/unknown-export 2:90 This @export is left out: what `x` stands for cannot be read: no declaration is named `missing`.",
      "zig/unknown-export 3:23 This @export is left out: what `looped` stands for cannot be read: `item` has no value that can be read here.",
      "zig/unknown-export 3:62 This @export is left out: its name is computed; only the built library shows it.",
    ],
  },
  {
    name: "generic functions",
    source:
      "export fn a(comptime T: type, x: T) void {}\nexport fn b(x: anytype) void {}\nexport fn c(n: comptime_int) void {}\nexport fn d() type {}",
    expected: ["a(T: type, x: ? no declaration is named `T`) void c", "b(x: anytype) void c", "c(n: comptime_int) void c", "d() type c"],
    issues: [
      "zig/generic-export 1:11 a cannot be called from outside: T is a comptime parameter. Export a wrapper that fixes the types.",
      "zig/generic-export 2:11 b cannot be called from outside: x is anytype, which exists only at compile time. Export a wrapper that fixes the types.",
      "zig/generic-export 3:11 c cannot be called from outside: n is comptime_int, which exists only at compile time. Export a wrapper that fixes the types.",
      "zig/generic-export 4:11 d cannot be called from outside: it returns type, which exists only at compile time. Export a wrapper that fixes the types.",
    ],
  },
  {
    name: "duplicate symbols: the first wins",
    source:
      'export fn a(x: u8) void {}\nfn g() void {}\ncomptime { @export(&g, .{ .name = "a" }); }\nconst S = struct { export fn a() void {} };',
    expected: ["a(x: u8) void c"],
    issues: [
      "zig/duplicate-symbol 3:36 a is exported twice: first at /lib/root.zig:1:11. The linker refuses this; rename one. The first is used.",
      "zig/duplicate-symbol 4:30 a is exported twice: first at /lib/root.zig:1:11. The linker refuses this; rename one. The first is used.",
    ],
  },
];

for (const { name, source, expected, issues: expectedIssues } of cases) {
  test(name, () => {
    const module = readText(source);
    const found = module.exports.map((item) => {
      const parts = [
        signature(module, item.symbol),
        ...(item.kind === "fn" ? [item.callconv] : []),
        ...(item.container === null ? [] : [item.container]),
      ];
      return parts.join(" ");
    });
    assert.deepEqual(found, expected);
    assert.deepEqual(issues(module), expectedIssues ?? []);
  });
}

test("everything that the model says about a function", () => {
  const module = readText(`/// Adds.\n/// Twice.\npub export fn add(\n    a: *const // why\n        u8,\n) callconv(.c)\n    u32 {\n}`);
  assert.deepEqual(module.exports, [
    {
      kind: "fn",
      symbol: "add",
      span: { file: "/lib/root.zig", line: 3, column: 15, start: 35, end: 38 },
      container: null,
      isPub: true,
      doc: { text: "Adds.\nTwice.", line: 1 },
      unknown: null,
      params: [
        {
          name: "a",
          type: {
            kind: "pointer",
            size: "one",
            isConst: true,
            isVolatile: false,
            isAllowzero: false,
            sentinel: null,
            align: null,
            pointee: { kind: "int", signed: false, bits: 8 },
          },
          text: "*const u8",
          span: { file: "/lib/root.zig", line: 4, column: 8, start: 47, end: 71 },
          isComptime: false,
        },
      ],
      returns: { kind: "int", signed: false, bits: 32 },
      returnsText: "u32",
      callconv: "c",
      isVariadic: false,
      source: "export",
    },
  ]);
});

test("an @export's span is the name in its options, and the rest comes from the function", () => {
  const module = readFiles({
    "root.zig": 'const lib = @import("lib.zig");\ncomptime {\n    @export(&lib.f, .{ .name = "public_f" });\n}',
    "lib.zig": "/// Does it.\npub fn f(v: *V) callconv(.c) void {}\nconst V = opaque {};",
  });
  const item = exported(module, "public_f");
  assert.deepEqual(item.span, { file: "/lib/root.zig", line: 3, column: 33, start: 75, end: 83 });
  assert.deepEqual([item.isPub, item.doc, item.kind === "fn" ? item.source : null], [true, { text: "Does it.", line: 1 }, "@export"]);
  assert.equal(signature(module, "public_f"), "public_f(v: *V) void");
});

/** Sources, and the exports that are there under a condition only. */
const conditional: readonly (readonly [name: string, source: Readonly<Record<string, string>> | string, expected: readonly string[]])[] = [
  ["plain", "export fn f() void {} pub const S = struct { export fn g() void {} }; export var v: u8 = 0;", []],
  [
    "a branch of a comptime block",
    'fn f() callconv(.c) void {}\ncomptime { @export(&f, .{ .name = "always" }); if (w) @export(&f, .{ .name = "a" }) else { @export(&f, .{ .name = "b" }); } }',
    ["a", "b"],
  ],
  [
    "a branch of a declaration",
    "const W = if (w) struct { export fn a() void {} } else struct { export fn b() void {} export const c: u8 = 1; };",
    ["a", "b", "c"],
  ],
  ["a container that a function takes", "const W = wrapped(struct { export fn a() void {} });", ["a"]],
  [
    "a file that is imported in a branch",
    {
      "root.zig":
        'const os = if (w) @import("win.zig") else @import("unix.zig");\nconst both = @import("both.zig");\nexport fn f() void {}',
      "win.zig": 'export fn a() void {}\nconst both = @import("both.zig");',
      "unix.zig": 'const deep = @import("deep.zig");\nexport fn b() void {}',
      "deep.zig": "export fn c() void {}",
      "both.zig": "export fn g() void {}",
    },
    ["a", "b", "c"],
  ],
];

for (const [name, source, expected] of conditional) {
  test(`exported under a condition: ${name}`, () => {
    const module = typeof source === "string" ? readText(source) : readFiles(source);
    const found = module.exports.filter(({ isConditional }) => isConditional === true).map(({ symbol }) => symbol);
    assert.deepEqual(found, expected);
  });
}

test("a symbol exported under two conditions is unknown, not a duplicate", () => {
  const module = readText(
    'fn a() callconv(.c) void {}\nfn b(x: u8) callconv(.c) void {}\ncomptime {\n    if (c) @export(&a, .{ .name = "f" }) else @export(&b, .{ .name = "f" });\n}',
  );
  const reason = "it is exported under conditions at /lib/root.zig:4:36 and /lib/root.zig:4:71";
  assert.equal(exported(module, "f").unknown, reason);
  assert.deepEqual(issues(module), [`zig/unknown-export 4:71 Which f is meant cannot be read: ${reason}.`]);
});
