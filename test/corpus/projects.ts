import { dialects, script, type DialectName, type FunctionRow } from "./dialects.ts";

/** A Zig library and scripts that declare it by hand. `lib.zig` is the root. */
export interface CorpusProject {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Roots of libraries, where it is not `lib.zig` alone. */
  readonly roots?: readonly string[];
  /** `severity code symbol[.parameter]` of every finding but unbound exports, sorted. */
  readonly findings: readonly string[];
  /** False where only the author can put it right. */
  readonly isFixable: boolean;
  readonly notUnderstood?: number;
}

interface Mistake {
  readonly name: string;
  readonly zig: string;
  readonly right: FunctionRow;
  readonly wrong: FunctionRow;
  readonly findings: readonly string[];
  /** Where a dialect cannot make the mistake. */
  readonly except?: readonly DialectName[];
}

const load =
  "export fn load(path: [*:0]const u8, scale: f32, flags: u32) ?*anyopaque {\n    _ = path;\n    _ = scale;\n    _ = flags;\n    return null;\n}\n";
const loadRow: FunctionRow = { symbol: "load", params: ["text", "f32", "u32"], returns: "ptr" };

const mistakes: readonly Mistake[] = [
  {
    name: "a parameter is too narrow",
    zig: load,
    right: loadRow,
    wrong: { ...loadRow, params: ["text", "f32", "u8"] },
    findings: ["error abi/param-type load.flags"],
  },
  {
    name: "a parameter is too wide",
    zig: load,
    right: loadRow,
    wrong: { ...loadRow, params: ["text", "f32", "u64"] },
    findings: ["warning abi/param-type load.flags"],
  },
  {
    name: "a float is declared as an integer",
    zig: load,
    right: loadRow,
    wrong: { ...loadRow, params: ["text", "i32", "u32"] },
    findings: ["error abi/param-type load.scale"],
  },
  {
    name: "a float has the other width",
    zig: load,
    right: loadRow,
    wrong: { ...loadRow, params: ["text", "f64", "u32"] },
    findings: ["error abi/param-type load.scale"],
  },
  {
    name: "a pointer is declared as a small integer",
    zig: load,
    right: loadRow,
    wrong: { ...loadRow, params: ["u32", "f32", "u32"] },
    findings: ["error abi/param-type load.path"],
  },
  {
    name: "a parameter that nobody declared",
    zig: load,
    right: loadRow,
    wrong: { ...loadRow, params: ["text", "f32"] },
    findings: ["error abi/param-count load"],
  },
  {
    name: "a parameter that does not exist",
    zig: load,
    right: loadRow,
    wrong: { ...loadRow, params: ["text", "f32", "u32", "u32"] },
    findings: ["warning abi/param-count load"],
  },
  {
    name: "a result that is thrown away",
    zig: "export fn run(count: u32) i32 {\n    return @intCast(count);\n}\n",
    right: { symbol: "run", params: ["u32"], returns: "i32" },
    wrong: { symbol: "run", params: ["u32"], returns: "void" },
    findings: ["warning abi/return-type run"],
  },
  {
    name: "a result that is not declared",
    zig: "export fn run(count: u32) i32 {\n    return @intCast(count);\n}\n",
    right: { symbol: "run", params: ["u32"], returns: "i32" },
    wrong: { symbol: "run", params: ["u32"] },
    findings: ["warning abi/return-type run"],
    except: ["koffi", "deno"],
  },
  {
    name: "a result that does not exist",
    zig: "export fn stop() void {}\n",
    right: { symbol: "stop", params: [], returns: "void" },
    wrong: { symbol: "stop", params: [], returns: "i32" },
    findings: ["error abi/return-type stop"],
  },
  {
    name: "a result is too narrow",
    zig: "export fn size() u64 {\n    return 1;\n}\n",
    right: { symbol: "size", params: [], returns: "u64" },
    wrong: { symbol: "size", params: [], returns: "u32" },
    findings: ["error abi/return-type size"],
  },
  {
    name: "a result is too wide",
    zig: "export fn count() u16 {\n    return 1;\n}\n",
    right: { symbol: "count", params: [], returns: "u16" },
    wrong: { symbol: "count", params: [], returns: "u64" },
    findings: ["error abi/return-type count"],
  },
  {
    name: "a sign is turned over",
    zig: "export fn level(value: i32) i32 {\n    return value;\n}\n",
    right: { symbol: "level", params: ["i32"], returns: "i32" },
    wrong: { symbol: "level", params: ["u32"], returns: "i32" },
    findings: ["information abi/param-type level.value"],
  },
  {
    name: "a bool is declared as a byte",
    zig: "export fn enable(on: bool) void {\n    _ = on;\n}\n",
    right: { symbol: "enable", params: ["bool"], returns: "void" },
    wrong: { symbol: "enable", params: ["u8"], returns: "void" },
    findings: ["warning abi/param-type enable.on"],
  },
  {
    name: "a symbol that is gone",
    zig: "export fn open_file() void {}\n",
    right: { symbol: "open_file", params: [], returns: "void" },
    wrong: { symbol: "open_files", params: [], returns: "void" },
    findings: ["error abi/missing-symbol open_files"],
  },
  {
    name: "an enum's tag is wider than declared",
    zig: "pub const Mode = enum(u16) { a, b };\nexport fn set_mode(mode: Mode) void {\n    _ = mode;\n}\n",
    right: { symbol: "set_mode", params: ["u16"], returns: "void" },
    wrong: { symbol: "set_mode", params: ["u8"], returns: "void" },
    findings: ["error abi/param-type set_mode.mode"],
  },
];

