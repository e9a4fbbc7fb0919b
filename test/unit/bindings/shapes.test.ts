import assert from "node:assert/strict";
import { test } from "node:test";
import { readDeclarations } from "../../../server/src/syntax/bindings/readDeclarations.ts";
import { shown, type Files } from "./declared.ts";

const bun = `import { dlopen, FFIType, suffix } from "bun:ffi";`;

/** Each shape declares the same two functions. */
const same: readonly string[] = ["bun:ffi a", "  add(i32, i32) i32", "  sub(u8) void"];

const equal: readonly (readonly [string, string])[] = [
  ["a literal", `${bun} dlopen("a", { add: { args: [FFIType.i32, "i32"], returns: 5 }, sub: { args: ["u8"] } });`],
  [
    "a const, as const, satisfies",
    `${bun} const t = { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } } as const satisfies X; export const lib = dlopen("a", t);`,
  ],
  [
    "spread together",
    `${bun} const base = { add: { args: ["i32", "i32"], returns: "i32" } } as const; const more = { sub: { args: ["u8"] } }; dlopen("a", { ...base, ...more } as const);`,
  ],
  [
    "Object.assign",
    `${bun} dlopen("a", Object.assign({}, { add: { args: ["i32", "i32"], returns: "i32" } }, Object.freeze({ sub: { args: ["u8"] } })));`,
  ],
  [
    "destructured type names",
    `import { dlopen, FFIType as T } from "bun:ffi"; const { i32, u8: byte } = T; dlopen("a", { add: { args: [i32, i32], returns: i32 }, sub: { args: [byte] } });`,
  ],
  [
    "require",
    `const ffi = require("bun:ffi"); const T = ffi.FFIType; ffi.dlopen("a", { add: { args: [T.i32, T.i32], returns: T.i32 }, sub: { args: [ffi.FFIType.u8] } });`,
  ],
  [
    "require, destructured",
    `const { dlopen: open, FFIType: { i32, u8 } } = require("bun:ffi"); open("a", { add: { args: [i32, i32], returns: i32 }, sub: { args: [u8] } });`,
  ],
  [
    "import =",
    `import ffi = require("bun:ffi"); ffi.dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } });`,
  ],
  [
    "a namespace import",
    `import * as ffi from "bun:ffi"; ffi.dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } });`,
  ],
  [
    "a default import",
    `import ffi from "bun:ffi"; ffi.dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } });`,
  ],
  [
    "await import",
    `const { dlopen } = await import("bun:ffi"); dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } });`,
  ],
  [
    "createRequire, kept in a variable",
    `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); let ffi = undefined;
     export class Lib { constructor() { if (!ffi) ffi = require("bun:ffi"); ffi.dlopen("a", { add: { args: ["i32", "i32"], returns: ffi.FFIType.i32 }, sub: { args: ["u8"] } }); } }`,
  ],
  [
    "process.getBuiltinModule",
    `const ffi = process.getBuiltinModule("bun:ffi"); ffi.dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } });`,
  ],
  [
    "a function that returns the table",
    `${bun} const I = "i32"; const table = () => ({ add: { args: [I, I], returns: I }, sub: { args: ["u8"] } }); dlopen("a", table());`,
  ],
  [
    "a function that nothing calls",
    `${bun} export async function load() { const lib = dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }); return lib; }`,
  ],
  [
    "a class constructor",
    `${bun} class L { #lib; constructor(path = "a") { this.#lib = dlopen(path, { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }); } } new L();`,
  ],
  [
    "a class field",
    `${bun} export class L { private static table = { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }; lib = dlopen("a", L.table); }`,
  ],
  [
    "a getter and a method",
    `${bun} class L { get table() { return { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }; } open() { return dlopen("a", this.table); } }`,
  ],
  [
    "a base class",
    `${bun} class Base { constructor(table) { this.lib = dlopen("a", table); } } class L extends Base { constructor() { super({ add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }); } } new L();`,
  ],
  [
    "a wrapper",
    `${bun} const open = (path, table) => dlopen(path, table).symbols; open("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } });`,
  ],
  [
    "a wrapper with an object",
    `${bun} function open({ path, symbols, ...rest }) { return dlopen(path, symbols); } open({ path: "a", symbols: { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } } });`,
  ],
  [
    "a wrapper of a wrapper",
    `${bun} function open(t) { return inner("a", t); } function inner(p, t) { return dlopen(p, t); } open({ add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } });`,
  ],
  [
    "Object.entries, looped over",
    `${bun} const spec = { add: [["i32", "i32"], "i32"], sub: [["u8"]] }; const t = {}; for (const [name, [args, returns]] of Object.entries(spec)) { t[name] = { args, returns }; } dlopen("a", t);`,
  ],
  [
    "Object.fromEntries and map",
    `${bun} const spec = { add: [["i32", "i32"], "i32"], sub: [["u8"], "void"] }; dlopen("a", Object.fromEntries(Object.entries(spec).map(([k, [args, returns]]) => [k, { args, returns }])));`,
  ],
  [
    "reduce and forEach",
    `${bun} const names = ["add"]; const t = names.reduce((all, name) => ({ ...all, [name]: { args: ["i32", "i32"], returns: "i32" } }), {}); ["sub"].forEach((n) => { t[n] = { args: ["u8"] }; }); dlopen("a", t);`,
  ],
  [
    "computed names",
    `${bun} const prefix = "a"; dlopen("a", { [\`\${prefix}dd\`]: { args: ["i32", "i32"], returns: "i32" }, ["s" + "ub"]: { args: ["u8"] } });`,
  ],
  [
    "shared lists",
    `${bun} const two = ["i32", "i32"] as const; dlopen("a", { add: { args: [...two], returns: two[0] }, sub: { args: ["u8"] } });`,
  ],
  [
    "properties set one by one",
    `${bun} const t: any = {}; t.add = { args: ["i32", "i32"] }; t.add.returns = "i32"; t["sub"] = { args: ["u8"] }; dlopen("a", t);`,
  ],
  [
    "a namespace",
    `${bun} namespace N { export const t = { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }; } dlopen("a", N.t);`,
  ],
  [
    "several paths tried",
    `${bun} function find(p) { try { return dlopen(p, { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }); } catch { return null; } } for (const p of ["a"]) { const lib = find(p); if (lib) break; }`,
  ],
  ["using", `${bun} { using lib = dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }); }`],
  [
    "then",
    `${bun} export const p = (async () => { const ffi = await import("bun:ffi"); return ffi.dlopen("a", { add: { args: ["i32", "i32"], returns: "i32" }, sub: { args: ["u8"] } }); })();`,
  ],
  [
    "a switch",
    `${bun} function kind(k) { switch (k) { case "x": return "u8"; default: return "i32"; } } dlopen("a", { add: { args: [kind("y"), kind(1)], returns: kind() }, sub: { args: [kind("x")] } });`,
  ],
];

