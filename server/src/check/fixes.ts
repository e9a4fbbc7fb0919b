import type { FfiModule, FunctionExport } from "../model/decls.ts";
import type { Declaration, DeclarationTable, Dialect, Insertion } from "../model/declarations.ts";
import type { Issue } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import type { Type } from "../model/types.ts";

/** One correction of a declaration: replaces `span` by `text`. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface FixRequest {
  readonly module: FfiModule;
  readonly table: DeclarationTable;
  readonly issue: Issue;
  /** Text of a file, for the style of what stands there. */
  readonly textOf: (file: string) => string | undefined;
}

/** How an issue of a hand-written declaration is put right; null where only its author can. */
export function fixOf(request: FixRequest): Fix | null {
  const { module, table, issue } = request;
  const item = module.exports.find(({ symbol }) => symbol === issue.symbol);
  const declaration = declarationOf(table, issue);
  switch (issue.code) {
    case "abi/missing-symbol":
      return declaration === undefined || isEmpty(declaration.whole)
        ? null
        : {
            title: `Remove ${declaration.symbol}`,
            edits: [{ span: wholeLines(declaration.whole, request.textOf(declaration.whole.file)), text: "" }],
          };
    case "abi/unbound-export":
      return item?.kind === "fn" ? addFix(request, item) : null;
    case "abi/param-type":
    case "abi/return-type":
    case "abi/param-count":
      return item?.kind === "fn" && declaration !== undefined ? correctFix(request, item, declaration) : null;
    default:
      return null;
  }
}

/** Whether an issue is about what stands in a table, or is missing there. */
export function concerns(issue: Issue, table: DeclarationTable, module: FfiModule): boolean {
  if (issue.code !== "abi/unbound-export") return declarationOf(table, issue) !== undefined;
  const isThere = issue.ts?.span.file === table.span.file && issue.ts.span.start === table.span.start;
  return isThere && module.exports.some(({ symbol }) => symbol === issue.symbol);
}

/** The declaration that an issue is about: one symbol may be declared several times, for several platforms. */
export function declarationOf(table: DeclarationTable, { symbol, ts }: Issue): Declaration | undefined {
  if (ts === undefined) return undefined;
  const isHere = (span: Span | null): boolean =>
    span !== null && span.file === ts.span.file && span.start === ts.span.start && span.end === ts.span.end;
  return table.declarations.find(
    (each) =>
      each.symbol === symbol && [each.span, each.paramList, each.returns.span, ...(each.params ?? []).map(({ span }) => span)].some(isHere),
  );
}

function correctFix(request: FixRequest, item: FunctionExport, declaration: Declaration): Fix | null {
  const { issue, table } = request;
  const title = `Correct ${declaration.symbol}`;
  if (issue.code === "abi/param-count") return countFix(request, item, declaration);
  const declared = issue.code === "abi/return-type" ? declaration.returns : declaration.params?.[issue.index ?? -1];
  const type = issue.code === "abi/return-type" ? item.returns : item.params[issue.index ?? -1]?.type;
  if (declared === undefined || type === undefined) return null;
  if (isEmpty(declared.span)) return missingReturn(request, type, declaration);
  const text = spell({ module: request.module, dialect: table.dialect }, type, declared.text);
  return text === null ? null : { title, edits: [{ span: declared.span, text }] };
}

/** bun:ffi and node:ffi: no `returns` means void, so it has to be added. */
function missingReturn({ table, module }: FixRequest, type: Type, declaration: Declaration): Fix | null {
  const list = declaration.paramList;
  if (list === null || (table.dialect !== "bun:ffi" && table.dialect !== "node:ffi")) return null;
  const text = spell({ module, dialect: table.dialect }, type, declaration.params?.[0]?.text ?? insertionSample(table.insertion));
  if (text === null) return null;
  const key = table.dialect === "bun:ffi" ? "returns" : "return";
  return {
    title: `Declare the result of ${declaration.symbol}`,
    edits: [{ span: { ...list, start: list.end }, text: `, ${key}: ${text}` }],
  };
}