const base: FunctionRow = { symbol: "version", params: [], returns: "u32" };
const baseZig = "export fn version() u32 {\n    return 1;\n}\n";
const names = Object.keys(dialects) as DialectName[];

const byMistake = mistakes.flatMap((mistake) =>
  names
    .filter((name) => mistake.except?.includes(name) !== true)
    .flatMap((name): CorpusProject[] => {
      const zig = baseZig + mistake.zig;
      return [
        project(`${name}: ${mistake.name}`, { "lib.zig": zig, "app.ts": script(name, [base, mistake.wrong]) }, mistake.findings),
        project(`${name}: ${mistake.name}, put right`, { "lib.zig": zig, "app.ts": script(name, [base, mistake.right]) }, []),
      ];
    }),
);

/** Ways to write a table; `TABLE` is the object of declarations. Each is tried with a wrong table and with a right one. */
const shapes: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["in a const", { "app.ts": "const table = TABLE;\nexport const lib = OPEN(table);" }],
  ["as const", { "app.ts": "const table = TABLE as const;\nexport const lib = OPEN(table);" }],
  ["spread", { "app.ts": "const part = TABLE;\nconst table = { ...part };\nexport const lib = OPEN(table);" }],
  ["returned", { "app.ts": "function table() {\n  return TABLE;\n}\nexport const lib = OPEN(table());" }],
  ["in a class", { "app.ts": "export class Native {\n  private lib;\n  constructor() {\n    this.lib = OPEN(TABLE);\n  }\n}" }],
  [
    "imported",
    { "app.ts": 'import { table } from "./table.ts";\nexport const lib = OPEN(table);', "table.ts": "HEADexport const table = TABLE;" },
  ],
  [
    "through a wrapper",
    {
      "app.ts":
        'function openLibrary(name: string, symbols: any) {\n  return OPEN(symbols);\n}\nexport const lib = openLibrary("lib", TABLE);',
    },
  ],
  ["by platform", { "app.ts": 'export const lib = process.platform === "win32" ? OPEN(TABLE) : OPEN(TABLE);' }],
];

const shapeDialects = ["bun:ffi", "deno", "node:ffi"] as const;
const [narrow] = mistakes;

