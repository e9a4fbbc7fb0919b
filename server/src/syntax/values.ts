import type { Type } from "../model/types.ts";
import type { Expr, InitItem } from "./expr.ts";
import { parseExpr } from "./exprParser.ts";
import type { ComptimeOutline, FunctionOutline, Range } from "./outline.ts";
import type { Program } from "./program.ts";
import type { Declaration, Scope } from "./scopes.ts";
import { foldedText } from "./tokens.ts";

/** What a constant expression evaluates to. */
export type Value =
  /** `scope` is the container for a `named` type. */
  | { readonly kind: "type"; readonly type: Type; readonly scope: Scope | null }
  /** `type` is null for a `comptime_int`. */
  | IntValue
  | { readonly kind: "string"; readonly value: string }
  /** `.name` whose type is not known. */
  | { readonly kind: "literal"; readonly name: string }
  | { readonly kind: "enumValue"; readonly scope: Scope; readonly name: string }
  | { readonly kind: "fn"; readonly scope: Scope; readonly outline: FunctionOutline }
  /** `.{ .. }` without a type. */
  | { readonly kind: "init"; readonly items: readonly InitItem[]; readonly env: Env }
  /** Some value of a known type. */
  | { readonly kind: "typed"; readonly type: Type }
  /** `std`, `std.c.fd_t`: something of a package, which is not read. */
  | { readonly kind: "package"; readonly path: string }
  | UnknownValue;

export interface IntValue {
  readonly kind: "int";
  readonly value: bigint;
  readonly type: Type | null;
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly reason: string;
}

/** Where an expression stands: its container and the comptime blocks around it, outermost first. */
export interface Env {
  readonly scope: Scope;
  readonly blocks: readonly ComptimeOutline[];
}

export function typeValue(type: Type): Value {
  return { kind: "type", type, scope: null };
}

export function containerValue(scope: Scope): Value {
  return { kind: "type", type: { kind: "named", id: scope.id }, scope };
}

export function unknownValue(reason: string): UnknownValue {
  return { kind: "unknown", reason };
}

/** The declaration behind a name, with the place that its own expressions are evaluated in. */
export interface DeclarationSite {
  readonly declaration: Declaration;
  readonly env: Env;
}

/** Evaluates types and constants of one program. Nothing throws; what only the compiler can know is `unknown` with a reason. */
export interface Evaluator {
  readonly program: Program;
  value(expr: Expr, env: Env): Value;
  typeOf(expr: Expr, env: Env): Type;
  /** The declaration that a name or `a.b.c` refers to, without looking at its value. */
  declaration(expr: Expr, env: Env): DeclarationSite | undefined;
  /** All values of an enum by name; null for one that cannot be known. A name that is declared twice keeps its first value. */
  enumValues(scope: Scope): ReadonlyMap<string, bigint | null>;
}

export function exprAt(range: Range, env: Env): Expr {
  const { text } = env.scope.file;
  if (range.end - range.start > maxKeptLength) return parseExpr(text, range);
  const source = text.slice(range.start, range.end);
  let known = kept.get(source);
  if (known === undefined) {
    if (kept.size >= maxKept) kept.clear();
    known = parseExpr(source, { start: 0, end: source.length });
    kept.set(source, known);
  }
  return movedExpr(known, range.start) ?? parseExpr(text, range);
}

/** The same few types are written in each signature: parsed once, from offset 0. */
const kept = new Map<string, Expr>();
const maxKept = 4096;
const maxKeptLength = 80;

/** An expression at another offset; undefined for those that are rare in types. */
function movedExpr(expr: Expr, by: number): Expr | undefined {
  const start = expr.start + by;
  const end = expr.end + by;
  switch (expr.kind) {
    case "name":
      return { kind: "name", name: expr.name, isQuoted: expr.isQuoted, start, end };
    case "member": {
      const object = movedExpr(expr.object, by);
      return object === undefined ? undefined : { kind: "member", object, name: expr.name, start, end };
    }
    case "optional": {
      const child = movedExpr(expr.child, by);
      return child === undefined ? undefined : { kind: "optional", child, start, end };
    }
    case "pointer": {
      const pointee = movedExpr(expr.pointee, by);
      if (pointee === undefined || expr.align !== null) return undefined;
      const { sentinel } = expr;
      return { ...expr, pointee, sentinel: sentinel === null ? null : { start: sentinel.start + by, end: sentinel.end + by }, start, end };
    }
    default:
      return undefined;
  }
}

/** Source of an expression on one line, shortened, for reasons. */
export function quoted(range: Range, env: Env): string {
  const text = foldedText(env.scope.file.text, range);
  return `\`${text.length > 80 ? `${text.slice(0, 78)}..` : text}\``;
}
