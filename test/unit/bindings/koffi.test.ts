import assert from "node:assert/strict";
import { test } from "node:test";
import { shown } from "./declared.ts";

function koffi(body: string): readonly string[] {
  return shown(`import koffi from "koffi"; const lib = koffi.load("a"); ${body}`);
}

const types: readonly (readonly [string, string])[] = [
  ["bool", "bool"],
  ["char", "c_char"],
  ["uchar", "u8"],
  ["unsigned char", "u8"],
  ["int8", "i8"],
  ["uint8_t", "u8"],
  ["short", "c_short"],
  ["ushort", "c_ushort"],
  ["unsigned short", "c_ushort"],
  ["int16_be_t", "i16"],
  ["uint16_le", "u16"],
  ["int", "c_int"],
  ["uint", "c_uint"],
  ["unsigned int", "c_uint"],
  ["unsigned   int", "c_uint"],
  ["int32", "i32"],
  ["uint32_be", "u32"],
  ["long", "c_long"],
  ["ulong", "c_ulong"],
  ["unsigned long", "c_ulong"],
  ["long long", "c_longlong"],
  ["unsigned long long", "c_ulonglong"],
  ["longlong", "c_longlong"],
  ["int64_t", "i64"],
  ["uint64", "u64"],
  ["size_t", "usize"],
  ["intptr", "isize"],
  ["uintptr_t", "usize"],
  ["float", "f32"],
  ["float64", "f64"],
  ["double", "f64"],
  ["char16_t", "u16"],
  ["char32", "u32"],
  ["wchar_t", "?"],
  ["str", "[*:0]const u8"],
  ["string", "[*:0]const u8"],
  ["char *", "[*c]c_char"],
  ["const char *", "[*c]const c_char"],
  ["const char **", "[*c][*c]const c_char"],
  ["const char *const *", "[*c]const [*c]const c_char"],
  ["void *", "[*c]?"],
  ["const void *", "[*c]const ?"],
  ["void **", "[*c][*c]?"],
  ["int *", "[*c]c_int"],
  ["_Out_ int *", "[*c]c_int"],
  ["_Inout_ uint8_t *", "[*c]u8"],
  ["str !", "[*:0]const u8"],
];

