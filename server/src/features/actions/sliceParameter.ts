import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { FunctionOutline, Range, ZigFile } from "../../syntax/outline.ts";
import { tokenize, type Token } from "../../syntax/tokens.ts";
import { functionAt, signatureEnd } from "../zigSymbol.ts";
import { arePlain, editOf, fixed, insertion, issuesAt, lineOf, unusedLocal, type ActionContext, type OffsetEdit } from "./actionContext.ts";
import { functionUses } from "./functionUses.ts";
import { parameterUses } from "./parameterUses.ts";

/** `items: []const T` -> `items: [*]const T, items_len: usize`, and each use in the body becomes `items[0..items_len]`. */
export function splitSliceParameter(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot, projects } = context;
  return issuesAt(context, ["zig/slice-param"]).flatMap(({ project, issue }): CodeAction[] => {
    const item = project.analysis().module.exports.find(({ symbol }) => symbol === issue.symbol);
    const fn = item === undefined ? undefined : functionAt(file, item.span.start);
    if (fn === undefined || issue.index === undefined) return [];
    const edits = splitEdits(file, fn, issue.index);
    // A call would have to change with it.
    if (edits === null || functionUses(snapshot, projects, { file, fn }).length > 0) return [];
    const title = `Replace ${issue.parameter ?? "the slice"} by a pointer and a length`;
    return [{ title, kind: CodeActionKind.QuickFix, ...fixed(context, issue), isPreferred: true, ...editOf(snapshot, file, edits) }];
  });
}

function splitEdits(file: ZigFile, fn: FunctionOutline, index: number): readonly OffsetEdit[] | null {
  const param = fn.params[index];
  const type = param === undefined ? "" : file.text.slice(param.type.start, param.type.end);
  // An optional slice would have to be tested first, which only its author can do.
  const slice = /^\[(:[^\]]*)?\]/.exec(type);
  const names = [param?.name ?? null];
  const bodyStart = signatureEnd(file, fn);
  if (param === undefined || slice === null || !arePlain(names, file, fn) || file.text.charAt(bodyStart) !== "{") return null;
  const [name = ""] = names;
  const types = [...fn.params.map((each) => each.type), ...(fn.returns === null ? [] : [fn.returns])];
  // `@TypeOf(items)` would be another type.
  if (types.some((range) => tokenize(file.text, range).some((token) => token.text === name))) return null;
  const isCamel = fn.params.some((each) => /[a-z][A-Z]/.test(each.name ?? ""));
  const length = unusedLocal(file, fn, isCamel ? `${name}Len` : `${name}_len`);
  const sentinel = slice[1] ?? "";
  const pointer = `[*${sentinel}]${type.slice(slice[0].length)}, ${length}: usize`;
  const whole = `${name}[0..${length}${sentinel === "" ? "" : ` ${sentinel}`}]`;
  const uses = usesIn(tokenize(file.text, { start: bodyStart, end: fn.end }), name);
  if (uses === null) return null;
  const texts = { whole, len: length, ptr: name };
  const edits = uses.map(({ range, what }) => ({ range, text: texts[what] }));
  // Zig refuses parameters that nothing uses.
  const unused = [
    ...(uses.every(({ what }) => what === "len") ? [name] : []),
    ...(uses.every(({ what }) => what === "ptr") ? [length] : []),
  ];
  return [{ range: param.type, text: pointer }, ...discards(file, fn, { bodyStart, names: unused }), ...edits];
}

interface SliceUse {
  readonly range: Range;
  /** `items`, `items.len` or `items.ptr`. */
  readonly what: "whole" | "len" | "ptr";
}

/** Null where one of them cannot be replaced by what the slice becomes. */
function usesIn(tokens: readonly Token[], name: string): readonly SliceUse[] | null {
  const uses = parameterUses(tokens, name);
  if (uses === null) return null;
  return uses.flatMap((i): readonly SliceUse[] => {
    const [token, dot, member] = tokens.slice(i, i + 3);
    if (token === undefined) return [];
    if (dot?.text === "." && (member?.text === "len" || member?.text === "ptr"))
      return [{ range: { start: token.start, end: member.end }, what: member.text }];
    return [{ range: token, what: "whole" }];
  });
}

interface Discards {
  readonly bodyStart: number;
  readonly names: readonly string[];
}

function discards(file: ZigFile, fn: FunctionOutline, { bodyStart, names }: Discards): readonly OffsetEdit[] {
  if (names.length === 0) return [];
  const { indent } = lineOf(file.text, fn.start);
  const isOneLine = !/^\{[ \t]*(?:\/\/[^\n]*)?\r?\n/.test(file.text.slice(bodyStart));
  const isEmpty = /^\{\s*\}/.test(file.text.slice(bodyStart));
  const statements = names.map((name) => `_ = ${name};`);
  if (isOneLine && !isEmpty) return [insertion(bodyStart + 1, statements.map((each) => ` ${each}`).join(""))];
  const lines = statements.map((each) => `\n${indent}    ${each}`).join("");
  return [insertion(bodyStart + 1, `${lines}${isEmpty && isOneLine ? `\n${indent}` : ""}`)];
}
