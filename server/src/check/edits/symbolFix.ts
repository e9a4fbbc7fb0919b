import type { Declaration } from "../../model/declarations.ts";
import type { Span } from "../../model/span.ts";
import type { Edit, Fix } from "./edit.ts";
import { inserted, readList, withoutComments } from "./listText.ts";
import type { FixRequest } from "./request.ts";

/** A symbol that is not exported: another name where one is near, else its declaration goes. Null where something still uses it. */
export function symbolFix(request: FixRequest, declaration: Declaration): Fix | null {
  const { suggestion } = request.issue;
  return suggestion === undefined ? removal(request, declaration) : renaming(request, declaration, suggestion);
}

function renaming(request: FixRequest, declaration: Declaration, name: string): Fix | null {
  const { table, textOf } = request;
  const { symbol, span, whole, definition } = declaration;
  const text = textOf(span.file);
  if (text?.slice(span.start, span.end) !== symbol || table.declarations.some((other) => other.symbol === name)) return null;
  // Two declarations that are written in one place would both be renamed.
  if (table.declarations.some((other) => other !== declaration && isSame(other.span, span))) return null;
  const title = `Rename ${symbol} to ${name}`;
  const isKey = whole.start < whole.end && whole.file === span.file && /^["'[\s]*$/.test(text.slice(whole.start, span.start));
  if (!isKey) return /["'`]/.test(text.slice(0, span.start)) ? { title, edits: [{ span, text: name }] } : null;
  if (!/^["'`]?\]?\s*:/.test(text.slice(span.end))) return null;
  if (!isMentioned(request, [symbol], span)) return isName(name) ? { title, edits: [{ span, text: name }] } : null;
  // Deno's definitions may name the symbol themselves, and the program's own name stays.
  const list = table.dialect === "deno" && definition?.file === span.file ? readList(text, definition) : null;
  const quote = table.insertion?.quote ?? '"';
  return list === null ? null : { title: `Bind ${symbol} to ${name}`, edits: inserted(list, 0, [`name: ${quote}${name}${quote}`]) };
}

function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

function removal(request: FixRequest, declaration: Declaration): Fix | null {
  const { symbol, whole } = declaration;
  const text = request.textOf(whole.file);
  if (whole.start === whole.end || text === undefined) return null;
  if (request.table.declarations.some((other) => other !== declaration && isSame(other.whole, whole))) return null;
  const bound = isBody(text, whole) ? null : boundName(text.slice(whole.start, whole.end));
  if (bound === null || isMentioned(request, [symbol, bound], whole)) return null;
  const edit: Edit = { span: withSurroundings(whole, text), text: "" };
  return { title: `Remove ${symbol}`, edits: [edit], isRemoval: true };
}

/** `if (debug) exports.far = ..`: without it the condition would be one for the next statement. */
function isBody(text: string, { start, end }: Span): boolean {
  const isAssignment = /^(?:[\w$]+\.)+#?[\w$]+\s*=/.test(text.slice(start, end));
  return isAssignment && /(?:\)|\belse|\bdo)$/.test(withoutComments(text.slice(0, start)).trimEnd());
}

/** What a statement, a class field or an entry gives its value to; null for a statement that does something else as well. */
function boundName(source: string): string | null {
  const modifiers = "(?:(?:export|const|let|var|public|private|protected|static|readonly|declare|override|accessor)\\s+)*";
  const declared = new RegExp(`^${modifiers}["']?(#?[\\w$]+)["']?\\s*[!?]?\\s*[:=]`).exec(source)?.[1];
  return declared ?? /^(?:[\w$]+\.)+(#?[\w$]+)\s*=[^=]/.exec(source)?.[1] ?? null;
}

/** Whether anything but comments names one of the names outside the place: in its file, or in a script that may use it. */
function isMentioned({ textOf, othersOf }: FixRequest, names: readonly string[], place: Span): boolean {
  const words = new RegExp(`(?<![\\w$])(?:${names.map((name) => name.replaceAll("$", "\\$")).join("|")})(?![\\w$])`);
  // Most scripts do not even hold the letters: that is faster to see.
  const isIn = (text: string): boolean =>
    names.some((name) => text.includes(name)) && words.test(text) && words.test(withoutComments(text));
  const own = textOf(place.file) ?? "";
  if (isIn(`${own.slice(0, place.start)} ${own.slice(place.end)}`)) return true;
  for (const file of othersOf(place.file)) if (file !== place.file && isIn(textOf(file) ?? "")) return true;
  return false;
}

/** With what belongs to it: the semicolon, its comments, and the lines where nothing else stands on them. */
function withSurroundings(span: Span, text: string): Span {
  const semicolon = /^[ \t]*;/.exec(text.slice(span.end))?.[0].length ?? 0;
  const end = span.end + (/[;,]$/.test(text.slice(span.start, span.end)) ? 0 : semicolon);
  const before = /[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  const isFirst = span.start === before || text[span.start - before - 1] === "\n";
  const after = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\n]*?\*\/[ \t]*)?(?:\r?\n|$)/.exec(text.slice(end))?.[0].length;
  if (!isFirst) return { ...span, end: end + (/^[ \t]+(?=\S)/.exec(text.slice(end))?.[0].length ?? 0) };
  if (after === undefined) return { ...span, end };
  return { ...span, start: commentStart(text, span.start - before), end: end + after };
}

/** The start of the comments that stand right above a line. */
function commentStart(text: string, line: number): number {
  const above = text.slice(0, line);
  const found = /(?:^|\n)((?:[ \t]*\/\/[^\n]*\n)+|[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\r?\n)$/.exec(above);
  return found?.[1] === undefined ? line : line - found[1].length;
}

function isSame(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end && a.end > a.start;
}
