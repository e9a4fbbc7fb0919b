import assert from "node:assert/strict";
import { test } from "node:test";
import type { Declaration, Insertion } from "../../../server/src/model/declarations.ts";
import { readFiles, textAt } from "./declared.ts";

/** What the spans of a declaration cover: symbol, whole, parameter list, parameters, result. */
function texts(source: string, declaration: Declaration): readonly (string | null)[] {
  const at = (span: Declaration["span"]): string => textAt(source, span);
  const params = (declaration.params ?? []).map((param) => `${at(param.span)} (${param.text})`);
  return [
    at(declaration.span),
    at(declaration.whole),
    declaration.paramList === null ? null : at(declaration.paramList),
    params.join(" | "),
    `${at(declaration.returns.span)} (${declaration.returns.text})`,
  ];
}

const spans: readonly (readonly [string, string, readonly (readonly (string | null)[])[]])[] = [
  [
    "bun:ffi",
    `import { dlopen, FFIType } from "bun:ffi";
const shared = ["u8"];
const lib = dlopen("a", {
  add: { args: [FFIType.i32, "ptr"], returns: FFIType.i32 },
  "sub": { args: [] as const },
  none: {},
  mul: { args: shared, returns: ("i32" as const) }
});`,
    [
      [
        "add",
        'add: { args: [FFIType.i32, "ptr"], returns: FFIType.i32 },',
        '[FFIType.i32, "ptr"]',
        'FFIType.i32 (FFIType.i32) | "ptr" ("ptr")',
        "FFIType.i32 (FFIType.i32)",
      ],
      ["sub", '"sub": { args: [] as const },', "[]", "", " ()"],
      ["none", "none: {},", null, "", " ()"],
      ["mul", 'mul: { args: shared, returns: ("i32" as const) }', null, '"u8" ("u8")', '"i32" ("i32")'],
    ],
  ],
  [
    "deno",
    `const lib = Deno.dlopen("a", { f: { name: "real", parameters: [{ struct: ["f32"] }], result: "void" }, v: { type: "u32" } });`,
    [
      [
        "real",
        'f: { name: "real", parameters: [{ struct: ["f32"] }], result: "void" },',
        '[{ struct: ["f32"] }]',
        '{ struct: ["f32"] } ({ struct: ["f32"] })',
        '"void" ("void")',
      ],
      ["v", 'v: { type: "u32" }', null, "", '"u32" ("u32")'],
    ],
  ],
  [
    "koffi",
    `import koffi from "koffi";
const lib = koffi.load("a");
export const add = lib.func("int add(unsigned int a, _Out_ const  char **b)");
const sub = lib.func("__stdcall", "sub", "int", ["int", 'str']), other = 1;
const api = { mul: lib.func(\`double mul()\`), };
call(lib.func("void last(void)"));
const escaped = lib.func("int \\x65sc(int a)");`,
    [
      [
        "add",
        'export const add = lib.func("int add(unsigned int a, _Out_ const  char **b)");',
        "(unsigned int a, _Out_ const  char **b)",
        "unsigned int (unsigned int) | const  char ** (const char **)",
        "int (int)",
      ],
      ["sub", "", "[\"int\", 'str']", "\"int\" (\"int\") | 'str' ('str')", '"int" ("int")'],
      ["mul", "mul: lib.func(`double mul()`),", "()", "", "double (double)"],
      ["last", "", "(void)", "", "void (void)"],
      [
        '"int \\x65sc(int a)"',
        'const escaped = lib.func("int \\x65sc(int a)");',
        null,
        '"int \\x65sc(int a)" (int)',
        '"int \\x65sc(int a)" (int)',
      ],
    ],
  ],
  [
    "a loop over a table of one's own",
    `import { dlopen } from "bun:ffi";
const spec = { add: ["u8"], };
const t = {};
for (const [name, args] of Object.entries(spec)) t[name] = { args };
dlopen("a", t);`,
    [["add", 'add: ["u8"],', '["u8"]', '"u8" ("u8")', " ()"]],
  ],
];