for (const [spelling, type] of types) {
  test(`koffi: "${spelling}" in both forms`, () => {
    assert.deepEqual(koffi(`lib.func("f", "void", ["${spelling}"]); lib.func("void g(${spelling} x)");`), [
      "koffi a",
      `  f(${type}) void`,
      `  g(x: ${type}) void`,
    ]);
  });
}

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["void is no parameters", `lib.func("int f(void)"); lib.func("int g()");`, ["koffi a", "  f() c_int", "  g() c_int"]],
  [
    "parameters without names",
    `lib.func("int f(unsigned int, const char *, size_t)")`,
    ["koffi a", "  f(c_uint, [*c]const c_char, usize) c_int"],
  ],
  ["a pointer is returned", `lib.func("const char *f(int a);")`, ["koffi a", "  f(a: c_int) [*c]const c_char"]],
  [
    "calling conventions",
    `lib.func("int __stdcall f(int a)"); lib.func("__stdcall", "g", "int", ["int"]); lib.stdcall("h", "int", ["int"]); lib.cdecl("int i(int a)");`,
    ["koffi a", "  f(a: c_int) c_int", "  g(c_int) c_int", "  h(c_int) c_int", "  i(a: c_int) c_int"],
  ],
  [
    "variadic",
    `lib.func("int f(str fmt, ...)"); lib.func("g", "int", ["str", "..."])`,
    ["koffi a", "  f(fmt: [*:0]const u8, ...) c_int", "  g([*:0]const u8, ...) c_int"],
  ],
  [
    "structs by value and by pointer, named or as objects",
    `const V = koffi.struct("V", { x: "float", y: "float" }); lib.func("V f(V a, const V *b, _Out_ V **c)"); lib.func("g", V, [V, koffi.pointer(V), koffi.out(koffi.pointer(V, 2)), "V *"]);`,
    ["koffi a", "  f(a: V, b: [*c]const V, c: [*c][*c]V) V", "  g(V, [*c]V, [*c]V, [*c]V) V", "  struct V { x: f32, y: f32 }"],
  ],
  [
    "pack, alignment, arrays, nesting, unions",
    `const P = koffi.pack("P", { a: "int8_t", b: "int16_t" });
     koffi.struct("S", { a: [8, "int16_t"], p: P, q: koffi.array("int", 4), r: "float [8]", s: "P *[2]", u: koffi.union({ i: "int64_t", d: "double" }) });
     lib.func("void f(S *s)");`,
    [
      "koffi a",
      "  f(s: [*c]S) void",
      "  struct S { a: i16 align(8), p: P, q: [4]c_int, r: [8]f32, s: [2][*c]P, u: u }",
      "  struct P { a: i8 align(1), b: i16 align(1) }",
      "  union u { i: i64, d: f64 }",
    ],
  ],
  [
    "an opaque type that becomes a struct, and one that points to itself",
    `const T = koffi.opaque("T"); koffi.struct("U", { t: "T *" }); koffi.struct(T, { u: "U *", next: "T *" }); lib.func("void f(T *t)");`,
    ["koffi a", "  f(t: [*c]T) void", "  struct T { u: [*c]U, next: [*c]T }", "  struct U { t: [*c]T }"],
  ],
  [
    "handles: pointers and aliases with names",
    `const H = koffi.pointer("HANDLE", koffi.opaque("H")); koffi.alias("HWND", H); koffi.alias("DWORD", "uint32_t"); lib.func("DWORD f(HANDLE a, HWND b, DWORD *c)");`,
    ["koffi a", "  f(a: [*c]H, b: [*c]H, c: [*c]u32) u32", "  opaque H"],
  ],
  [
    "callbacks go by pointer",
    `const C = koffi.proto("int C(const char *name, int age)"); koffi.proto("D", "void", ["double"]);
     lib.func("void f(C *c, D *d)"); lib.func("g", "void", [koffi.pointer(C)]); lib.func("void h(C c)");`,
    [
      "koffi a",
      "  f(c: *const fn ([*c]const c_char, c_int) c_int, d: *const fn (f64) void) void",
      "  g(*const fn ([*c]const c_char, c_int) c_int) void",
      "  h(c: ?) void",
      "? 2: C -- koffi takes a callback by pointer: write `Name *` or `koffi.pointer(Name)`",
    ],
  ],
  [
    "a registered callback that is passed as a mere pointer",
    `const C = koffi.proto("bool C(int a)"); const f = lib.func("void f(void *cb)"); const cb = koffi.register(() => true, koffi.pointer(C)); f(cb);`,
    ["koffi a", "  f(cb: *const fn (c_int) bool) void"],
  ],
  [
    "enumerations",
    `const E = koffi.enumeration("E", { A: 0, B: 5 }); const F = koffi.enumeration("F", { M: -1 }); const G = koffi.enumeration("G", { Z: 1n }, "int64_t"); lib.func("E f(F x, G y)");`,
    ["koffi a", "  f(x: F, y: G) E", "  enum(c_uint) E { A = 0, B = 5 }", "  enum(c_int) F { M = -1 }", "  enum(i64) G { Z = 1 }"],
  ],
  [
    "disposable, resolve, types and introspection",
    `const S = koffi.disposable("S", "str", free); lib.func("f", S, [koffi.disposable("str"), koffi.types.uint16, koffi.resolve("int *"), koffi.inout("char *")]); lib.func("S g()");`,
    ["koffi a", "  f([*:0]const u8, u16, [*c]c_int, [*c]c_char) [*:0]const u8", "  g() [*:0]const u8"],
  ],
  ["variables", `lib.symbol("counter", "int"); lib.symbol("untyped");`, ["koffi a", "  var counter: c_int", "  var untyped: ?"]],
  [
    "types without a name are told apart",
    `const A = koffi.struct({ in: koffi.struct({ x: "int" }) }); const B = koffi.struct({ in: koffi.struct({ y: "float" }) }); lib.func("f", "void", [A, B]);`,
    [
      "koffi a",
      "  f(A, B) void",
      "  struct A { in: in }",
      "  struct in { x: c_int }",
      "  struct B { in: in@1:146 }",
      "  struct in { y: f32 }",
    ],
  ],
  [
    "a mirror that no function uses",
    `koffi.struct("Lonely", { x: "int" }); lib.func("int f()");`,
    ["koffi a", "  f() c_int", "mirror struct Lonely { x: c_int }"],
  ],
  [
    "what koffi would refuse, or we cannot know",
    `lib.func("Nope f(int a)"); lib.func("int"); lib.func(5, "int", []); lib.func(make()); lib.func("g", "int", makeArgs()); lib.func("h", 7, []);`,
    [
      "koffi a",
      "  f(a: c_int) ?",
      "  g(?) c_int",
      "  h() ?",
      "? 1: Nope -- `Nope` is no type that koffi knows here",
      '? 1: "int" -- the prototype has no "(" after its name',
      "? 1: 5 -- the function is named by its ordinal",
      "? 1: make() -- what `make()` gives is not known",
      "? 1: makeArgs() -- what `makeArgs()` gives is not known",
      "? 1: 7 -- `7` is no type of koffi",
    ],
  ],
  [
    "a flexible array has another size than in C",
    `koffi.struct("S", { n: "size_t", items: koffi.array("int", "n", 128) }); lib.func("void f(S *s)");`,
    [
      "koffi a",
      "  f(s: [*c]S) void",
      "  struct S { n: usize, items: ? }",
      '? 1: koffi.array("int", "n", 128) -- koffi gives a flexible array its largest size, which C does not',
    ],
  ],
];

for (const [name, body, lines] of cases) test(`koffi: ${name}`, () => assert.deepEqual(koffi(body), lines));

test("koffi: a library that a function is given", () => {
  const source = `import koffi from "koffi"; export function bind(lib) { return { a: lib.func("int a(int x)"), b: lib.func("b", "int", ["int"]), c: lib.func(other) }; }`;
  assert.deepEqual(shown(source), ["koffi ?", "  a(x: c_int) c_int", "  b(c_int) c_int"]);
});

test("koffi: types declared for each platform", () => {
  const source = `import koffi from "koffi"; const lib = koffi.load("a");
    if (process.platform === "win32") koffi.alias("T", "long"); else koffi.alias("T", "int64_t");
    lib.func("f", "T", []);`;
  assert.deepEqual(shown(source), ["koffi a", "  optional f() c_long", "  optional f() i64"]);
});
