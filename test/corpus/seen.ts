import { script, type FunctionRow } from "./dialects.ts";
import type { CorpusProject } from "./projects.ts";

const open: FunctionRow = { symbol: "view_open", params: ["u32"], returns: "bool" };
const show: FunctionRow = { symbol: "view_show", params: ["u32"], returns: "void" };
const hide: FunctionRow = { symbol: "view_hide", params: ["u32"], returns: "void" };
const viewZig =
  "export fn view_open(id: u32) bool {\n    return id != 0;\n}\nexport fn view_show(id: u32) void {\n    _ = id;\n}\nexport fn view_hide(id: u32) void {\n    _ = id;\n}\n";
const viewTable = (rows: readonly FunctionRow[]): string => script("bun:ffi", rows).replaceAll("liblib", "libother");

const cursorZig =
  "pub const ExternalCursorState = extern struct { x: u32, y: u32, visible: bool, style: u8 };\npub const ExternalCapabilities = extern struct { colors: bool, name_ptr: [*]const u8, name_len: usize };\nexport fn read_cursor(out: *ExternalCursorState) void {\n    out.x = 0;\n}\nexport fn read_capabilities(out: *ExternalCapabilities) void {\n    out.colors = true;\n}\n";
const mirrors = (members: string): string =>
  `import { defineStruct } from "bun-ffi-structs";\nexport const CursorStateStruct = defineStruct([${members}]);\nexport const TerminalCapabilitiesStruct = defineStruct([["colors", "bool_u8"], ["name", "char*"], ["name_len", "u64", { lengthOf: "name" }]]);\n`;

const stateZig =
  "pub const Kind = enum(u8) { file, dir };\npub const State = enum(u8) { idle, running, done };\nexport fn kind() Kind {\n    return .file;\n}\nexport fn state() State {\n    return .idle;\n}\n";
const stateTable = 'import { dlopen } from "bun:ffi";\ndlopen("liblib.so", { kind: { returns: "u8" }, state: { returns: "u8" } });\n';

const pointZig =
  "pub const Point = extern struct { x: i32, y: i32 };\npub const Handle = extern struct { at: ?*anyopaque };\npub const Key = extern struct { bits: u64 };\nexport fn draw(point: Point) void {\n    _ = point;\n}\nexport fn origin() Point {\n    return .{ .x = 0, .y = 0 };\n}\nexport fn reset(point: *Point) void {\n    point.x = 0;\n}\nexport fn close(handle: Handle) void {\n    _ = handle;\n}\nexport fn lock(key: Key) void {\n    _ = key;\n}\n";
const koffiPoint = (lines: string): string =>
  `import koffi from "koffi";\nconst lib = koffi.load("./liblib.so");\nconst Point = koffi.struct("Point", { x: "int32_t", y: "int32_t" });\nconst Key = koffi.struct("Key", { bits: "uint64_t" });\n${lines}\n`;
const openDeno = (table: string): string => `Deno.dlopen("./liblib.so", {\n${table}});\n`;
const valuesZig =
  "pub const Small = extern struct { x: f32, y: f32 };\npub const Big = extern struct { a: u64, b: u64, c: u64, d: u64 };\npub const Rgb = extern struct { r: u8, g: u8, b: u8 };\nexport fn small(value: Small) Small {\n    return value;\n}\nexport fn big(value: *const Big) Big {\n    return value.*;\n}\nexport fn rgb(value: Rgb) void {\n    _ = value;\n}\nexport fn number(value: u32) void {\n    _ = value;\n}\nexport fn address(value: *anyopaque) void {\n    _ = value;\n}\n";
const denoValues = (types: Readonly<Record<string, string>>): string => {
  const {
    small = '"f32", "f32"',
    big = '"u64", "u64", "u64", "u64"',
    rgb = '"u8", "u8", "u8"',
    number = '"u32"',
    address = '"pointer"',
  } = types;
  return openDeno(
    `  small: { parameters: [{ struct: [${small}] }], result: { struct: [${small}] } },\n  big: { parameters: ["buffer"], result: { struct: [${big}] } },\n  rgb: { parameters: [{ struct: [${rgb}] }], result: "void" },\n  number: { parameters: [${number}], result: "void" },\n  address: { parameters: [${address}], result: "void" },\n`,
  );
};

const timeZig = "export fn times(out: *extern struct { sec: i64, nsec: c_long }) void {\n    out.sec = 0;\n}\n";
const koffiTime = (struct: string): string =>
  `import koffi from "koffi";\nconst lib = koffi.load("./liblib.so");\n${struct};\nlib.func("void times(_Out_ timespec *out)");\n`;

const staticsZig = "export var total: u64 = 0;\nexport const ratio: f32 = 1;\nexport fn f() void {}\n";

