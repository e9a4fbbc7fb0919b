import type { Range } from "./outline.ts";

export interface Token extends Range {
  readonly kind: "word" | "quoted" | "builtin" | "int" | "float" | "char" | "string" | "multiline" | "punct" | "bad";
  readonly text: string;
}

/** In the order of the groups below, which have no names because an object of them for each token costs more than the match. */
const kinds = ["quoted", "builtin", "word", "float", "int", "string", "multiline", "char", "punct", "bad"] as const;

const pattern = new RegExp(
  [
    String.raw`\s+|//[^\n]*`,
    String.raw`(@"(?:[^"\\\n]|\\.)*")`,
    String.raw`(@[A-Za-z_]\w*)`,
    String.raw`([A-Za-z_]\w*)`,
    String.raw`(0x[\da-fA-F_]+\.[\da-fA-F_]+(?:[pP][+-]?[\d_]+)?|0x[\da-fA-F_]+[pP][+-]?[\d_]+|\d[\d_]*\.\d[\d_]*(?:[eE][+-]?[\d_]+)?|(?!0[xob])\d[\d_]*[eE][+-]?[\d_]+)`,
    String.raw`(0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*)`,
    String.raw`("(?:[^"\\\n]|\\.)*")`,
    String.raw`(\\\\[^\n]*)`,
    String.raw`('(?:[^'\\\n]|\\u\{[^}\n]*\}|\\x..|\\.)')`,
    String.raw`(\.\.\.|\.\.|\.\*(?!\*)|\.\?|<<\|?|>>|\+[+%|]|-[%|>]|\*[*%|]|\|\||[=!<>]=|=>|[-+*/%&|^~!?.,;:(){}[\]<>=])`,
    String.raw`(.)`,
  ].join("|"),
  "ysu",
);

/** The tokens of a range of Zig source, without comments. Never fails: what is no token is `bad`. */
export function tokenize(text: string, range: Range): readonly Token[] {
  const out: Token[] = [];
  pattern.lastIndex = range.start;
  while (pattern.lastIndex < range.end) {
    const match = pattern.exec(text);
    if (match === null) break;
    const [token] = match;
    let group = 1;
    while (group <= kinds.length && match[group] === undefined) group++;
    const kind = kinds[group - 1];
    if (kind !== undefined) out.push({ kind, text: token, start: match.index, end: match.index + token.length });
  }
  return out;
}

/** Source text on one line: comments dropped, white space folded. */
export function foldedText(text: string, range: Range): string {
  const slice = text.slice(range.start, range.end);
  if (!/[\s/]/.test(slice)) return slice;
  const known = folded.get(slice);
  if (known !== undefined) return known;
  let out = "";
  let end = range.start;
  for (const token of tokenize(text, range)) {
    out += (token.start > end && out !== "" ? " " : "") + token.text;
    end = token.end;
  }
  if (folded.size >= maxFolded) folded.clear();
  if (slice.length <= maxFoldedLength) folded.set(slice, out);
  return out;
}

/** The same few types are written in each signature. */
const folded = new Map<string, string>();
const maxFolded = 4096;
const maxFoldedLength = 80;

/** The name that an identifier token means: `@"a b"` is `a b`. */
export function identifierName(text: string): string {
  return text.startsWith('@"') ? stringValue(text.slice(1)) : text;
}

/** Value of a string literal with its quotes. */
export function stringValue(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u\{([\da-fA-F]{1,6})\}|x([\da-fA-F]{2})|(.))/gsu, (whole, wide?: string, byte?: string, simple?: string) => {
      if (simple !== undefined) return simpleEscapes[simple] ?? simple;
      const code = parseInt(wide ?? byte ?? "", 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}

const simpleEscapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** Value of an integer or character literal; undefined for a malformed one. */
export function integerValue(literal: string): bigint | undefined {
  if (literal.startsWith("'")) {
    const code = stringValue(literal).codePointAt(0);
    return code === undefined ? undefined : BigInt(code);
  }
  const digits = literal.replaceAll("_", "");
  return /^(?:0x[\da-fA-F]+|0o[0-7]+|0b[01]+|\d+)$/.test(digits) && digits.length < 5000 ? BigInt(digits) : undefined;
}
