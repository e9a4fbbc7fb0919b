import ts from "typescript";

export interface Project {
  readonly name: string;
  /** Scripts by name, before and after corrections. */
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/** What TypeScript says of corrected projects and did not say before, as `project: message`. One program for all of them. */
export function newProblems(projects: readonly Project[]): readonly string[] {
  const texts = new Map<string, string>([["/globals.d.ts", globals]]);
  for (const [index, { before, after }] of projects.entries()) {
    for (const [name, text] of Object.entries(before)) texts.set(`/${String(index)}/before/${name}`, text);
    for (const [name, text] of Object.entries(after)) texts.set(`/${String(index)}/after/${name}`, text);
  }
  const program = programOf(texts);
  return projects.flatMap(({ name, before, after }, index) => {
    const known = new Set(
      Object.keys(before).flatMap((file) => problemsOf(program, `/${String(index)}/before/${file}`).map(({ code }) => code)),
    );
    const found = Object.keys(after).flatMap((file) => problemsOf(program, `/${String(index)}/after/${file}`));
    return found
      .filter(({ code }) => !known.has(code))
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}

function programOf(texts: ReadonlyMap<string, string>): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    strict: true,
    noEmit: true,
    types: [],
    lib: ["lib.es2022.d.ts"],
  };
  const host = ts.createCompilerHost(options);
  const inherited = host.getSourceFile.bind(host);
  host.fileExists = (file) => texts.has(file);
  host.readFile = (file) => texts.get(file);
  host.getSourceFile = (file, language, ...rest) => {
    const text = texts.get(file);
    return text === undefined ? inherited(file, language, ...rest) : ts.createSourceFile(file, text, language);
  };
  return ts.createProgram({ rootNames: [...texts.keys()], options, host });
}

function problemsOf(program: ts.Program, file: string): readonly ts.Diagnostic[] {
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
}

const words = (names: string): string =>
  names
    .split(" ")
    .map((name) => JSON.stringify(name))
    .join(" | ");

/** As much of the dialects as it takes to tell a word of theirs from another one. */
const globals = `
declare module "bun:ffi" {
  export enum FFIType { i8 = 1, u8, i16, u16, i32, u32, i64, u64, f64, f32, bool, ptr, void, cstring, function, usize = 8 }
  export type Type = FFIType | keyof typeof FFIType;
  export function dlopen(path: string, symbols: Record<string, { readonly args?: readonly Type[]; readonly returns?: Type }>): { symbols: Record<string, any> };
}
declare module "node:ffi" {
  export type Type = ${words("void bool u8 i8 u16 i16 u32 i32 u64 i64 uint32 uint8 float f32 f64 pointer buffer string function")};
  export const types: Record<"UINT_8" | "UINT_16" | "UINT_32" | "UINT_64" | "INT_8" | "INT_16" | "INT_32" | "INT_64" | "FLOAT" | "FLOAT_32" | "FLOAT_64" | "POINTER" | "BOOL" | "VOID" | "FUNCTION", Type>;
  export function dlopen(path: string, symbols: Record<string, { readonly arguments?: readonly Type[]; readonly return?: Type }>): any;
}
declare module "koffi" {
  const koffi: any;
  export default koffi;
}
declare module "bun-ffi-structs" {
  export function defineStruct(fields: readonly unknown[]): unknown;
}
declare namespace Deno {
  type NativeType = ${words("void bool u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64 pointer buffer function")};
  interface Symbol { readonly name?: string; readonly parameters: readonly (NativeType | { readonly struct: readonly NativeType[] })[]; readonly result: NativeType; readonly optional?: boolean }
  function dlopen(path: string, symbols: Record<string, Symbol>): { symbols: Record<string, (...args: unknown[]) => unknown> };
}
declare const process: { readonly platform: string };
declare const console: { log(...values: unknown[]): void };
`;