function countFix({ table, module }: FixRequest, item: FunctionExport, declaration: Declaration): Fix | null {
  const list = declaration.paramList;
  if (list === null) return null;
  const sample = declaration.params?.[0]?.text ?? insertionSample(table.insertion);
  const isPrototype = table.dialect === "koffi" && isPrototypeText(declaration.params?.[0]?.text ?? "", table.insertion);
  const texts = item.params.map((param, i) => {
    const kept = declaration.params?.[i];
    // What is right already stays as its author wrote it.
    if (kept !== undefined && isSpelledSame(kept.type, param.type))
      return kept.text + (isPrototype && kept.name !== null && !kept.text.endsWith(kept.name) ? ` ${kept.name}` : "");
    const text = spell({ module, dialect: table.dialect }, param.type, sample);
    return text === null ? null : isPrototype && param.name !== null ? `${text} ${param.name}` : text;
  });
  if (texts.includes(null)) return null;
  const [open, close] = isPrototype ? ["(", ")"] : ["[", "]"];
  return { title: `Correct the parameters of ${declaration.symbol}`, edits: [{ span: list, text: `${open}${texts.join(", ")}${close}` }] };
}

function isPrototypeText(sample: string, insertion: Insertion | null): boolean {
  return insertion?.spelling === "prototype" && !/^["'`]/.test(sample);
}

function isSpelledSame(a: Type, b: Type): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function addFix({ table, module }: FixRequest, item: FunctionExport): Fix | null {
  const { insertion } = table;
  if (insertion === null) return null;
  const sample = insertionSample(insertion);
  const params = item.params.map(({ type }) => spell({ module, dialect: table.dialect }, type, sample));
  const returns = spell({ module, dialect: table.dialect }, item.returns, sample);
  if (returns === null || params.includes(null)) return null;
  const text = entryText({ dialect: table.dialect, item, params: params.filter((param) => param !== null), returns, insertion });
  return text === null ? null : { title: `Declare ${item.symbol}`, edits: [{ span: insertion.span, text }] };
}

interface Entry {
  readonly dialect: Dialect;
  readonly item: FunctionExport;
  readonly params: readonly string[];
  readonly returns: string;
  readonly insertion: Insertion;
}

function entryText({ dialect, item, params, returns, insertion }: Entry): string | null {
  const { indent, quote, object } = insertion;
  const key = /^[A-Za-z_$][\w$]*$/.test(item.symbol) ? item.symbol : `${quote}${item.symbol}${quote}`;
  const wrap = (body: string): string =>
    `${insertion.needsComma ? "," : ""}\n${indent}${key}: ${body}${insertion.hasTrailingComma || !insertion.needsComma ? "," : ""}`;
  switch (dialect) {
    case "bun:ffi":
      return wrap(`{ args: [${params.join(", ")}], returns: ${returns} }`);
    case "deno":
      return wrap(`{ parameters: [${params.join(", ")}], result: ${returns} }`);
    case "node:ffi":
      return wrap(`{ arguments: [${params.join(", ")}], return: ${returns} }`);
    case "koffi": {
      const names = item.params.map(({ name }, i) => `${params[i] ?? "void *"} ${name ?? `arg${String(i)}`}`);
      const call = `${object ?? "lib"}.func(${quote}${returns} ${item.symbol}(${names.join(", ")})${quote})`;
      return insertion.form === "statement" ? `\n${indent}const ${item.symbol} = ${call};` : wrap(call);
    }
    case "bun-ffi-structs":
      return null;
  }
}

function insertionSample(insertion: Insertion | null): string {
  if (insertion === null) return '""';
  if (insertion.spelling === "member") return `${insertion.object ?? "FFIType"}.void`;
  if (insertion.spelling === "string") return `${insertion.quote}void${insertion.quote}`;
  return "void";
}

interface Words {
  readonly module: FfiModule;
  readonly dialect: Dialect;
}

/** A Zig type in a dialect's words, written like `sample`: `FFIType.u32`, `"u32"`, `u32`. Null where the dialect has no word for it. */
function spell(context: Words, type: Type, sample: string): string | null {
  const name = wordOf(context, type);
  if (name === null) return null;
  const member = /^([A-Za-z_$][\w$.]*)\.[\w$]+$/.exec(sample)?.[1];
  if (member !== undefined) return `${member}.${name}`;
  const quote = /^["'`]/.exec(sample)?.[0];
  return quote === undefined ? name : `${quote}${name}${quote}`;
}

function wordOf(context: Words, type: Type): string | null {
  const { dialect, module } = context;
  const inner = type.kind === "optional" ? type.child : type;
  if (inner.kind === "pointer") return pointerWord(dialect, inner);
  const words = dialect === "koffi" ? koffiWords : fixedWords;
  switch (type.kind) {
    case "void":
    case "noreturn":
      return "void";
    case "bool":
      return "bool";
    case "int":
      return words.get(`${type.signed ? "i" : "u"}${String(type.bits)}`) ?? null;
    case "float":
      return words.get(`f${String(type.bits)}`) ?? null;
    case "cint":
      return words.get(type.name) ?? null;
    case "named": {
      const container = module.containers.get(type.id);
      const integer =
        container?.kind === "enum"
          ? container.tag
          : container?.kind === "struct" && container.layout === "packed"
            ? container.backing
            : null;
      return integer === null ? null : wordOf(context, integer);
    }
    default:
      return null;
  }
}

function pointerWord(dialect: Dialect, { sentinel, pointee, isConst }: Extract<Type, { kind: "pointer" }>): string {
  const isText = sentinel === "0" && pointee.kind === "int" && pointee.bits === 8;
  const isFunction = pointee.kind === "fn";
  switch (dialect) {
    case "koffi":
      return isText ? "const char *" : isConst ? "const void *" : "void *";
    case "bun:ffi":
      return isFunction ? "function" : isText ? "cstring" : "ptr";
    case "deno":
      return isFunction ? "function" : "pointer";
    default:
      return isFunction ? "function" : "pointer";
  }
}

const widths = ["8", "16", "32", "64"];
const fixedWords: ReadonlyMap<string, string> = new Map([
  ...widths.flatMap((bits): [string, string][] => [
    [`i${bits}`, `i${bits}`],
    [`u${bits}`, `u${bits}`],
  ]),
  ["f32", "f32"],
  ["f64", "f64"],
  ["usize", "u64"],
  ["isize", "i64"],
  ["c_char", "i8"],
  ["c_short", "i16"],
  ["c_ushort", "u16"],
  ["c_int", "i32"],
  ["c_uint", "u32"],
  ["c_longlong", "i64"],
  ["c_ulonglong", "u64"],
]);
const koffiWords: ReadonlyMap<string, string> = new Map([
  ...widths.flatMap((bits): [string, string][] => [
    [`i${bits}`, `int${bits}_t`],
    [`u${bits}`, `uint${bits}_t`],
  ]),
  ["f32", "float"],
  ["f64", "double"],
  ["usize", "size_t"],
  ["isize", "intptr_t"],
  ["c_char", "char"],
  ["c_short", "short"],
  ["c_ushort", "unsigned short"],
  ["c_int", "int"],
  ["c_uint", "unsigned int"],
  ["c_long", "long"],
  ["c_ulong", "unsigned long"],
  ["c_longlong", "long long"],
  ["c_ulonglong", "unsigned long long"],
]);

/** With the line ends, where nothing else stands on the lines. */
function wholeLines(span: Span, text: string | undefined): Span {
  if (text === undefined) return span;
  const before = /[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  const after = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(span.end))?.[0].length;
  const isAtStart = span.start === before || text[span.start - before - 1] === "\n";
  return isAtStart && after !== undefined ? { ...span, start: span.start - before, end: span.end + after } : span;
}

function isEmpty(span: Span): boolean {
  return span.start === span.end;
}
