import type { Expr, ExprShape, InitItem, ParamExpr } from "./expr.ts";
import type { Range } from "./outline.ts";
import { at, isIdentifier, maxDepth, nextStart, peek, previousEnd, take, type State } from "./exprState.ts";
import { precedence } from "./precedence.ts";
import { identifierName, integerValue, stringValue, tokenize, type Token } from "./tokens.ts";

/**
 * Parses a type or a constant's value from its source text, because the grammar mis-nests prefix types (`*a.B` becomes `(*a).B`).
 * What it does not understand becomes `other` over the whole range; it never throws.
 */
export function parseExpr(text: string, range: Range): Expr {
  const state: State = { tokens: tokenize(text, range), at: 0, depth: 0 };
  const expr = parseBinary(state, 0);
  return expr !== null && state.at === state.tokens.length ? expr : { kind: "other", start: range.start, end: range.end };
}

const prefixOperators = new Set(["-", "~", "!", "&", "-%", "try"]);
const containerWords = new Set(["struct", "union", "enum", "opaque"]);
/** Words that begin something which only the compiler can evaluate, or that cannot begin an expression. */
const reserved = new Set(
  "if switch for while inline asm return break continue unreachable suspend resume nosuspend async await anyframe const var pub export test defer errdefer else and or orelse catch usingnamespace threadlocal align callconv linksection addrspace noalias volatile allowzero error".split(
    " ",
  ),
);

function parseBinary(state: State, minimum: number): Expr | null {
  if (++state.depth > maxDepth) return null;
  const start = nextStart(state);
  let left = parsePrefix(state);
  while (left !== null) {
    const operator = peek(state)?.text ?? "";
    const level = precedence[operator];
    if (level === undefined || level <= minimum) break;
    state.at++;
    const right = parseBinary(state, level);
    if (right === null) return null;
    left = { kind: "binary", operator, left, right, start, end: previousEnd(state) };
  }
  state.depth--;
  return left;
}

function parsePrefix(state: State): Expr | null {
  const token = peek(state);
  if (token === undefined) return null;
  if (!prefixOperators.has(token.text)) return parseCurly(state);
  if (++state.depth > maxDepth) return null;
  state.at++;
  // `!T` is the inferred error union of a return type; `!x` negates. Both are fine as "an error union or nothing we can evaluate".
  const operand = parsePrefix(state);
  if (operand === null) return null;
  state.depth--;
  const shape: ExprShape = token.text === "!" ? { kind: "errorUnion", payload: operand } : { kind: "unary", operator: token.text, operand };
  return { ...shape, start: token.start, end: previousEnd(state) };
}

function parseCurly(state: State): Expr | null {
  const start = nextStart(state);
  const type = parseType(state);
  if (type === null || !at(state, "{")) return type;
  return parseInit(state, type, start);
}

/** From the `{` of `T{..}` or `.{..}`. */
function parseInit(state: State, type: Expr | null, start: number): Expr | null {
  const items: InitItem[] = [];
  if (!take(state, "{")) return null;
  while (!at(state, "}")) {
    const name = initName(state);
    const value = parseBinary(state, 0);
    if (value === null) return null;
    items.push({ name, value });
    if (!take(state, ",")) break;
  }
  const end = peek(state)?.end ?? start;
  return take(state, "}") ? { kind: "init", type, items, start, end } : null;
}

function initName(state: State): string | null {
  const [dot, name, equals] = state.tokens.slice(state.at, state.at + 3);
  if (dot?.text !== "." || !isIdentifier(name) || equals?.text !== "=") return null;
  state.at += 3;
  return identifierName(name.text);
}

function parseType(state: State): Expr | null {
  const token = peek(state);
  if (token === undefined || ++state.depth > maxDepth) return null;
  const expr = parsePrefixType(state, token) ?? (prefixTypes.has(token.text) ? null : parseErrorUnion(state));
  state.depth--;
  return expr;
}

const prefixTypes = new Set(["?", "*", "**", "[", "comptime"]);

function parsePrefixType(state: State, token: Token): Expr | null {
  switch (token.text) {
    case "?": {
      state.at++;
      const child = parseType(state);
      return child === null ? null : { kind: "optional", child, start: token.start, end: previousEnd(state) };
    }
    case "comptime":
      state.at++;
      return parseType(state);
    case "*":
      state.at++;
      return parsePointer(state, { size: "one", sentinel: null, start: token.start });
    case "**": {
      state.at++;
      const inner = parsePointer(state, { size: "one", sentinel: null, start: token.start + 1 });
      return inner === null ? null : { ...plainPointer, pointee: inner, start: token.start, end: previousEnd(state) };
    }
    case "[":
      state.at++;
      return parseBracket(state, token.start);
    default:
      return null;
  }
}

