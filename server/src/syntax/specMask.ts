/**
 * The text with spaces in place of the bodies of its tests, which declare nothing: most of a spec file is there, and parsing it takes most of
 * the time. As it is where its brackets do not match.
 */
export function withoutTestBodies(text: string): string {
  const reader: Reader = { text, tokens: new RegExp(token), stack: [], bodies: [] };
  let before = "";
  let call = "";
  for (let match = reader.tokens.exec(text); match !== null; match = reader.tokens.exec(text)) {
    const [found] = match;
    const first = found.charAt(0);
    if (found.startsWith("//") || found.startsWith("/*")) continue;
    if (first === "/" && !endsOperand(before)) skip(reader, regularExpression, match.index);
    else if (first === "`") skipTemplate(reader);
    else if (first === "(" || first === "[" || first === "{") open(reader, { bracket: first, at: match.index, before, call });
    else if ((first === ")" || first === "]" || first === "}") && !close(reader, first, match.index)) return text;
    // `it.only` is a call of `it`.
    call = declares.has(found) ? (before === "." ? "" : found) : call !== "" && (found === "." || modes.has(found)) ? call : "";
    before = found;
  }
  return reader.stack.length > 0 ? text : blanked(text, reader.bodies);
}

const token = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|=>|[\w$]+|\S/g;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const templatePart = /(?:[^`\\$]|\\[^]|\$(?!\{))*(`|\$\{)/y;
const declares = new Set(["it", "test", "bench"]);
const modes = new Set(["only", "skip"]);
const wordsBeforeOperands = new Set([
  "return",
  "typeof",
  "case",
  "in",
  "of",
  "do",
  "else",
  "void",
  "delete",
  "await",
  "yield",
  "new",
  "throw",
]);

interface Reader {
  readonly text: string;
  readonly tokens: RegExp;
  readonly stack: Open[];
  /** In order, none inside another. */
  readonly bodies: { readonly start: number; readonly end: number }[];
}

interface Open {
  readonly bracket: "(" | "[" | "{" | "${";
  readonly at: number;
  readonly role: "test call" | "test body" | "other";
}

interface Opening {
  readonly bracket: "(" | "[" | "{";
  readonly at: number;
  readonly before: string;
  /** The declaring function whose arguments begin here. */
  readonly call: string;
}

function open({ stack }: Reader, { bracket, at, before, call }: Opening): void {
  const isCall = bracket === "(" && call !== "";
  const isBody = bracket === "{" && (before === "=>" || before === ")") && stack.at(-1)?.role === "test call";
  stack.push({ bracket, at, role: isCall ? "test call" : isBody ? "test body" : "other" });
}

/** False where another bracket is open. */
function close(reader: Reader, bracket: ")" | "]" | "}", at: number): boolean {
  const last = reader.stack.pop();
  if (last?.bracket === "${" && bracket === "}") {
    skipTemplate(reader);
    return true;
  }
  if (last === undefined || last.bracket !== pairs[bracket]) return false;
  if (last.role === "test body" && !reader.stack.some(({ role }) => role === "test body"))
    reader.bodies.push({ start: last.at + 1, end: at });
  return true;
}

const pairs = { ")": "(", "]": "[", "}": "{" } as const;

/** To the end of a template, or to its next `${`. */
function skipTemplate(reader: Reader): void {
  const at = reader.tokens.lastIndex;
  const end = skip(reader, templatePart, at);
  if (end?.endsWith("${") === true) reader.stack.push({ bracket: "${", at, role: "other" });
}

/** Goes on after what the pattern matches; null where it does not. */
function skip({ text, tokens }: Reader, pattern: RegExp, at: number): string | null {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  if (found === undefined) return null;
  tokens.lastIndex = at + found.length;
  return found;
}

/** After an operand a slash divides; elsewhere it begins a regular expression. */
function endsOperand(before: string): boolean {
  if (wordsBeforeOperands.has(before)) return false;
  return /[\w$)\]}"'`]$/.test(before);
}

function blanked(text: string, bodies: Reader["bodies"]): string {
  let result = "";
  let at = 0;
  for (const { start, end } of bodies) {
    result += text.slice(at, start) + " ".repeat(end - start);
    at = end;
  }
  return result + text.slice(at);
}
