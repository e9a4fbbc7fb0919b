import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { FunctionOutline, ZigFile } from "../../syntax/outline.ts";
import { tokenize, type Token } from "../../syntax/tokens.ts";
import { functionAt, signatureEnd } from "../zigSymbol.ts";
import { editOf, fixed, issuesAt, type ActionContext, type OffsetEdit, unusedName } from "./actionContext.ts";

/** `items: []const T` -> `items: [*]const T, items_len: usize`, and each use in the body becomes `items[0..items_len]`. */
export function splitSliceParameter(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot } = context;
  return issuesAt(context, ["zig/slice-param"]).flatMap(({ project, issue }): CodeAction[] => {
    const item = project.analysis().module.exports.find(({ symbol }) => symbol === issue.symbol);
    const fn = item === undefined ? undefined : functionAt(file, item.span.start);
    const edits = fn === undefined || issue.index === undefined ? null : splitEdits(file, fn, issue.index);
    if (edits === null) return [];
    const title = `Replace ${issue.parameter ?? "the slice"} by a pointer and a length`;
    return [{ title, kind: CodeActionKind.QuickFix, ...fixed(context, issue), isPreferred: true, ...editOf(snapshot, file, edits) }];
  });
}

function splitEdits(file: ZigFile, fn: FunctionOutline, index: number): readonly OffsetEdit[] | null {
  const param = fn.params[index];
  const type = param === undefined ? "" : file.text.slice(param.type.start, param.type.end);
  // An optional slice would have to be tested first, which only its author can do.
  const slice = /^\[(:[^\]]*)?\]/.exec(type);
  if (param?.name === undefined || param.name === null || slice === null || !/^[A-Za-z_]\w*$/.test(param.name)) return null;
  const { name } = param;
  const isCamel = fn.params.some((each) => /[a-z][A-Z]/.test(each.name ?? ""));
  const length = unusedName(file.text.slice(fn.start, fn.end), isCamel ? `${name}Len` : `${name}_len`);
  const sentinel = slice[1] ?? "";
  const pointer = `[*${sentinel}]${type.slice(slice[0].length)}, ${length}: usize`;
  const whole = `${name}[0..${length}${sentinel === "" ? "" : ` ${sentinel}`}]`;
  const body = tokenize(file.text, { start: signatureEnd(file, fn), end: fn.end });
  return [{ range: param.type, text: pointer }, ...uses(body, name, { length, whole })];
}

interface Names {
  readonly length: string;
  /** The slice again. */
  readonly whole: string;
}

function uses(tokens: readonly Token[], name: string, { length, whole }: Names): readonly OffsetEdit[] {
  return tokens.flatMap((token, i): OffsetEdit[] => {
    if (token.kind !== "word" || token.text !== name || tokens[i - 1]?.text === ".") return [];
    const member = tokens[i + 1]?.text === "." ? tokens[i + 2] : undefined;
    if (member?.text === "len") return [{ range: { start: token.start, end: member.end }, text: length }];
    if (member?.text === "ptr") return [{ range: { start: token.start, end: member.end }, text: name }];
    return [{ range: token, text: whole }];
  });
}
