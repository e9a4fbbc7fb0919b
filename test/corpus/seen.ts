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
];