for (const [name, source] of equal) test(`shape: ${name}`, () => assert.deepEqual(shown(source), same));

const paths: readonly (readonly [string, string])[] = [
  ['"./zig-out/lib/libvec.so"', "./zig-out/lib/libvec.so"],
  ["`./libvec.${suffix}`", "./libvec.*"],
  ['join(import.meta.dir, "..", `libvec.${suffix}`)', "*/../libvec.*"],
  ['import.meta.dir + "/libvec.so"', "*/libvec.so"],
  ['new URL("./libvec.so", import.meta.url).pathname', "./libvec.so"],
  ['fileURLToPath(new URL("./libvec.so", import.meta.url))', "./libvec.so"],
  ['process.env.VEC ?? "libvec.so"', "libvec.so"],
  ['process.platform === "win32" ? "vec.dll" : process.platform === "darwin" ? "libvec.dylib" : "libvec.so"', "*vec*"],
  ['({ win32: "vec.dll", linux: "libvec.so" })[process.platform]', "*vec*"],
  ['["dist/libvec.so", "build/libvec.so"].find((p) => existsSync(p))', "*vec*"],
  ['"lib" + "vec" + `.${process.platform === "win32" ? "dll" : "so"}`', "*vec*"],
  ["file", "./libvec.so"],
  ['require.resolve("./libvec.so")', "./libvec.so"],
  ["process.env.VEC", "?"],
];

for (const [path, expected] of paths) {
  test(`path: ${path}`, () => {
    const source = `${bun} import { join } from "node:path"; import { fileURLToPath } from "url"; import { existsSync } from "fs"; import file from "./libvec.so" with { type: "file" }; dlopen(${path}, { f: {} });`;
    assert.deepEqual(shown(source), [`bun:ffi ${expected}`, "  f() void"]);
  });
}

