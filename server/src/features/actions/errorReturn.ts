import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { FunctionOutline, ZigFile } from "../../syntax/outline.ts";
import { identifierName, tokenize } from "../../syntax/tokens.ts";
import { functionAt, membersOf, signatureEnd } from "../zigSymbol.ts";
import { editOf, fixed, insertion, issuesAt, lineOf, type ActionContext, type OffsetEdit, unusedName } from "./actionContext.ts";

/**
 * `E!T` -> an `enum(c_int)` of the errors, the value through a pointer. The function itself stays as it is under another name, because
 * `try` and `errdefer` in it mean what they say only there; the export calls it and translates.
 */
export function replaceErrorUnion(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot } = context;
  return issuesAt(context, ["zig/error-return"]).flatMap(({ project, issue }): CodeAction[] => {
    const item = project.analysis().module.exports.find(({ symbol }) => symbol === issue.symbol);
    const fn = item === undefined ? undefined : functionAt(file, item.span.start);
    const edits = fn === undefined ? null : wrapperEdits(file, fn);
    if (edits === null) return [];
    const title = `Return an error enum from ${issue.symbol ?? ""}`;
    return [{ title, kind: CodeActionKind.QuickFix, ...fixed(context, issue), isPreferred: true, ...editOf(snapshot, file, edits) }];
  });
}

function wrapperEdits(file: ZigFile, fn: FunctionOutline): readonly OffsetEdit[] | null {
  const { text } = file;
  const union = fn.returns === null ? null : errorUnion(text.slice(fn.returns.start, fn.returns.end));
  const names = fn.params.map(({ name }) => name);
  const bodyStart = signatureEnd(file, fn);
  if (fn.returns === null || union === null || text.charAt(bodyStart) !== "{" || !isPlain(names)) return null;
  const errors = errorNames(file, union.set);
  const inner = unusedName(text, `${fn.name}Impl`);
  const enumName = unusedName(text, `${fn.name.charAt(0).toUpperCase()}${fn.name.slice(1)}Error`);
  const out = unusedName(text.slice(fn.start, fn.end), "out");
  const isVoid = union.payload === "void";
  const { start, indent } = lineOf(text, docStart(file, fn));
  const parameters = fn.params.map(({ name, type }) => `${name ?? "_"}: ${text.slice(type.start, type.end)}`).join(", ");
  const call = `${inner}(${names.join(", ")})`;
  const body = wrapperBody({ call, out: isVoid ? null : out, errors });
  const wrapper = `{\n${body.map((line) => `${indent}    ${line}\n`).join("")}${indent}}\n\n`;
  const header = `${indent}fn ${inner}(${parameters}) ${text.slice(fn.returns.start, fn.returns.end)} `;
  return [
    insertion(start, enumText(enumName, errors, indent)),
    ...(isVoid ? [] : [outParameter(text, fn, `${out}: *${union.payload}`)]),
    { range: fn.returns, text: enumName },
    insertion(bodyStart, wrapper + header),
  ];
}

function isPlain(names: readonly (string | null)[]): names is readonly string[] {
  return names.every((name) => name !== null && /^[A-Za-z_]\w*$/.test(name));
}

/** `E` and `T` of `E!T`; an inferred set is empty text. */
function errorUnion(type: string): { readonly set: string; readonly payload: string } | null {
  const match = /^((?:error\s*\{[^}]*\}|[^!{(]*))!\s*([^]+)$/.exec(type);
  return match === null ? null : { set: (match[1] ?? "").trim(), payload: (match[2] ?? "").trim() };
}

/** The names of a set that is written out here; null where only the compiler knows them. */
function errorNames(file: ZigFile, set: string): readonly string[] | null {
  const literal = /^error\s*\{([^}]*)\}$/.exec(set);
  if (literal !== null) {
    const tokens = tokenize(literal[1] ?? "", { start: 0, end: literal[1]?.length ?? 0 });
    return tokens.filter(({ kind }) => kind === "word" || kind === "quoted").map(({ text }) => identifierName(text));
  }
  for (const member of membersOf(file)) {
    if (member.kind !== "variable" || member.name !== set || member.value === null) continue;
    const value = file.text.slice(member.value.start, member.value.end);
    return value === set ? null : errorNames(file, value);
  }
  return null;
}

function enumText(name: string, errors: readonly string[] | null, indent: string): string {
  const values = ["ok = 0", ...(errors ?? ["failed"])].map((value) => `${indent}    ${value},\n`);
  return `${indent}pub const ${name} = enum(c_int) {\n${values.join("")}${indent}};\n\n`;
}

interface Body {
  readonly call: string;
  readonly out: string | null;
  readonly errors: readonly string[] | null;
}

function wrapperBody({ call, out, errors }: Body): readonly string[] {
  const assigned = out === null ? call : `${out}.* = ${call}`;
  if (errors === null) return [`${assigned} catch return .failed;`, "return .ok;"];
  const prongs = errors.map((name) => `    error.${name} => .${name},`);
  return [`${assigned} catch |err| return switch (err) {`, ...prongs, "};", "return .ok;"];
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
