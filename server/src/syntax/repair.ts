import type { Range, SyntaxProblem } from "./outline.ts";
import { tokenize, type Token } from "./tokens.ts";

/** A text that can be parsed better, with the same offsets, and what was wrong with the real one. */
export interface Repair {
  readonly text: string;
  readonly problems: readonly SyntaxProblem[];
  /** Where brackets did not match: what else is wrong there shows once they do. */
  readonly chunks: readonly Range[];
}

/**
 * One unclosed bracket, the usual state of a file while somebody types, can make the parser lose every declaration after it. Declarations that begin
 * a line start a new chunk; in each chunk brackets are made to match. Undefined where they all do.
 */
export function repairBrackets(source: string): Repair | undefined {
  const problems: SyntaxProblem[] = [];
  const text = closeStrings(source, problems);
  const chunks = chunksOf(text).map((chunk) => {
    const out = balanced(text, chunk, problems);
    return { ...chunk, out };
  });
  if (problems.length === 0) return undefined;
  const isRepaired = (chunk: Range): boolean => problems.some(({ start }) => start >= chunk.start && start < chunk.end);
  return { text: chunks.map(({ out }) => out).join(""), problems, chunks: chunks.filter(isRepaired) };
}

/** A string ends with its line: one that is not closed becomes a number, so that what it contains is no code. */
function closeStrings(text: string, problems: SyntaxProblem[]): string {
  let out = text;
  // No token goes over the end of a line.
  for (const line of text.matchAll(/[^\n]*"[^\n]*/g)) {
    const end = line.index + line[0].length;
    const bad = tokenize(text, { start: line.index, end }).find((token) => token.kind === "bad" && token.text === '"');
    if (bad === undefined) continue;
    problems.push({ start: bad.start, end, message: "the string is never closed" });
    out = overwrite(out, { start: bad.start, end }, "0");
  }
  return out;
}

const chunkStart = /^(?:pub|export|extern|const|var|fn|comptime|test|threadlocal|inline|noinline|usingnamespace|\/\/)/gm;

function chunksOf(text: string): readonly Range[] {
  const starts = [0, ...Array.from(text.matchAll(chunkStart), (match) => match.index), text.length];
  return starts.slice(0, -1).map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

function balanced(text: string, chunk: Range, problems: SyntaxProblem[]): string {
  const { open, extra } = unmatched(tokenize(text, chunk));
  let source = text.slice(chunk.start, chunk.end);
  for (const token of extra) {
    problems.push({ start: token.start, end: token.end, message: `"${token.text}" closes nothing`, isBracket: true });
    source = overwrite(source, { start: token.start - chunk.start, end: token.end - chunk.start }, " ");
  }
  const [first] = open;
  if (first === undefined) return source;
  problems.push({ start: first.start, end: first.end, message: `"${first.text}" is never closed`, isBracket: true });
  return closed(source, { open, chunk, isLast: chunk.end === text.length });
}

function unmatched(tokens: readonly Token[]): { readonly open: readonly Token[]; readonly extra: readonly Token[] } {
  const open: Token[] = [];
  const extra: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== "punct") continue;
    if (closers.has(token.text)) open.push(token);
    else if (/^[)\]}]$/.test(token.text)) {
      if (closers.get(open.at(-1)?.text ?? "") === token.text) open.pop();
      else extra.push(token);
    }
  }
  return { open, extra };
}

const closers: ReadonlyMap<string, string> = new Map([
  ["{", "}"],
  ["(", ")"],
  ["[", "]"],
]);

interface Unclosed {
  readonly open: readonly Token[];
  readonly chunk: Range;
  readonly isLast: boolean;
}

/**
 * A function's body does not matter and is emptied; a container gets its closing brackets where there is white space for them, but no `;`, so
 * that it stays known as broken.
 */
function closed(source: string, { open, chunk, isLast }: Unclosed): string {
  const [first] = open;
  const missing = open
    .map((token) => closers.get(token.text) ?? "")
    .toReversed()
    .join("");
  if (first?.text === "{" && /^(?:pub\s+|export\s+|inline\s+|noinline\s+)*fn\b/.test(source)) {
    const body = { start: first.end - chunk.start, end: source.length };
    const emptied = overwrite(source, body, " ");
    return isLast ? `${emptied}}` : overwrite(emptied, { start: source.length - 1, end: source.length }, "}");
  }
  // The first character of the white space stays: it may end a comment.
  const room = source.length - source.trimEnd().length - 1;
  if (isLast) return `${source}\n${missing}`;
  if (room < missing.length) return overwrite(source, { start: 0, end: source.length }, " ");
  return source.slice(0, source.length - missing.length) + missing;
}

function overwrite(source: string, range: Range, character: string): string {
  return source.slice(0, range.start) + character.repeat(range.end - range.start) + source.slice(range.end);
}
