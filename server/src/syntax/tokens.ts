import type { Range } from "./outline.ts";

export interface Token extends Range {
  readonly kind: "word" | "quoted" | "builtin" | "int" | "float" | "char" | "string" | "multiline" | "punct" | "bad";
  readonly text: string;
}

const kinds = ["word", "quoted", "builtin", "int", "float", "char", "string", "multiline", "punct", "bad"] as const;

const pattern = new RegExp(
  [
    String.raw`\s+|//[^\n]*`,
    String.raw`(?<quoted>@"(?:[^"\\\n]|\\.)*")`,
    String.raw`(?<builtin>@[A-Za-z_]\w*)`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
    String.raw`(?<float>0x[\da-fA-F_]+\.[\da-fA-F_]+(?:[pP][+-]?[\d_]+)?|0x[\da-fA-F_]+[pP][+-]?[\d_]+|\d[\d_]*\.\d[\d_]*(?:[eE][+-]?[\d_]+)?|(?!0[xob])\d[\d_]*[eE][+-]?[\d_]+)`,
    String.raw`(?<int>0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*)`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*")`,
    String.raw`(?<multiline>\\\\[^\n]*)`,
    String.raw`(?<char>'(?:[^'\\\n]|\\u\{[^}\n]*\}|\\x..|\\.)')`,
    String.raw`(?<punct>\.\.\.|\.\.|\.\*(?!\*)|\.\?|<<\|?|>>|\+[+%|]|-[%|>]|\*[*%|]|\|\||[=!<>]=|=>|[-+*/%&|^~!?.,;:(){}[\]<>=])`,
    String.raw`(?<bad>.)`,
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
    const kind = kinds.find((name) => match.groups?.[name] !== undefined);
    if (kind !== undefined) out.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return out;
}

/** Source text on one line: comments dropped, white space folded. */
export function foldedText(text: string, range: Range): string {
  const slice = text.slice(range.start, range.end);
  if (!/[\s/]/.test(slice)) return slice;
  let out = "";
  let end = range.start;
  for (const token of tokenize(text, range)) {
    out += (token.start > end && out !== "" ? " " : "") + token.text;
    end = token.end;
  }
  return out;
}

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
