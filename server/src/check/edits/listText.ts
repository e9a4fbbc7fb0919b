import type { Span } from "../../model/span.ts";
import type { Edit } from "./edit.ts";

/** The source of `[a, b]`, `{ a: 1 }` or `(int a, int b)`, for edits that leave everything else as it is written. */
export interface ListText {
  readonly text: string;
  /** With its brackets. */
  readonly span: Span;
  readonly items: readonly ListItem[];
}

/** An item without the white space and the comments around it. */
export interface ListItem {
  readonly start: number;
  readonly end: number;
  /** Offset behind the comma that follows; null where there is none. */
  readonly comma: number | null;
}

/** Null where an item is left out: `[, a]`. */
export function readList(text: string, span: Span): ListText | null {
  const items: ListItem[] = [];
  const close = span.end - 1;
  let [start, end, depth] = [-1, -1, 0];
  for (let at = span.start + 1; at < close;) {
    const next = at + (token(text, at)?.length ?? 1);
    const part = text.slice(at, next);
    if (depth === 0 && part === ",") {
      if (start < 0) return null;
      items.push({ start, end, comma: next });
      start = -1;
    } else if (!isTrivia(part)) {
      if (start < 0) start = at;
      end = next;
      if (/^[([{]$/.test(part)) depth++;
      if (/^[)\]}]$/.test(part)) depth--;
    }
    at = next;
  }
  if (start >= 0) items.push({ start, end, comma: null });
  return { text, span, items };
}

/** Adds items behind the last one. */
export function appended(list: ListText, additions: readonly string[]): readonly Edit[] {
  const { text, span } = list;
  const last = list.items.at(-1);
  if (last === undefined) return [insertion(span, span.start + 1, onlyText(list, additions.join(", ")))];
  const separator = isSpread(list) ? `,${newLine(text)}${indentAt(text, last.start)}` : ", ";
  const added = additions.join(separator);
  if (!isSpread(list)) return [last.comma === null ? insertion(span, last.end, `, ${added}`) : insertion(span, last.comma, ` ${added},`)];
  // The comment on the last one's line stays there.
  const end = lineCommentEnd(text, last.comma ?? last.end);
  const tail = insertion(span, end, separator.slice(1) + added + (last.comma === null ? "" : ","));
  return last.comma === null ? [insertion(span, last.end, ","), tail] : [tail];
}

/** Adds items before the one of an index. */
export function inserted(list: ListText, index: number, additions: readonly string[]): readonly Edit[] {
  if (index >= list.items.length) return appended(list, additions);
  const { text, span } = list;
  const at = leadStart(list, index);
  const isFirstOfLine = /(?:^|\n)[ \t]*$/.test(text.slice(0, at));
  const separator = isFirstOfLine ? `,${newLine(text)}${indentAt(text, at)}` : ", ";
  return [insertion(span, at, additions.map((each) => each + separator).join(""))];
}

/** Takes out the items from one index to another, with their comments. */
export function withoutItems(list: ListText, first: number, last: number): readonly Edit[] {
  const { text, span } = list;
  const end = list.items[last];
  const before = list.items[first - 1];
  if (end === undefined) return [];
  const start = leadStart(list, first);
  if (last < list.items.length - 1) return [{ span: { ...span, start, end: leadStart(list, last + 1) }, text: "" }];
  const behind = lineCommentEnd(text, end.comma ?? end.end);
  if (before?.comma === null || before === undefined) return [{ span: { ...span, start, end: behind }, text: "" }];
  const kept = lineCommentEnd(text, before.comma);
  const isLastWithComma = end.comma !== null;
  const rest = { span: { ...span, start: kept, end: behind }, text: "" };
  return isLastWithComma ? [rest] : [{ span: { ...span, start: before.end, end: before.comma }, text: "" }, rest];
}

export function itemText(list: ListText, index: number): string {
  const item = list.items[index];
  return item === undefined ? "" : list.text.slice(item.start, item.end);
}

/** The white space that starts the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** Behind a comment that follows on the same line. */
export function lineCommentEnd(text: string, offset: number): number {
  return offset + (/^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\n]*?\*\/(?=[ \t]*\r?\n))/.exec(text.slice(offset))?.[0].length ?? 0);
}

/** With comments as white space. Texts and templates stay: what is called in them may be a use. */
export function withoutComments(text: string): string {
  return text.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith("/") ? part.replace(/[^\n]/g, " ") : part,
  );
}

const tokens = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

/** A text or a comment that starts here. */
function token(text: string, at: number): string | undefined {
  tokens.lastIndex = at;
  return tokens.exec(text)?.[0];
}

function isTrivia(part: string): boolean {
  return /^(?:\s|\/\/|\/\*)/.test(part);
}

/** Where an item begins, with the comments before it that are its own. */
function leadStart({ text, span, items }: ListText, index: number): number {
  const before = index === 0 ? span.start + 1 : (items[index - 1]?.comma ?? span.start + 1);
  const own = lineCommentEnd(text, before);
  const start = items[index]?.start ?? own;
  return own + (/^\s*/.exec(text.slice(own, start))?.[0].length ?? 0);
}

/** Whether the items stand on lines of their own. */
function isSpread({ text, span, items }: ListText): boolean {
  const [first] = items;
  return first !== undefined && text.slice(span.start, first.start).includes("\n");
}

function onlyText({ text, span }: ListText, added: string): string {
  if (text[span.start] !== "{") return added;
  return span.end - span.start === 2 ? ` ${added} ` : ` ${added}`;
}

function newLine(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function insertion(span: Span, at: number, text: string): Edit {
  return { span: { ...span, start: at, end: at }, text };
}
