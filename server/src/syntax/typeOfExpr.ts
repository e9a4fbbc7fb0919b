import type { CallingConvention, PointerType, Type } from "../model/types.ts";
import type { Expr } from "./expr.ts";
import type { Range } from "./outline.ts";
import { foldedText } from "./tokens.ts";
import { quoted, unknownValue, type Env, type Evaluator, type Value } from "./values.ts";

/** The type that an expression names. */
export function typeOfExpr(evaluator: Evaluator, expr: Expr, env: Env): Type {
  switch (expr.kind) {
    case "pointer":
      return pointerType(evaluator, expr, env);
    case "optional":
      return { kind: "optional", child: evaluator.typeOf(expr.child, env) };
    case "array":
      return arrayType(evaluator, expr, env);
    case "errorUnion":
      return { kind: "errorUnion", payload: evaluator.typeOf(expr.payload, env) };
    case "errorSet":
      return { kind: "errorSet" };
    case "fn":
      return functionType(evaluator, expr, env);
    default:
      return typeOfValue(evaluator.value(expr, env), expr, env);
  }
}

function typeOfValue(value: Value, expr: Expr, env: Env): Type {
  switch (value.kind) {
    case "type":
      return value.type;
    case "unknown":
      return value;
    case "package":
      return unknownValue(`${quoted(expr, env)} comes from the package \`${value.path.split(".")[0] ?? ""}\`, which is not read`);
    default:
      return unknownValue(`${quoted(expr, env)} is not a type`);
  }
}

function pointerType(evaluator: Evaluator, expr: Expr & { readonly kind: "pointer" }, env: Env): PointerType {
  const { kind, size, isConst, isVolatile, isAllowzero } = expr;
  const align = expr.align === null ? undefined : evaluator.value(expr.align, env);
  return {
    kind,
    size,
    isConst,
    isVolatile,
    isAllowzero,
    sentinel: sentinelText(expr.sentinel, env),
    align: align?.kind === "int" ? (safeNumber(align.value) ?? null) : null,
    pointee: evaluator.typeOf(expr.pointee, env),
  };
}

function arrayType(evaluator: Evaluator, expr: Expr & { readonly kind: "array" }, env: Env): Type {
  if (expr.length === null) return unknownValue(`the length of ${quoted(expr, env)} follows from its value`);
  const value = evaluator.value(expr.length, env);
  const length = value.kind === "int" ? safeNumber(value.value) : undefined;
  if (length === undefined) {
    const reason = value.kind === "unknown" ? value.reason : `${quoted(expr.length, env)} is no length`;
    return unknownValue(`the length in ${quoted(expr, env)} is unknown: ${reason}`);
  }
  return { kind: "array", length, sentinel: sentinelText(expr.sentinel, env), element: evaluator.typeOf(expr.element, env) };
}

function safeNumber(value: bigint): number | undefined {
  return value >= 0n && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
}

function sentinelText(range: Range | null, env: Env): string | null {
  return range === null ? null : foldedText(env.scope.file.text, range);
}

function functionType(evaluator: Evaluator, expr: Expr & { readonly kind: "fn" }, env: Env): Type {
  return {
    kind: "fn",
    params: expr.params.map((param) => ({ name: param.name, type: evaluator.typeOf(param.type, env) })),
    returns: evaluator.typeOf(expr.returns, env),
    callconv: expr.callconv === null ? "zig" : callconvOf(evaluator, expr.callconv, env),
    isVariadic: expr.isVariadic,
  };
}

/** `c` and `zig` for what every target has; other conventions stay text. A constant is followed to the convention that it names. */
export function callconvOf(evaluator: Evaluator, expr: Expr, env: Env): CallingConvention {
  const value = expr.kind === "literal" ? expr : evaluator.value(expr, env);
  const member = value.kind === "package" ? /\.CallingConvention\.(\w+)$/.exec(value.path)?.[1] : undefined;
  const name = value.kind === "literal" || value.kind === "enumValue" ? value.name : member;
  if (name === "c" || name === "C") return "c";
  if (name === "auto" || name === "Unspecified") return "zig";
  return name === undefined ? foldedText(env.scope.file.text, expr) : `.${name}`;
}