const plainPointer = {
  kind: "pointer",
  size: "one",
  sentinel: null,
  align: null,
  isConst: false,
  isVolatile: false,
  isAllowzero: false,
} as const;

interface PointerHead {
  readonly size: "one" | "many" | "c" | "slice";
  readonly sentinel: Range | null;
  readonly start: number;
}

/** After the `[`. */
function parseBracket(state: State, start: number): Expr | null {
  if (take(state, "*")) {
    const isC = peek(state)?.text === "c";
    if (isC) state.at++;
    const sentinel = isC ? null : parseSentinel(state);
    return sentinel !== undefined && take(state, "]") ? parsePointer(state, { size: isC ? "c" : "many", sentinel, start }) : null;
  }
  if (at(state, "]") || at(state, ":")) {
    const sentinel = parseSentinel(state);
    return sentinel !== undefined && take(state, "]") ? parsePointer(state, { size: "slice", sentinel, start }) : null;
  }
  const length = parseBinary(state, 0);
  const sentinel = length === null ? undefined : parseSentinel(state);
  if (length === null || sentinel === undefined || !take(state, "]")) return null;
  const element = parseType(state);
  if (element === null) return null;
  const isInferred = length.kind === "name" && length.name === "_" && !length.isQuoted;
  return { kind: "array", length: isInferred ? null : length, sentinel, element, start, end: previousEnd(state) };
}

/** `:0`; null where there is none, undefined where it is malformed. */
function parseSentinel(state: State): Range | null | undefined {
  if (!take(state, ":")) return null;
  return parseBinary(state, 0) ?? undefined;
}

/** After `*`, `[*]`, `[]`: qualifiers and the pointee. */
function parsePointer(state: State, head: PointerHead): Expr | null {
  let align: Expr | null = null;
  const flags = { const: false, volatile: false, allowzero: false };
  for (;;) {
    const word = peek(state)?.text ?? "";
    if (word === "const" || word === "volatile" || word === "allowzero") {
      flags[word] = true;
      state.at++;
    } else if (word === "align") {
      state.at++;
      align = parseAlign(state);
      if (align === null) return null;
    } else if (word === "addrspace") {
      state.at++;
      if (parseParenthesised(state) === null) return null;
    } else break;
  }
  const pointee = parseType(state);
  if (pointee === null) return null;
  const { size, sentinel, start } = head;
  const isConst = flags.const;
  return {
    kind: "pointer",
    size,
    sentinel,
    align,
    isConst,
    isVolatile: flags.volatile,
    isAllowzero: flags.allowzero,
    pointee,
    start,
    end: pointee.end,
  };
}

/** `(4)`, or `(4:0:1)` of a pointer to packed bits, which has no C meaning: only the first number counts. */
function parseAlign(state: State): Expr | null {
  if (!take(state, "(")) return null;
  const align = parseBinary(state, 0);
  while (take(state, ":")) if (parseBinary(state, 0) === null) return null;
  return take(state, ")") ? align : null;
}

function parseErrorUnion(state: State): Expr | null {
  const start = nextStart(state);
  const left = parseSuffix(state);
  if (left === null || !at(state, "!")) return left;
  state.at++;
  const payload = parseType(state);
  return payload === null ? null : { kind: "errorUnion", payload, start, end: previousEnd(state) };
}

function parseSuffix(state: State): Expr | null {
  const start = nextStart(state);
  let expr = parsePrimary(state);
  while (expr !== null) {
    if (take(state, "(")) {
      const args = parseArguments(state);
      expr = args === null ? null : { kind: "call", callee: expr, args, start, end: previousEnd(state) };
    } else if (at(state, ".") && isIdentifier(state.tokens[state.at + 1])) {
      const name = state.tokens[state.at + 1];
      state.at += 2;
      expr = { kind: "member", object: expr, name: identifierName(name?.text ?? ""), start, end: previousEnd(state) };
    } else if (at(state, ".*") || at(state, ".?") || at(state, "[")) {
      return null;
    } else break;
  }
  return expr;
}

/** After the `(`, up to and with the `)`. */
function parseArguments(state: State): readonly Expr[] | null {
  const args: Expr[] = [];
  while (!at(state, ")")) {
    const arg = parseBinary(state, 0);
    if (arg === null) return null;
    args.push(arg);
    if (!take(state, ",")) break;
  }
  return take(state, ")") ? args : null;
}

