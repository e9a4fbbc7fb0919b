import assert from "node:assert/strict";
import { test } from "node:test";
import { shown } from "./declared.ts";

const denoTypes: readonly (readonly [string, string])[] = [
  ["void", "void"],
  ["bool", "bool"],
  ["u8", "u8"],
  ["i8", "i8"],
  ["u16", "u16"],
  ["i16", "i16"],
  ["u32", "u32"],
  ["i32", "i32"],
  ["u64", "u64"],
  ["i64", "i64"],
  ["usize", "usize"],
  ["isize", "isize"],
  ["f32", "f32"],
  ["f64", "f64"],
  ["pointer", "[*c]?"],
  ["buffer", "[*]?"],
  ["function", "*const ?"],
];

for (const [spelling, type] of denoTypes) {
  test(`deno: ${spelling}`, () => {
    assert.deepEqual(shown(`Deno.dlopen("a", { f: { parameters: [], result: "${spelling}" } });`), ["deno a", `  f() ${type}`]);
  });
}

const nodeTypes: readonly (readonly [string, string])[] = [
  ['"void"', "void"],
  ['"bool"', "bool"],
  ['"char"', "c_char"],
  ['"int8"', "i8"],
  ['"i8"', "i8"],
  ['"uint8"', "u8"],
  ['"u8"', "u8"],
  ['"int16"', "i16"],
  ['"u16"', "u16"],
  ['"int32"', "i32"],
  ['"u32"', "u32"],
  ['"int64"', "i64"],
  ['"u64"', "u64"],
  ['"float32"', "f32"],
  ['"float"', "f32"],
  ['"f32"', "f32"],
  ['"float64"', "f64"],
  ['"double"', "f64"],
  ['"pointer"', "[*c]?"],
  ['"ptr"', "[*c]?"],
  ['"string"', "[*:0]const u8"],
  ['"str"', "[*:0]const u8"],
  ['"buffer"', "[*]?"],
  ['"arraybuffer"', "[*]?"],
  ['"function"', "*const ?"],
  ["types.VOID", "void"],
  ["types.BOOL", "bool"],
  ["types.CHAR", "c_char"],
  ["types.INT_8", "i8"],
  ["types.UINT_64", "u64"],
  ["types.FLOAT", "f32"],
  ["types.FLOAT_64", "f64"],
  ["types.DOUBLE", "f64"],
  ["types.POINTER", "[*c]?"],
  ["types.ARRAY_BUFFER", "[*]?"],
  ["types.STRING", "[*:0]const u8"],
  ["types.FUNCTION", "*const ?"],
];

