/**
 * The text with spaces in place of the bodies of functions and tests, which declare nothing: they are most of the text, and parsing them would
 * take most of the time and memory. A body stays where its brackets do not match, or where the return type has braces of its own.
 */
export function withoutBodies(text: string): string {
  const tokens = new RegExp(token);
  let masked = "";
  let at = 0;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [found] = match;
    if (found !== "fn" && found !== "test") continue;
    const head = tokens.lastIndex;
    const open = found === "fn" ? bodyOfFunction(text, tokens) : bodyOfTest(text, tokens);
    const end = open === undefined ? undefined : closing(text, tokens, open);
    tokens.lastIndex = end ?? head;
    if (open === undefined || end === undefined) continue;
    masked += text.slice(at, open + 1) + " ".repeat(end - open - 2);
    at = end - 1;
  }
  return masked + text.slice(at);
}

/** Comments, strings, brackets and the words that matter. Formatted code has no declaration at the start of a line inside a body. */
const token =
  /\/\/[^\n]*|\\\\[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\b(?:fn|test)\b|[()[\]{};]|\n(?=(?:pub|export|extern|const|var|fn|comptime|test|threadlocal|inline|noinline|usingnamespace)\b)/g;
const nameAndParameters = /\s+(?:\w+|@"(?:[^"\\\n]|\\.)*")\s*(?=\()/y;
const nameOfTest = /\s*(?:\w+|@?"(?:[^"\\\n]|\\.)*")?\s*(?=\{)/y;
/** What may stand before a brace that does not open the body. */
const otherBrace = /\b(?:error|struct|union|enum|opaque|switch|if|else|for|while)\b|[:.]\s*$/;

/** Where the body begins, reading on after `fn`; undefined for a type, a prototype and what cannot be told. */
function bodyOfFunction(text: string, tokens: RegExp): number | undefined {
  nameAndParameters.lastIndex = tokens.lastIndex;
  const name = nameAndParameters.exec(text);
  if (name === null) return undefined;
  const parameters = closing(text, tokens, nameAndParameters.lastIndex);
  if (parameters === undefined) return undefined;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [found] = match;
    if (found === "{") return otherBrace.test(text.slice(parameters, match.index)) ? undefined : match.index;
    if (found === "(" || found === "[") {
      if (closing(text, tokens, match.index) === undefined) return undefined;
    } else if (!isText(found)) return undefined;
  }
  return undefined;
}

function bodyOfTest(text: string, tokens: RegExp): number | undefined {
  nameOfTest.lastIndex = tokens.lastIndex;
  return nameOfTest.test(text) ? nameOfTest.lastIndex : undefined;
}

/** The offset behind the bracket that closes the one at `open`, where reading then goes on. */
function closing(text: string, tokens: RegExp, open: number): number | undefined {
  const stack: string[] = [];
  tokens.lastIndex = open;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [found] = match;
    const closer = closers.get(found);
    if (closer !== undefined) stack.push(closer);
    else if (found === ")" || found === "]" || found === "}") {
      if (stack.pop() !== found) return undefined;
      if (stack.length === 0) return tokens.lastIndex;
    } else if (found === "\n") return undefined;
  }
  return undefined;
}

const closers: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

function isText(found: string): boolean {
  return found.startsWith("//") || found.startsWith("\\\\") || found.startsWith('"') || found.startsWith("'");
}