/** What public projects do and what once was misread. */
export const seen: readonly CorpusProject[] = [
  {
    name: "a wrapper's table repeats symbols of the Zig library with other parameters",
    files: {
      "lib.zig": viewZig,
      "app.ts": viewTable([open, show, hide]),
      "wrapper.ts": viewTable([
        { ...show, params: ["ptr"] },
        { ...hide, params: ["ptr"] },
        { symbol: "view_init", params: ["ptr"], returns: "ptr" },
        { symbol: "view_move", params: ["ptr"], returns: "void" },
      ]),
    },
    findings: [],
    isFixable: true,
    notUnderstood: 1,
  },
  {
    name: "without a better table a few missing symbols are mistakes",
    files: { "lib.zig": viewZig, "app.ts": viewTable([open, show, { ...hide, symbol: "view_gone" }]) },
    findings: ["error abi/missing-symbol view_gone"],
    isFixable: true,
  },
  {
    name: "two tables that each declare a part of the library",
    files: {
      "lib.zig": viewZig,
      "app.ts": viewTable([open, show]),
      "more.ts": viewTable([hide, { symbol: "view_gone", params: [], returns: "void" }]),
    },
    findings: ["error abi/missing-symbol view_gone"],
    isFixable: true,
  },
  {
    name: "bun-ffi-structs: mirrors whose names have words of their own",
    files: { "lib.zig": cursorZig, "app.ts": mirrors('["x", "u32"], ["y", "u32"], ["visible", "bool_u8"], ["style", "u8"]') },
    findings: [],
    isFixable: true,
  },
  {
    name: "bun-ffi-structs: a mirror with words of its own whose Zig struct grew",
    files: {
      "lib.zig": cursorZig.replace("style: u8", "style: u8, blink: u32"),
      "app.ts": mirrors('["x", "u32"], ["y", "u32"], ["visible", "bool_u8"], ["style", "u8"]'),
    },
    findings: ["error abi/field-missing -", "error abi/struct-size -"],
    isFixable: false,
  },
  {
    name: "bun-ffi-structs: a longer name whose Zig struct has other types",
    files: {
      "lib.zig": cursorZig.replace("name_len: usize", "name_len: u32, name_cap: u32"),
      "app.ts": mirrors('["x", "u32"], ["y", "u32"], ["visible", "bool_u8"], ["style", "u8"]'),
    },
    findings: ["error abi/field-missing -"],
    isFixable: false,
  },
  {
    name: "bun-ffi-structs: the same words with other members are another type",
    files: {
      "lib.zig": cursorZig.replace("x: u32, y: u32, visible: bool, style: u8", "row: u16, col: u16, color: u64"),
      "app.ts": mirrors('["x", "u32"], ["y", "u32"], ["visible", "bool_u8"], ["style", "u8"]'),
    },
    findings: [],
    isFixable: true,
  },
  {
    name: "bun-ffi-z: a table of quoted keys that the package's own function opens",
    files: {
      "lib.zig": viewZig,
      "app.ts":
        'import { openLibrary } from "@chainsafe/bun-ffi-z";\nconst fns = {\n  "view_open": {\n    "args": ["u8"],\n    "returns": "bool"\n  },\n  "view_show": {\n    "args": ["u32"],\n    "returns": "void"\n  }\n} as const;\nconst lib = await openLibrary(import.meta.dirname, fns);\nexport const binding = lib.symbols;\n',
    },
    findings: ["error abi/param-type view_open.id"],
    isFixable: true,
  },
  {
    name: "enums of the program's own that end like one of Zig's",
    files: {
      "lib.zig": stateZig,
      "app.ts": `${stateTable}export const enum PoolState { Idle = 10, Running = 20 }\nexport enum NodeKind { File = 1, Dir = 2, Link = 3 }\n`,
    },
    findings: [],
    isFixable: true,
  },
  {
    name: "an enum with the library's own prefix",
    files: { "lib.zig": stateZig, "app.ts": `${stateTable}export enum LibState { Idle = 0, Running = 2, Done = 1 }\n` },
    findings: ["error abi/enum-value -", "error abi/enum-value -"],
    isFixable: false,
  },
  {
    name: "an enum with the prefix of the library's symbols",
    files: {
      "lib.zig": stateZig.replaceAll("export fn ", "export fn pg_"),
      "app.ts": `${stateTable.replace("kind:", "pg_kind:").replace("state:", "pg_state:")}export enum PgState { Idle = 0, Running = 1, Done = 3 }\n`,
    },
    findings: ["error abi/enum-value -"],
    isFixable: false,
  },
  {
    name: "koffi: an enum that a declaration uses, whatever stands before its name",
    files: {
      "lib.zig": stateZig,
      "app.ts":
        'import koffi from "koffi";\nconst lib = koffi.load("./liblib.so");\nkoffi.enumeration("PoolState", { idle: 0, running: 2, done: 1 }, "uint8_t");\nlib.func("PoolState state()");\n',
    },
    findings: ["error abi/enum-value -", "error abi/enum-value -"],
    isFixable: false,
  },
  {
    name: "koffi: a struct by value and its address are two things, also where both have eight bytes",
    files: {
      "lib.zig": pointZig,
      "app.ts": koffiPoint(
        'lib.func("void draw(const Point *point)");\nlib.func("Point *origin()");\nlib.func("void reset(Point point)");\nlib.func("lock", "void", [koffi.pointer(Key)]);',
      ),
    },
    findings: [
      "error abi/param-type draw.point",
      "error abi/param-type lock.key",
      "error abi/param-type reset.point",
      "error abi/return-type origin",
    ],
    isFixable: false,
  },
  {
    name: "koffi: a struct by value and its address, right; a number of eight bytes and a handle are what they look like",
    files: {
      "lib.zig": pointZig,
      "app.ts": koffiPoint(
        'lib.func("void draw(Point point)");\nlib.func("Point origin()");\nlib.func("void reset(_Inout_ Point *point)");\nlib.func("void lock(uint64_t key)");\nlib.func("void close(void *handle)");',
      ),
    },
    findings: [],
    isFixable: true,
  },
  {
    name: "bun:ffi: the address of a struct that Zig takes by value",
    files: {
      "lib.zig": pointZig,
      "app.ts":
        'import { dlopen } from "bun:ffi";\ndlopen("./liblib.so", { draw: { args: ["ptr"] }, origin: { args: [], returns: "u64" }, close: { args: ["ptr"] } });\n',
    },
    findings: ["error abi/param-type draw.point"],
    isFixable: false,
  },
  { name: "deno: structs by value, right", files: { "lib.zig": valuesZig, "app.ts": denoValues({}) }, findings: [], isFixable: true },
  {
    name: "deno: structs by value of other types",
    files: {
      "lib.zig": valuesZig,
      "app.ts": denoValues({ small: '"f32", "u32"', big: '"u64", "u64", "u64"', rgb: '"u8", "u8", "u8", "u8"' }),
    },
    findings: [
      "error abi/field-missing big",
      "error abi/field-type small",
      "error abi/field-type small",
      "error abi/struct-size big",
      "error abi/struct-size rgb",
    ],
    isFixable: false,
  },
  {
    name: "deno: structs by value in place of a number and an address",
    files: {
      "lib.zig": valuesZig,
      "app.ts": denoValues({ number: '{ struct: ["f64", "f64", "f64"] }', address: '{ struct: ["u64"] }' }),
    },
    findings: ["error abi/param-type address.value", "error abi/param-type number.value"],
    isFixable: false,
  },
  {
    name: "koffi: a type that differs by target, declared with C's own words",
    files: {
      "lib.zig": timeZig,
      "app.ts": koffiTime('koffi.struct("timespec", { tv_sec: "int64_t", tv_nsec: "long" })'),
    },
    findings: ["information abi/layout-differs-by-target -"],
    isFixable: true,
  },
  {
    name: "koffi: a type that differs by target, declared with words of fixed size",
    files: {
      "lib.zig": timeZig,
      "app.ts": koffiTime('koffi.struct("timespec", { tv_sec: "int64_t", tv_nsec: "int64_t" })'),
    },
    findings: ["warning abi/field-type times", "warning abi/layout-differs-by-target -"],
    isFixable: false,
  },
  {
    name: "deno: variables, right; their address is that of anything",
    files: {
      "lib.zig": staticsZig,
      "app.ts": openDeno(
        '  total: { type: "u64" },\n  ratio: { type: "f32" },\n  at: { name: "total", type: "pointer" },\n  f: { type: "pointer" },\n',
      ),
    },
    findings: [],
    isFixable: true,
  },
  {
    name: "deno: variables of another type, a function read as one, and one that is called",
    files: {
      "lib.zig": staticsZig,
      "app.ts": openDeno(
        '  total: { type: "u32" },\n  ratio: { type: "u32" },\n  f: { type: "u32" },\n  sum: { name: "total", type: "i64" },\n  big: { name: "ratio", type: "f64" },\n  call: { name: "total", parameters: [], result: "u64" },\n',
      ),
    },
    findings: [
      "error abi/param-type f",
      "error abi/param-type total",
      "error abi/return-type ratio",
      "error abi/return-type ratio",
      "error abi/return-type total",
      "information abi/return-type total",
    ],
    isFixable: false,
  },
];
