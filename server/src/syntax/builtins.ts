import type { Type } from "../model/types.ts";
import { typedInt } from "./arithmetic.ts";
import type { Expr } from "./expr.ts";
import { importedPath } from "./program.ts";
import { containerValue, quoted, typeValue, unknownValue, type Env, type Evaluator, type UnknownValue, type Value } from "./values.ts";

type BuiltinExpr = Expr & { readonly kind: "builtin" };

export function evaluateBuiltin(evaluator: Evaluator, expr: BuiltinExpr, env: Env): Value {
  const [first, second] = expr.args;
  switch (expr.name) {
    case "@import":
      return first?.kind === "string" ? importValue(evaluator, first.value, env) : onlyCompiler(expr, env);
    case "@This":
      return containerValue(env.scope);
    case "@as":
      return first !== undefined && second !== undefined ? asValue(evaluator, [first, second], env) : onlyCompiler(expr, env);
    case "@intCast":
      return first === undefined ? onlyCompiler(expr, env) : evaluator.value(first, env);
    case "@intFromEnum":
    case "@enumToInt":
      return first === undefined ? onlyCompiler(expr, env) : enumToInt(evaluator, first, env);
    case "@Vector":
      return typeValue(vectorType(evaluator, expr, env));
    case "@Int":
      return typeValue(intType(evaluator, expr, env));
    default:
      return onlyCompiler(expr, env);
  }
}

function onlyCompiler(expr: Expr, env: Env): UnknownValue {
  return unknownValue(`${quoted(expr, env)} can only be evaluated by the compiler`);
}

function importValue(evaluator: Evaluator, name: string, env: Env): Value {
  const path = importedPath(env.scope.file.path, name);
  if (path === undefined) return { kind: "package", path: name };
  const file = evaluator.program.files.get(path);
  return file === undefined ? unknownValue(`${name} cannot be read`) : containerValue(file.scopes.root);
}

function asValue(evaluator: Evaluator, operands: readonly [Expr, Expr], env: Env): Value {
  const type = evaluator.typeOf(operands[0], env);
  const value = evaluator.value(operands[1], env);
  if (type.kind === "comptime") return value;
  if (value.kind === "int" && (type.kind === "int" || type.kind === "cint"))
    return typedInt(value.value, type, quoted(operands[1], env).slice(1, -1));
  return type.kind === "unknown" ? unknownValue(type.reason) : { kind: "typed", type };
}

function enumToInt(evaluator: Evaluator, operand: Expr, env: Env): Value {
  const value = evaluator.value(operand, env);
  if (value.kind === "unknown") return value;
  const number = value.kind === "enumValue" ? evaluator.enumValues(value.scope).get(value.name) : undefined;
  return typeof number === "bigint" ? { kind: "int", value: number, type: null } : onlyCompiler(operand, env);
}

function vectorType(evaluator: Evaluator, expr: BuiltinExpr, env: Env): Type {
  const [length, element] = expr.args;
  const count = length === undefined ? undefined : evaluator.value(length, env);
  if (element === undefined || count?.kind !== "int" || count.value < 0n || count.value > 0xffff_ffffn) return onlyCompiler(expr, env);
  return { kind: "vector", length: Number(count.value), element: evaluator.typeOf(element, env) };
}

/** `@Int(.signed, 7)` of Zig 0.16. */
function intType(evaluator: Evaluator, expr: BuiltinExpr, env: Env): Type {
  const [sign, width] = expr.args;
  const bits = width === undefined ? undefined : evaluator.value(width, env);
  if (sign?.kind !== "literal" || bits?.kind !== "int" || bits.value < 0n || bits.value > 65535n) return onlyCompiler(expr, env);
  return { kind: "int", signed: sign.name === "signed", bits: Number(bits.value) };
}