const files: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    "tables from other files, by every kind of export",
    {
      "main.ts": `${bun} import a, { b, c as d } from "./a.js"; import * as ns from "./b"; import { e } from "./index"; dlopen("x", { ...a, ...b, ...d, ...ns.f, ...e });`,
      "a.ts": `const inner = { c: { args: ["i8"] } }; export default { a: {} }; export const b = { b: { returns: "u8" } }; export { inner as c };`,
      "b/index.ts": `export const f = { f: {} };`,
      "index.ts": `export * from "./e.mjs";`,
      "e.mjs": `export const e = { e: {} };`,
    },
    ["bun:ffi x", "  a() void", "  b() u8", "  c(i8) void", "  f() void", "  e() void"],
  ],
  [
    "CommonJS",
    {
      "main.ts": `const { dlopen } = require("bun:ffi"); const t = require("./t.cjs"); const { u } = require("./u"); dlopen("x", { ...t, ...u });`,
      "t.cjs": `module.exports = { t: { args: ["i8"] } };`,
      "u.js": `exports.u = { u: {} };`,
    },
    ["bun:ffi x", "  t(i8) void", "  u() void"],
  ],
  [
    "namespaces that are spread and looped over",
    {
      "main.ts": `${bun} import * as ns from "./t"; const t = { ...ns }; for (const [name, args] of Object.entries(await import("./u"))) t[name] = { args }; dlopen("x", t);`,
      "t.ts": `export const t = { returns: "u8" };`,
      "u.ts": `export const u = ["i8"];`,
    },
    ["bun:ffi x", "  t() u8", "  u(i8) void"],
  ],
  [
    "a cycle of imports",
    {
      "main.ts": `${bun} import { t } from "./t"; export const shared = "u8"; dlopen("x", t());`,
      "t.ts": `import { shared } from "./main"; export function t() { return { t: { args: [shared] } }; }`,
    },
    ["bun:ffi x", "  t(u8) void"],
  ],
  [
    "the project's own wrapper in a file beside it; what that file opens itself is its own",
    {
      "main.ts": `import { open } from "./open"; export const lib = open("vec", { f: { args: ["i32"], returns: "u8" } });`,
      "open.ts": `${bun} export const open = (name, t) => dlopen(\`lib\${name}.\${suffix}\`, t).symbols; dlopen("own", { g: {} });`,
    },
    ["bun:ffi libvec.*", "  f(i32) u8"],
  ],
  [
    "a library opened in another file, with types declared in a third",
    {
      "main.ts": `import koffi from "koffi"; import { lib } from "./lib"; import { V } from "./types"; export const f = lib.func("V f(const V *v)");`,
      "lib.ts": `import koffi from "koffi"; export const lib = koffi.load("a"); export const g = lib.func("int g()");`,
      "types.ts": `import koffi from "koffi"; export const V = koffi.struct("V", { x: "int" });`,
    },
    ["koffi a", "  f(v: [*c]const V) V", "  struct V { x: c_int }"],
  ],
  [
    "a wrapper that cannot be read",
    {
      "main.ts": `import { open } from "@app/open"; import "./x"; export const lib = open("vec", { f: { args: ["i32"], returns: "u8" } });`,
    },
    [
      '? 1: open("vec", { f: { args: ["i32"], returns: "u8" } }) -- this looks like a table of declarations, but what `open` does with it is not known',
    ],
  ],
];

for (const [name, all, lines] of files) test(`files: ${name}`, () => assert.deepEqual(shown(all), lines));