function parsePrimary(state: State): Expr | null {
  const token = peek(state);
  if (token === undefined) return null;
  const { start, end } = token;
  switch (token.kind) {
    case "quoted":
      state.at++;
      return { kind: "name", name: identifierName(token.text), isQuoted: true, start, end };
    case "int":
    case "char": {
      state.at++;
      const value = integerValue(token.text);
      return value === undefined ? null : { kind: "int", value, start, end };
    }
    case "string":
      state.at++;
      return { kind: "string", value: stringValue(token.text), start, end };
    case "builtin": {
      state.at++;
      const args = take(state, "(") ? parseArguments(state) : null;
      return args === null ? null : { kind: "builtin", name: token.text, args, start, end: previousEnd(state) };
    }
    case "word":
      return parseWord(state, token);
    case "punct":
      return parsePunctuation(state, token);
    case "float":
    case "multiline":
      state.at++;
      return { kind: "other", start, end };
    case "bad":
      return null;
  }
}

function parsePunctuation(state: State, token: Token): Expr | null {
  if (token.text === "(") return parseParenthesised(state);
  if (token.text !== ".") return null;
  state.at++;
  const next = peek(state);
  if (next?.text === "{") return parseInit(state, null, token.start);
  if (!isIdentifier(next)) return null;
  state.at++;
  return { kind: "literal", name: identifierName(next.text), start: token.start, end: next.end };
}

function parseParenthesised(state: State): Expr | null {
  if (!take(state, "(")) return null;
  const inner = parseBinary(state, 0);
  return take(state, ")") ? inner : null;
}

function parseWord(state: State, token: Token): Expr | null {
  const next = state.tokens[state.at + 1]?.text ?? "";
  const { start, end } = token;
  if (containerWords.has(token.text)) return parseContainer(state, start);
  if ((token.text === "extern" || token.text === "packed") && containerWords.has(next)) {
    state.at++;
    return parseContainer(state, start);
  }
  if (token.text === "fn") return parseFunction(state);
  if (token.text === "error" && next === "{") {
    state.at++;
    return skipGroup(state) ? { kind: "errorSet", start, end: previousEnd(state) } : null;
  }
  if (token.text === "error" && next === ".") {
    state.at += 3;
    return { kind: "other", start, end: previousEnd(state) };
  }
  if (reserved.has(token.text)) return null;
  state.at++;
  return { kind: "name", name: token.text, isQuoted: false, start, end };
}

function parseContainer(state: State, start: number): Expr | null {
  state.at++;
  if (at(state, "(") && !skipGroup(state)) return null;
  return at(state, "{") && skipGroup(state) ? { kind: "container", start, end: previousEnd(state) } : null;
}

/** Skips a balanced `(..)` or `{..}`. */
function skipGroup(state: State): boolean {
  let depth = 0;
  for (; state.at < state.tokens.length; state.at++) {
    const text = state.tokens[state.at]?.text ?? "";
    if (text === "(" || text === "{" || text === "[") depth++;
    else if ((text === ")" || text === "}" || text === "]") && --depth === 0) {
      state.at++;
      return true;
    }
  }
  return false;
}

function parseFunction(state: State): Expr | null {
  const start = peek(state)?.start ?? 0;
  state.at++;
  if (isIdentifier(peek(state))) state.at++;
  if (!take(state, "(")) return null;
  const params = parseParams(state);
  if (params === null) return null;
  let callconv: Expr | null = null;
  for (
    let word = peek(state)?.text;
    word === "align" || word === "addrspace" || word === "linksection" || word === "callconv";
    word = peek(state)?.text
  ) {
    state.at++;
    const argument = parseParenthesised(state);
    if (argument === null) return null;
    if (word === "callconv") callconv = argument;
  }
  const returns = at(state, "!") ? parsePrefix(state) : parseType(state);
  return returns === null
    ? null
    : { kind: "fn", params: params.list, isVariadic: params.isVariadic, callconv, returns, start, end: previousEnd(state) };
}

function parseParams(state: State): { readonly list: readonly ParamExpr[]; readonly isVariadic: boolean } | null {
  const list: ParamExpr[] = [];
  let isVariadic = false;
  while (!at(state, ")")) {
    if (take(state, "...")) isVariadic = true;
    else {
      const param = parseParam(state);
      if (param === null) return null;
      list.push(param);
    }
    if (!take(state, ",")) break;
  }
  return take(state, ")") ? { list, isVariadic } : null;
}

function parseParam(state: State): ParamExpr | null {
  while (at(state, "noalias") || at(state, "comptime")) state.at++;
  const first = peek(state);
  const isNamed = isIdentifier(first) && state.tokens[state.at + 1]?.text === ":";
  if (isNamed) state.at += 2;
  const type = parseType(state);
  if (type === null) return null;
  return { name: isNamed && first.text !== "_" ? identifierName(first.text) : null, type };
}
