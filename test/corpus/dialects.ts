// The same declarations in each dialect's words.
export type DialectName = "bun:ffi" | "koffi" | "deno" | "node:ffi";

/** Zig's words for types; `ptr`, `text` and `fn` for pointers. */
export interface FunctionRow {
  readonly symbol: string;
  readonly params: readonly string[];
  /** Undefined: nothing is declared, which bun:ffi and node:ffi take for void. */
  readonly returns?: string;
}

export interface DialectText {
  /** Imports and whatever comes before. */
  readonly head: string;
  /** The object of declarations; for koffi its statements. */
  readonly table: (rows: readonly FunctionRow[]) => string;
  readonly open: (table: string) => string;
}

const koffiNames: Readonly<Record<string, string>> = {
  i8: "int8_t",
  u8: "uint8_t",
  i16: "int16_t",
  u16: "uint16_t",
  i32: "int32_t",
  u32: "uint32_t",
  i64: "int64_t",
  u64: "uint64_t",
  usize: "size_t",
  f32: "float",
  f64: "double",
  ptr: "void *",
  text: "const char *",
  fn: "void *",
};

function named(names: Readonly<Record<string, string>>, type: string): string {
  return names[type] ?? type;
}

const bunNames = { text: "cstring", fn: "function" };
const otherNames = { text: "pointer", fn: "function", ptr: "pointer" };

export const dialects: Readonly<Record<DialectName, DialectText>> = {
  "bun:ffi": {
    head: 'import { dlopen, FFIType } from "bun:ffi";\n',
    table: (rows) =>
      `{\n${rows
        .map(({ symbol, params, returns }) => {
          const type = (each: string): string => `FFIType.${named(bunNames, each)}`;
          return `  ${symbol}: { args: [${params.map(type).join(", ")}]${returns === undefined ? "" : `, returns: ${type(returns)}`} },\n`;
        })
        .join("")}}`,
    open: (table) => `dlopen("./liblib.so", ${table})`,
  },
  deno: {
    head: "",
    table: (rows) =>
      `{\n${rows
        .map(({ symbol, params, returns = "void" }) => {
          const type = (each: string): string => `"${named(otherNames, each)}"`;
          return `  ${symbol}: { parameters: [${params.map(type).join(", ")}], result: ${type(returns)} },\n`;
        })
        .join("")}}`,
    open: (table) => `Deno.dlopen("./liblib.so", ${table})`,
  },
  "node:ffi": {
    head: 'import { dlopen } from "node:ffi";\n',
    table: (rows) =>
      `{\n${rows
        .map(({ symbol, params, returns }) => {
          const type = (each: string): string => `"${named(otherNames, each)}"`;
          return `  ${symbol}: { arguments: [${params.map(type).join(", ")}]${returns === undefined ? "" : `, return: ${type(returns)}`} },\n`;
        })
        .join("")}}`,
    open: (table) => `dlopen("./liblib.so", ${table})`,
  },
  koffi: {
    head: 'import koffi from "koffi";\n',
    table: (rows) =>
      `{\n${rows
        .map(({ symbol, params, returns = "void" }) => {
          const list = params.map((each, i) => `${named(koffiNames, each)} p${String(i)}`).join(", ");
          return `  ${symbol}: lib.func("${named(koffiNames, returns)} ${symbol}(${list})"),\n`;
        })
        .join("")}}`,
    open: (table) => table,
  },
};

/** A whole script with the declarations in one literal table. */
export function script(name: DialectName, rows: readonly FunctionRow[]): string {
  const { head, table, open } = dialects[name];
  const lib = name === "koffi" ? 'const lib = koffi.load("./liblib.so");\n' : "";
  return `${head}${lib}export const symbols = ${open(table(rows))};\n`;
}