for (const [name, source, expected] of spans) {
  test(`spans: ${name}`, () => {
    const read = readFiles({ "main.ts": source });
    assert.deepEqual(
      read.tables.flatMap((table) => table.declarations.map((declaration) => texts(source, declaration))),
      expected,
    );
  });
}

const calls: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "the call itself",
    `import { dlopen } from "bun:ffi"; const t = { f: {} }; function load() { return dlopen("a", t); } load();`,
    ['dlopen("a", t)'],
  ],
  [
    "the wrapper's call where the table is handed on",
    `import { dlopen } from "bun:ffi"; function open(p, t) { return inner(p, t); } const inner = (p, s) => dlopen(p, s); open("a", { f: {} }); open("b", { g: {} });`,
    ['open("a", { f: {} })', 'open("b", { g: {} })'],
  ],
  ["koffi.load", `import koffi from "koffi"; const lib = koffi.load("a"); lib.func("int f()");`, ['koffi.load("a")']],
];

for (const [name, source, expected] of calls) {
  test(`a table's span: ${name}`, () => {
    assert.deepEqual(
      readFiles({ "main.ts": source }).tables.map((table) => textAt(source, table.span)),
      expected,
    );
  });
}

/** The source with `|` where an entry would go, and the style of it. */
function insertionText(source: string, insertion: Insertion | null): readonly unknown[] {
  if (insertion === null) return [];
  const { span, indent, quote, spelling, object, needsComma, hasTrailingComma, form } = insertion;
  const around = `${source.slice(source.lastIndexOf("\n", span.start - 1) + 1, span.start)}|${source.slice(span.start).split("\n", 1)[0] ?? ""}`;
  return [around, indent, quote, spelling, object, needsComma, hasTrailingComma, form ?? "entry"];
}

const places: readonly (readonly [string, string, readonly unknown[]])[] = [
  [
    "members, a trailing comma",
    `import { dlopen, FFIType } from 'bun:ffi';\ndlopen('a', {\n  f: { args: [FFIType.i32] },\n});`,
    ["  f: { args: [FFIType.i32] },|", "  ", "'", "member", "FFIType", false, true, "entry"],
  ],
  [
    "strings, no trailing comma",
    `import { dlopen } from "bun:ffi";\ndlopen("a", {\n\tf: { args: ["i32"] }\n});`,
    ['\tf: { args: ["i32"] }|', "\t", '"', "string", null, true, false, "entry"],
  ],
  [
    "names, one line",
    `import { dlopen, FFIType } from "bun:ffi";\nconst { i32 } = FFIType;\n  dlopen("a", { f: { args: [i32] } });`,
    ['  dlopen("a", { f: { args: [i32] }| });', "  ", '"', "name", null, true, false, "entry"],
  ],
  [
    "an empty table",
    `import { dlopen } from "bun:ffi";\ndlopen("a", {});`,
    ['dlopen("a", {|});', "  ", '"', "string", null, false, true, "entry"],
  ],
  [
    "after a spread",
    `import { dlopen } from "bun:ffi";\nconst b = { g: {} };\ndlopen("a", {\n  f: { args: ["i32"] },\n  ...b\n});`,
    ["  ...b|", "  ", '"', "string", null, true, false, "entry"],
  ],
  ["not in a table that is computed", `import { dlopen } from "bun:ffi";\ndlopen("a", Object.fromEntries([["f", {}]]));`, []],
  [
    "koffi statements",
    `import koffi from 'koffi';\nconst native = koffi.load('a');\nexport const f = native.func('int f()');\n`,
    ["export const f = native.func('int f()');|", "", "'", "prototype", "native", false, false, "statement"],
  ],
  [
    "koffi entries",
    `import koffi from "koffi";\nconst lib = koffi.load("a");\nexport const api = {\n  f: lib.func("int f()"),\n};`,
    ['  f: lib.func("int f()"),|', "  ", '"', "prototype", "lib", false, true, "entry"],
  ],
];

for (const [name, source, expected] of places) {
  test(`insertion: ${name}`, () => {
    assert.deepEqual(insertionText(source, readFiles({ "main.ts": source }).tables[0]?.insertion ?? null), expected);
  });
}