const byShape = shapes.flatMap(([shape, files]) =>
  shapeDialects.flatMap((name) =>
    ([true, false] as const).map((isWrong): CorpusProject => {
      // Each arm is a table of its own.
      const findings = (narrow?.findings ?? []).flatMap((finding) => (shape === "by platform" ? [finding, finding] : [finding]));
      const rows = [base, isWrong ? (narrow?.wrong ?? base) : loadRow];
      const text = ([file, content]: readonly [string, string]): readonly [string, string] => {
        const { head, table, open } = dialects[name];
        const filled = content
          .replaceAll("HEAD", head)
          .replaceAll("TABLE", () => table(rows))
          .replace(/OPEN\(((?:[^()]|\([^()]*\)|\{[^}]*\})*?)\)(?=[;\n ])/g, (_, inner: string) => open(inner));
        return [file, file === "app.ts" ? head + filled + "\n" : filled + "\n"];
      };
      const scripts = Object.fromEntries(Object.entries(files).map(text));
      return project(
        `${name}: a table ${shape}, ${isWrong ? "wrong" : "right"}`,
        { "lib.zig": baseZig + load, ...scripts },
        isWrong ? findings : [],
      );
    }),
  ),
);

const structZig =
  "pub const Box = extern struct { id: u32, x: f64, y: f64, tag: u8 };\nexport fn box_fill(box: *Box) void {\n    box.id = 1;\n}\n";
const koffiStruct = (members: string): string =>
  `import koffi from "koffi";\nconst lib = koffi.load("liblib.so");\nconst Box = koffi.struct("Box", { ${members} });\nexport const fill = lib.func("void box_fill(_Out_ Box *box)");\n`;

const callbackZig = "export fn each(call: *const fn (index: u32, value: f64) callconv(.c) bool) void {\n    _ = call(0, 1);\n}\n";
const koffiCallback = (prototype: string): string =>
  `import koffi from "koffi";\nconst lib = koffi.load("liblib.so");\nconst Call = koffi.proto("${prototype}");\nexport const each = lib.func("each", "void", [koffi.pointer(Call)]);\n`;

