import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { FunctionOutline, ZigFile } from "../../syntax/outline.ts";
import { identifierName, tokenize } from "../../syntax/tokens.ts";
import { functionAt, membersOf, signatureEnd } from "../zigSymbol.ts";
import {
  arePlain,
  editOf,
  fixed,
  insertion,
  issuesAt,
  lineOf,
  unusedLocal,
  unusedName,
  type ActionContext,
  type OffsetEdit,
} from "./actionContext.ts";
import { functionUses, type FunctionUse } from "./functionUses.ts";

/**
 * `E!T` -> an `enum(c_int)` of the errors, the value through a pointer. The function itself stays as it is under another name, because
 * `try` and `errdefer` in it mean what they say only there; the export calls it and translates. Zig code calls it under the other name.
 */
export function replaceErrorUnion(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot, projects } = context;
  return issuesAt(context, ["zig/error-return"]).flatMap(({ project, issue }): CodeAction[] => {
    const item = project.analysis().module.exports.find(({ symbol }) => symbol === issue.symbol);
    const fn = item === undefined ? undefined : functionAt(file, item.span.start);
    const uses = fn === undefined ? [] : functionUses(snapshot, projects, { file, fn });
    const edits = fn === undefined ? null : wrapperEdits(file, fn, uses);
    if (edits === null) return [];
    const title = `Return an error enum from ${issue.symbol ?? ""}`;
    return [{ title, kind: CodeActionKind.QuickFix, ...fixed(context, issue), isPreferred: true, ...editOf(snapshot, file, edits) }];
  });
}

function wrapperEdits(file: ZigFile, fn: FunctionOutline, uses: readonly FunctionUse[]): readonly OffsetEdit[] | null {
  const { text } = file;
  const union = fn.returns === null ? null : errorUnion(text.slice(fn.returns.start, fn.returns.end));
  const names = fn.params.map(({ name }) => name);
  const bodyStart = signatureEnd(file, fn);
  if (fn.returns === null || union === null || text.charAt(bodyStart) !== "{") return null;
  if (!arePlain([fn.name, ...names], file, fn) || uses.some(({ kind, path }) => kind !== "call" || path !== file.path)) return null;
  const errors = errorNames(file, union.set);
  const inner = unusedName(text, `${fn.name}Impl`);
  const enumName = unusedName(text, `${fn.name.charAt(0).toUpperCase()}${fn.name.slice(1)}Error`);
  const out = unusedLocal(file, fn, "out");
  const isVoid = union.payload === "void";
  const { start, indent } = lineOf(text, docStart(file, fn));
  const parameters = fn.params.map(({ name, type }) => `${name ?? "_"}: ${text.slice(type.start, type.end)}`).join(", ");
  const call = `${inner}(${names.join(", ")})`;
  const values = { none: unusedValue(errors ?? []), caught: unusedLocal(file, fn, "err") };
  const body = wrapperBody({ call, out: isVoid ? null : out, errors, ...values });
  const wrapper = `{\n${body.map((line) => `${indent}    ${line}\n`).join("")}${indent}}\n\n`;
  const header = `${indent}fn ${inner}(${parameters}) ${text.slice(fn.returns.start, fn.returns.end)} `;
  return [
    insertion(start, enumText(enumName, [`${values.none} = 0`, ...(errors ?? ["failed"])], indent)),
    ...(isVoid ? [] : [outParameter(text, fn, `${out}: *${union.payload}`)]),
    { range: fn.returns, text: enumName },
    insertion(bodyStart, wrapper + header),
    ...uses.map(({ token }) => ({ range: token, text: inner })),
  ];
}

/** `E` and `T` of `E!T`; an inferred set is empty text. Null where there would be nothing to give back, or it may fail again. */
function errorUnion(type: string): { readonly set: string; readonly payload: string } | null {
  const match = /^((?:error\s*\{[^}]*\}|[^!{(]*))!\s*([^]+)$/.exec(type);
  const payload = match?.[2]?.trim() ?? "";
  return match === null || payload === "noreturn" || payload.includes("!") ? null : { set: (match[1] ?? "").trim(), payload };
}

/** The names of a set that is written out here, as they are written; null where only the compiler knows them. */
function errorNames(file: ZigFile, set: string, seen: readonly string[] = []): readonly string[] | null {
  const literal = /^error\s*\{([^}]*)\}$/.exec(set);
  if (literal !== null) {
    const tokens = tokenize(literal[1] ?? "", { start: 0, end: literal[1]?.length ?? 0 });
    const names = tokens.filter(({ kind }) => kind === "word" || kind === "quoted").map(({ text }) => text);
    return names.length === 0 ? null : names;
  }
  const declared = [...membersOf(file)].flatMap((member) => (member.kind === "variable" && member.name === set ? [member] : []));
  const [only] = declared;
  if (only === undefined || only.value === null || declared.length > 1 || seen.includes(set)) return null;
  return errorNames(file, file.text.slice(only.value.start, only.value.end), [...seen, set]);
}

/** What the enum calls success. */
function unusedValue(errors: readonly string[]): string {
  const taken = new Set(errors.map(identifierName));
  let name = ["ok", "success"].find((each) => !taken.has(each)) ?? "ok";
  while (taken.has(name)) name += "_";
  return name;
}

function enumText(name: string, values: readonly string[], indent: string): string {
  const lines = values.map((value) => `${indent}    ${value},\n`);
  return `${indent}pub const ${name} = enum(c_int) {\n${lines.join("")}${indent}};\n\n`;
}

interface Body {
  readonly call: string;
  readonly out: string | null;
  readonly errors: readonly string[] | null;
  /** The value of success. */
  readonly none: string;
  /** What the error is called where it is caught. */
  readonly caught: string;
}

function wrapperBody({ call, out, errors, none, caught }: Body): readonly string[] {
  const assigned = out === null ? call : `${out}.* = ${call}`;
  if (errors === null) return [`${assigned} catch return .failed;`, `return .${none};`];
  const prongs = errors.map((name) => `    error.${name} => .${name},`);
  return [`${assigned} catch |${caught}| return switch (${caught}) {`, ...prongs, "};", `return .${none};`];
}

function outParameter(text: string, fn: FunctionOutline, parameter: string): OffsetEdit {
  const last = fn.params.at(-1);
  return last === undefined ? insertion(text.indexOf("(", fn.nameRange.end) + 1, parameter) : insertion(last.type.end, `, ${parameter}`);
}

/** Where the doc comment of a function begins, or the function. */
function docStart(file: ZigFile, fn: FunctionOutline): number {
  const line = fn.doc === null ? undefined : file.lines[fn.doc.line - 1];
  return line === undefined ? fn.start : line + (/^[ \t]*/.exec(file.text.slice(line))?.[0].length ?? 0);
}
