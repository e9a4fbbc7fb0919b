import type { Range } from "../outline.ts";

/** A C prototype as koffi reads it. Offsets count from the start of the text. */
export interface Prototype {
  readonly name: (Range & { readonly text: string }) | null;
  readonly returns: PrototypeType;
  readonly params: readonly PrototypeParam[];
  /** With its parentheses. */
  readonly paramList: Range;
  readonly isVariadic: boolean;
}

/** A type's text without directions (`_Out_`) and without the parameter's name. */
export interface PrototypeType extends Range {
  readonly text: string;
}

export interface PrototypeParam extends PrototypeType {
  readonly name: string | null;
}

export type PrototypeResult = { readonly kind: "ok"; readonly value: Prototype } | { readonly kind: "error"; readonly reason: string };

/** `isType` says whether words (with single spaces) name a type: `unsigned int` of `unsigned int count`. */
export function parsePrototype(text: string, isType: (words: string) => boolean): PrototypeResult {
  const reader: Reader = { text, tokens: tokensOf(text), at: 0, isType };
  const returns = readType(reader);
  if (returns === undefined) return { kind: "error", reason: "the prototype does not start with a type" };
  if (conventions.has(tokenText(reader))) reader.at++;
  let name: Prototype["name"] = null;
  const token = reader.tokens[reader.at];
  if (token !== undefined && isWord(text.slice(token.start, token.end))) {
    name = { ...token, text: text.slice(token.start, token.end) };
    reader.at++;
  }
  const open = reader.tokens[reader.at];
  if (open === undefined || tokenText(reader) !== "(") return { kind: "error", reason: 'the prototype has no "(" after its name' };
  reader.at++;
  const params: PrototypeParam[] = [];
  let isVariadic = false;
  if (tokenText(reader) === "void" && textAt(reader, 1) === ")") reader.at++;
  while (tokenText(reader) !== ")") {
    if (tokenText(reader) === "...") {
      isVariadic = true;
      reader.at++;
    } else {
      const param = readParam(reader);
      if (param === undefined) return { kind: "error", reason: `parameter ${params.length + 1} of the prototype is not a type` };
      params.push(param);
    }
    if (tokenText(reader) === ",") reader.at++;
    else if (tokenText(reader) !== ")") return { kind: "error", reason: `the prototype has an unexpected "${tokenText(reader)}"` };
  }
  const close = reader.tokens[reader.at];
  reader.at++;
  if (tokenText(reader) === ";") reader.at++;
  if (reader.at < reader.tokens.length) return { kind: "error", reason: `the prototype goes on with "${tokenText(reader)}" after its end` };
  return { kind: "ok", value: { name, returns, params, paramList: { start: open.start, end: close?.end ?? text.length }, isVariadic } };
}

export const conventions: ReadonlySet<string> = new Set(["__cdecl", "__stdcall", "__fastcall", "__thiscall"]);
export const directions: ReadonlySet<string> = new Set(["_In_", "_Out_", "_Inout_"]);

interface Reader {
  readonly text: string;
  readonly tokens: readonly Range[];
  readonly isType: (words: string) => boolean;
  at: number;
}

function tokensOf(text: string): readonly Range[] {
  return [...text.matchAll(/[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|\.\.\.|\S/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function textAt(reader: Reader, ahead: number): string {
  const token = reader.tokens[reader.at + ahead];
  return token === undefined ? "" : reader.text.slice(token.start, token.end);
}

function tokenText(reader: Reader): string {
  return textAt(reader, 0);
}

function isWord(text: string): boolean {
  return /^[A-Za-z_]/.test(text);
}

function readParam(reader: Reader): PrototypeParam | undefined {
  if (directions.has(tokenText(reader)) && isWord(textAt(reader, 1))) reader.at++;
  const type = readType(reader);
  if (type === undefined) return undefined;
  const name = isWord(tokenText(reader)) ? tokenText(reader) : null;
  if (name !== null) reader.at++;
  // `int values[4]`: koffi wants a pointer, C means one.
  let { text } = type;
  while (tokenText(reader) === "[") {
    text += " *";
    while (tokenText(reader) !== "]" && tokenText(reader) !== "") reader.at++;
    reader.at++;
  }
  return { ...type, text, name };
}

/** Takes the words of a type, then its `*`, `!` and `const`. */
function readType(reader: Reader): PrototypeType | undefined {
  const first = reader.tokens[reader.at];
  if (first === undefined || !isWord(tokenText(reader))) return undefined;
  const start = reader.at;
  let words = 0;
  while (isWord(textAt(reader, words))) words++;
  const isPointer = textAt(reader, words) === "*" || textAt(reader, words) === "!";
  reader.at += isPointer ? words : wordsOfType(reader, words);
  while (["*", "!", "const"].includes(tokenText(reader))) reader.at++;
  const last = reader.tokens[Math.max(start, reader.at - 1)] ?? first;
  return { start: first.start, end: last.end, text: reader.text.slice(first.start, last.end) };
}

/** How many of the words are the type: the rest is a name. */
function wordsOfType(reader: Reader, count: number): number {
  const words = Array.from({ length: count }, (_none, index) => textAt(reader, index));
  const skipped = words.findIndex((word) => word !== "const");
  for (let length = count; length > skipped; length--) if (reader.isType(words.slice(skipped, length).join(" "))) return length;
  // No type that is known: the first word, and what C calls a tag or a sign.
  const tag = /^(?:struct|union|enum|unsigned|signed|long|short)$/.test(words[skipped] ?? "") ? 1 : 0;
  return Math.min(count, Math.max(skipped, 0) + 1 + tag);
}
