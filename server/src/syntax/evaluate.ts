import type { CallingConvention, Type } from "../model/types.ts";
import { binaryInt, typedInt, unaryInt } from "./arithmetic.ts";
import { evaluateBuiltin, evaluateCall } from "./builtins.ts";
import { enumEntries } from "./enums.ts";
import type { Expr, FunctionExpr, PointerExpr } from "./expr.ts";
import { parseExpr } from "./exprParser.ts";
import type { Range, VariableOutline } from "./outline.ts";
import { primitiveType } from "./primitives.ts";
import type { Program } from "./program.ts";
import type { Declaration, Scope } from "./scopes.ts";
import { foldedText } from "./tokens.ts";
import { containerValue, typeValue, unknownValue, type Env, type UnknownValue, type Value } from "./values.ts";

/** Evaluates types and constants of one program. Nothing throws; what only the compiler can know is `unknown` with a reason. */
export interface Evaluator {
  readonly program: Program;
  value(expr: Expr, env: Env): Value;
  type(range: Range, env: Env): Type;
  typeOf(expr: Expr, env: Env): Type;
  /** The declaration that a name or `a.b.c` refers to, without looking at its value. */
  declaration(expr: Expr, env: Env): DeclarationSite | undefined;
  int(range: Range, env: Env): bigint | undefined;
  callconv(expr: Expr, env: Env): CallingConvention;
}

export interface DeclarationSite {
  readonly declaration: Declaration;
  readonly env: Env;
}

export function createEvaluator(program: Program): Evaluator {
  const context: Context = { program, values: new Map(), depth: 0, evaluator: undefined };
  const evaluator: Evaluator = {
    program,
    value: (expr, env) => evaluate(context, expr, env),
    type: (range, env) => typeOf(context, parseExpr(env.scope.file.text, range), env),
    typeOf: (expr, env) => typeOf(context, expr, env),
    declaration: (expr, env) => findDeclaration(context, expr, env),
    int: (range, env) => {
      const value = evaluate(context, parseExpr(env.scope.file.text, range), env);
      return value.kind === "int" ? value.value : undefined;
    },
    callconv: (expr, env) => callconvOf(context, expr, env),
  };
  context.evaluator = evaluator;
  return evaluator;
}