const others: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "platforms: every arm counts",
    `${bun} const win = process.platform === "win32";
     dlopen("a", { f: { args: ["ptr", win ? "u32" : "u64"], returns: win ? "i32" : "i64" }, ...(win ? { w: {} } : { p: {} }), ...(win && { x: {} }), same: { returns: win ? "u8" : FFIType.u8 } });`,
    [
      "bun:ffi a",
      "  optional f([*c]?, u32) i32",
      "  optional f([*c]?, u64) i64",
      "  optional w() void",
      "  optional p() void",
      "  optional x() void",
      "  same() u8",
    ],
  ],
  [
    "platforms: tables and statements",
    `${bun} let t; if (process.platform === "win32") { t = { f: {} }; } else { t = { f: { args: ["i32"] } }; t.g = {}; } dlopen("a", t); const u = {}; if (process.platform === "linux") u.l = {}; dlopen("b", u);`,
    ["bun:ffi a", "  optional f() void", "  optional f(i32) void", "  optional g() void", "bun:ffi b", "  optional l() void"],
  ],
  [
    "platforms: koffi",
    `import koffi from "koffi"; const lib = koffi.load("a"); export const f = lib.func(process.platform === "win32" ? "long f()" : "int64_t f()"); if (process.platform === "win32") lib.func("void w()");`,
    ["koffi a", "  optional f() c_long", "  optional f() i64", "  optional w() void"],
  ],
  [
    "several libraries in one file",
    `${bun} import koffi from "koffi"; dlopen("a", { f: {} }); dlopen("b", { f: { args: ["u8"] } }); const c = koffi.load("c"); c.func("int f(int x)"); Deno.dlopen("d", { f: { parameters: [], result: "void" } });`,
    ["bun:ffi a", "  f() void", "bun:ffi b", "  f(u8) void", "koffi c", "  f(x: c_int) c_int", "deno d", "  f() void"],
  ],
  [
    "koffi prototypes, looped over",
    `import koffi from "koffi"; const lib = koffi.load("a"); const p = { x: "int f(int)", y: \`void g(
       double d)\` }; export const api = Object.fromEntries(Object.entries(p).map(([k, v]) => [k, lib.func(v)]));`,
    ["koffi a", "  f(c_int) c_int", "  g(d: f64) void"],
  ],
  [
    "not understood",
    `${bun} import { ext } from "ext"; dlopen("a", ext); dlopen("b", { ...ext, f: { args: ext, returns: ext.x }, [ext]: {}, g: 3, h: make() });`,
    [
      "bun:ffi b",
      "  f(?) ?",
      "? 1: ext -- `ext` is not a file of this project",
      "? 1: ext -- `ext` is not a file of this project",
      "? 1: ext -- `ext` is not a file of this project",
      "? 1: ext.x -- `ext` is not a file of this project",
      "? 1: [ext] -- the name `[ext]` is computed",
      "? 1: 3 -- the definition is not an object",
      "? 1: make() -- what `make()` gives is not known",
    ],
  ],
  ["a wrapper that nothing calls declares nothing", `${bun} export function open(path, table) { return dlopen(path, table); }`, []],
  [
    "what does not parse is not read",
    `${bun} dlopen("a", { f: { args: ["i32" "u8"], returns: "u8" }, g: {} });`,
    [
      "bun:ffi a",
      "  f(?) u8",
      "  g() void",
      '? 1: ["i32" "u8"] -- `"i32"` cannot be evaluated',
      '? 1: "i32" -- this does not parse: what stands here is not read',
    ],
  ],
  [
    "enums of TypeScript beside declarations",
    `${bun} export enum E { A, B = 5, C } enum S { X = "x" } const enum N { M = -1 } dlopen("a", { f: {} });`,
    ["bun:ffi a", "  f() void", "mirror enum(u32) E { A = 0, B = 5, C = 6 }", "mirror enum(i32) N { M = -1 }"],
  ],
  [
    "a name of one's own is not the library's",
    `import { x } from "bun:ffi"; function dlopen(a, b) {} dlopen("a", { f: {} }); const Deno = { dlopen() {} }; Deno.dlopen("a", {});`,
    [],
  ],
  [
    "endless programs end",
    `${bun} function f(n) { return f(n + 1); } f(0); for (;;) { f(1); } while (true) {} dlopen("a", { f: {} });`,
    ["bun:ffi a", "  f() void"],
  ],
  ["a type import opens nothing", `import type { Pointer } from "bun:ffi"; export const x = 1;`, []],
];

for (const [name, source, lines] of others) test(`shape: ${name}`, () => assert.deepEqual(shown(source), lines));

test("a file that names no library is not parsed", () => {
  const parser = {
    outline: (): never => {
      throw new Error("parsed");
    },
  };
  assert.deepEqual(
    readDeclarations({ file: "/app/main.ts", read: () => ({ text: "export const args = [1];", isValidUtf8: true }), parser }),
    { file: "/app/main.ts", tables: [], mirrors: [], notUnderstood: [] },
  );
});

for (const name of ["main.ts", "main.mts", "main.cts", "main.tsx", "main.js", "main.mjs", "main.cjs", "main.jsx"]) {
  test(`language: ${name}`, () => {
    const typed = /\.[cm]?tsx?$/.test(name) ? "as const" : "";
    const jsx = name.endsWith("x") ? "const v = <b>{1}</b>;" : "";
    assert.deepEqual(shown({ [name]: `const { dlopen } = require("bun:ffi"); ${jsx} dlopen("a", { f: {} } ${typed});` }, name), [
      "bun:ffi a",
      "  f() void",
    ]);
  });
}