const bySystem: readonly CorpusProject[] = [
  project(
    "koffi: a struct that fits",
    { "lib.zig": structZig, "app.ts": koffiStruct('id: "uint32_t", x: "double", y: "double", tag: "uint8_t"') },
    [],
  ),
  project(
    "koffi: a struct with other names for its fields",
    { "lib.zig": structZig, "app.ts": koffiStruct('Id: "uint32_t", m_x: "double", yValue: "double", TAG: "uint8_t"') },
    [],
  ),
  unfixable(
    "koffi: a native struct that grew at its tail",
    {
      "lib.zig": structZig.replace("tag: u8", "tag: u8, more: [8]u8"),
      "app.ts": koffiStruct('id: "uint32_t", x: "double", y: "double", tag: "uint8_t"'),
    },
    ["error abi/field-missing box_fill", "error abi/struct-size box_fill"],
  ),
  unfixable(
    "koffi: a field of another type",
    { "lib.zig": structZig, "app.ts": koffiStruct('id: "uint32_t", x: "int64_t", y: "double", tag: "uint8_t"') },
    ["error abi/field-type box_fill"],
  ),
  unfixable(
    "koffi: fields in another order",
    { "lib.zig": structZig, "app.ts": koffiStruct('x: "double", y: "double", id: "uint32_t", tag: "uint8_t"') },
    ["error abi/field-offset box_fill", "error abi/struct-size box_fill"],
  ),
  project(
    "koffi: a callback that fits",
    { "lib.zig": callbackZig, "app.ts": koffiCallback("bool Call(uint32_t index, double value)") },
    [],
  ),
  unfixable(
    "koffi: a callback with another parameter",
    { "lib.zig": callbackZig, "app.ts": koffiCallback("bool Call(uint32_t index, float value)") },
    ["error abi/callback each.call"],
  ),
  unfixable(
    "koffi: a callback without its result",
    { "lib.zig": callbackZig, "app.ts": koffiCallback("void Call(uint32_t index, double value)") },
    ["error abi/callback each.call"],
  ),
  unfixable(
    "koffi: a callback with a parameter too many",
    { "lib.zig": callbackZig, "app.ts": koffiCallback("bool Call(uint32_t index, double value, void *context)") },
    ["error abi/callback each.call"],
  ),
  project(
    "bun:ffi: addresses as numbers, usize, optional pointers are equal",
    {
      "lib.zig":
        "pub const Thing = opaque {};\nconst Plain = struct { a: u8 };\nexport fn f(a: *Thing, b: ?*Plain, c: usize, d: [*]const u8, e: [*:0]const u8) ?*Thing {\n    _ = .{ b, c, d, e };\n    return a;\n}\n",
      "app.ts":
        'import { dlopen } from "bun:ffi";\ndlopen("liblib.so", { f: { args: ["u64", "ptr", "u64", "ptr", "cstring"], returns: "u64" } });\n',
    },
    [],
  ),
  project(
    "deno: an optional symbol may be missing",
    {
      "lib.zig": baseZig,
      "app.ts":
        'Deno.dlopen("liblib.so", { version: { parameters: [], result: "u32" }, later: { parameters: [], result: "void", optional: true } });\n',
    },
    [],
  ),
  project(
    "an export of an imported file counts",
    {
      "lib.zig": `comptime {\n    _ = @import("more.zig");\n}\n${baseZig}`,
      "more.zig": "export fn more() void {}\n",
      "app.ts": script("bun:ffi", [base, { symbol: "more", params: [], returns: "void" }]),
    },
    [],
  ),
  unfixable(
    "a file that is missing silences missing symbols",
    {
      "lib.zig": `comptime {\n    _ = @import("gone.zig");\n}\n${baseZig}`,
      "app.ts": script("bun:ffi", [base, { symbol: "more", params: [], returns: "void" }]),
    },
    ["error zig/missing-import -"],
  ),
  {
    name: "a table for a library that is not ours is left alone",
    files: {
      "lib.zig": baseZig,
      "app.ts":
        'import { dlopen } from "bun:ffi";\ndlopen("libsqlite3.so", { sqlite3_open: { args: ["u8"], returns: "f32" }, sqlite3_close: { args: [], returns: "i32" } });\n',
    },
    findings: [],
    isFixable: true,
    notUnderstood: 1,
  },
  project(
    "c_long differs on Windows only",
    {
      "lib.zig": "export fn ticks(value: c_long) void {\n    _ = value;\n}\n",
      "app.ts": 'import { dlopen } from "bun:ffi";\ndlopen("liblib.so", { ticks: { args: ["i64"], returns: "void" } });\n',
    },
    ["warning abi/param-type ticks.value"],
  ),
  project(
    "a reason suppresses",
    {
      "lib.zig": baseZig,
      "app.ts":
        'import { dlopen } from "bun:ffi";\ndlopen("liblib.so", {\n  // zig-ffi-ignore abi/return-type: only the low half is used\n  version: { args: [], returns: "u16" },\n});\n',
    },
    [],
  ),
  project(
    "no reason, no suppression",
    {
      "lib.zig": baseZig,
      "app.ts":
        'import { dlopen } from "bun:ffi";\ndlopen("liblib.so", {\n  // zig-ffi-ignore abi/return-type\n  version: { args: [], returns: "u16" },\n});\n',
    },
    ["error abi/return-type version"],
  ),
  unfixable(
    "an enum with another value",
    {
      "lib.zig": "pub const Mode = enum(u8) { read = 1, write = 2, append = 3 };\nexport fn open_as(mode: Mode) void {\n    _ = mode;\n}\n",
      "app.ts":
        'import { dlopen } from "bun:ffi";\nexport enum Mode { Read = 1, Write = 4, Append = 3 }\ndlopen("liblib.so", { open_as: { args: ["u8"], returns: "void" } });\n',
    },
    ["error abi/enum-value -"],
  ),
];

export const corpus: readonly CorpusProject[] = [...byMistake, ...byShape, ...bySystem];

function project(name: string, files: CorpusProject["files"], findings: readonly string[]): CorpusProject {
  return { name, files, findings, isFixable: true };
}

function unfixable(name: string, files: CorpusProject["files"], findings: readonly string[]): CorpusProject {
  return { name, files, findings, isFixable: false };
}