for (const [spelling, type] of nodeTypes) {
  test(`node:ffi: ${spelling}`, () => {
    assert.deepEqual(shown(`import { dlopen, types } from "node:ffi"; dlopen("a", { f: { return: ${spelling} } });`), [
      "node:ffi a",
      `  f() ${type}`,
    ]);
  });
}

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "deno: name, optional, nonblocking, variables",
    `const lib = Deno.dlopen("a", { f: { parameters: ["i32"], result: "u8", name: "real_f", nonblocking: true }, g: { parameters: [], result: "void", optional: true }, v: { type: "u32", name: "real_v" } } as const);`,
    ["deno a", "  real_f(i32) u8", "  optional g() void", "  var real_v: u32"],
  ],
  [
    "deno: structs by value",
    `const Vec = { struct: ["f32", "f32"] } as const; const Box = { struct: [Vec, "u8"] } as const;
     Deno.dlopen("a", { f: { parameters: [Vec, { struct: ["u64"] }], result: Box } });`,
    [
      "deno a",
      "  f(Vec, struct@2:48) Box",
      "  struct Box { 0: Vec, 1: u8 }",
      "  struct Vec { 0: f32, 1: f32 }",
      "  struct struct@2:48 { 0: u64 }",
    ],
  ],
  [
    "deno: what Deno refuses",
    `Deno.dlopen("a", { f: { parameters: [] }, g: { result: "void" }, h: { parameters: ["i128"], result: "void" } });`,
    [
      "deno a",
      "  f() ?",
      "  g(?) void",
      "  h(?) void",
      "? 1: { parameters: [] } -- there is no `result`: Deno refuses the definition",
      '? 1: { result: "void" } -- there is no `parameters`: Deno refuses the definition',
      '? 1: "i128" -- `"i128"` is no type of Deno.dlopen',
    ],
  ],
  [
    "deno: callbacks",
    `const lib = Deno.dlopen("a", { each: { parameters: ["function"], result: "void" } });
     const cb = new Deno.UnsafeCallback({ parameters: ["pointer", "i32"], result: "i32" } as const, (p, n) => n); lib.symbols.each(cb.pointer);`,
    ["deno a", "  each(*const fn ([*c]?, i32) i32) void"],
  ],
  [
    "deno: taken apart and aliased",
    `const { dlopen: open } = Deno; open(new URL("./liba.so", import.meta.url), { f: { parameters: [], result: "void" } });`,
    ["deno ./liba.so", "  f() void"],
  ],
  [
    "deno: plug",
    `import { dlopen } from "jsr:@denosaurs/plug@1"; await dlopen({ name: "vec", url: "https://example.org/" }, { f: { parameters: [], result: "void" } });`,
    ["deno https://example.org/vec", "  f() void"],
  ],
  [
    "node:ffi: both spellings of the keys",
    `import ffi from "node:ffi"; ffi.dlopen("a", { f: { arguments: ["i32"], return: "i32" }, g: { parameters: ["u8"], result: "u8" }, h: {} });`,
    ["node:ffi a", "  f(i32) i32", "  g(u8) u8", "  h() void"],
  ],
  [
    "node:ffi: classes of one's own that extend DynamicLibrary",
    `const { DynamicLibrary } = require("node:ffi");
    class A extends DynamicLibrary { constructor() { super("a"); this.one = this.getFunction("one", { arguments: ["u8"], return: "u32" }); } two() { return this.getFunction("two", {}); } }
    class B extends DynamicLibrary { one = this.getFunction("one", {}); }
    class C extends A { three = this.getFunction("three", {}); }
    new B("b"); new C();`,
    ["node:ffi a", "  one(u8) u32", "  three() void", "  two() void", "node:ffi b", "  one() void"],
  ],
  [
    "node:ffi: a library that is asked for functions and symbols",
    `const { DynamicLibrary, dlsym } = require("node:ffi"); const lib = new DynamicLibrary("a");
     const f = lib.getFunction("f", { arguments: ["i32"], return: "i32" }); const more = lib.getFunctions({ g: { return: "f64" } });
     lib.getSymbol("data"); dlsym(lib, "other");`,
    ["node:ffi a", "  f(i32) i32", "  g() f64", "  var data: ?", "  var other: ?"],
  ],
  [
    "node:ffi: callbacks",
    `import { dlopen } from "node:ffi"; const { lib, functions } = dlopen("a", { each: { arguments: ["pointer"] } });
     const cb = lib.registerCallback({ arguments: ["i32"], return: "bool" }, () => true); functions.each(cb);`,
    ["node:ffi a", "  each(*const fn (i32) bool) void"],
  ],
  [
    "node:ffi: an unknown type",
    `import { dlopen } from "node:ffi"; dlopen("a", { f: { return: "size_t" } });`,
    ["node:ffi a", "  f() ?", '? 1: "size_t" -- `"size_t"` is no type of node:ffi'],
  ],
];

for (const [name, source, lines] of cases) test(name, () => assert.deepEqual(shown(source), lines));

const structs: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "every kind of field",
    `const E = defineEnum({ A: 0, B: 7 }, "u8"); const Inner = defineStruct([["x", "f32"]]);
     export const Outer = defineStruct([["a", "bool_u8"], ["b", "bool_u32"], ["c", "char*"], ["d", "cstring"], ["e", E], ["f", Inner], ["g", Inner, { asPointer: true }],
       ["h", ["u32"]], ["i", [Inner]], ["j", objectPtr()], ["k", "pointer"], ["n", "u64", { lengthOf: "h" }]] as const, { reduceValue: (v) => v });`,
    [
      "mirror enum(u8) E { A = 0, B = 7 }",
      "mirror struct Inner { x: f32 }",
      "mirror struct Outer { a: bool, b: u32, c: [*]const u8, d: [*:0]const u8, e: E, f: Inner, g: *Inner, h: [*]u32, i: [*]Inner, j: [*c]?, k: [*c]?, n: u64 }",
    ],
  ],
  [
    "fields that are there under a condition",
    `const A = defineStruct([["x", "u8", { condition: () => false }], ["y", "u8", { condition: () => true }]]); const B = defineStruct([["x", "u8", { condition: () => process.platform === "win32" }]]);`,
    [
      "mirror struct A { y: u8 }",
      '? 1: () => process.platform === "win32" -- whether the field `x` is there is not known: the struct\'s layout is not checked',
    ],
  ],
  [
    "an unknown type",
    `const A = defineStruct([["x", "i128"], ...more]); const B = defineStruct([["x", "i128"]]);`,
    [
      "mirror struct B { x: ? }",
      '? 1: defineStruct([["x", "i128"], ...more]) -- the struct\'s fields are not a list that is known',
      '? 1: "i128" -- `"i128"` is no type of bun-ffi-structs',
    ],
  ],
];

for (const [name, body, lines] of structs) {
  test(`bun-ffi-structs: ${name}`, () =>
    assert.deepEqual(shown(`import { defineEnum, defineStruct, objectPtr } from "bun-ffi-structs"; ${body}`), lines));
}
