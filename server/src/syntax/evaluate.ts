import type { Type } from "../model/types.ts";
import { binaryInt, rangeOfInt, typedInt, unaryInt } from "./arithmetic.ts";
import { evaluateBuiltin } from "./builtins.ts";
import { computeEnumValues } from "./enums.ts";
import type { Expr } from "./expr.ts";
import { findDeclaration } from "./lookup.ts";
import type { VariableOutline } from "./outline.ts";
import { primitiveType } from "./primitives.ts";
import type { Program } from "./program.ts";
import type { Scope } from "./scopes.ts";
import { typeOfExpr } from "./typeOfExpr.ts";
import {
  containerValue,
  exprAt,
  quoted,
  typeValue,
  unknownValue,
  type DeclarationSite,
  type Env,
  type Evaluator,
  type UnknownValue,
  type Value,
} from "./values.ts";

export function createEvaluator(program: Program): Evaluator {
  const state: State = { values: new Map(), enums: new Map(), depth: 0 };
  const evaluator: Evaluator = {
    program,
    value: (expr, env) => nested(state, { expr, env }, () => evaluate(evaluator, state, expr, env)),
    typeOf: (expr, env) => nested<Type>(state, { expr, env }, () => typeOfExpr(evaluator, expr, env)),
    declaration: (expr, env) => findDeclaration(evaluator, expr, env),
    enumValues: (scope) => enumValues(evaluator, state, scope),
  };
  return evaluator;
}

interface State {
  /** By declaration; undefined while it is being evaluated. */
  readonly values: Map<VariableOutline, Value | undefined>;
  readonly enums: Map<Scope, ReadonlyMap<string, bigint | null>>;
  depth: number;
}

/** A chain of aliases longer than this is machine-made; giving up keeps the stack safe. */
const maxDepth = 600;

function nested<T>(state: State, at: { readonly expr: Expr; readonly env: Env }, run: () => T): T | UnknownValue {
  if (state.depth > maxDepth) return unknownValue(`${quoted(at.expr, at.env)} is nested too deeply`);
  state.depth++;
  const result = run();
  state.depth--;
  return result;
}

function evaluate(evaluator: Evaluator, state: State, expr: Expr, env: Env): Value {
  switch (expr.kind) {
    case "int":
      return { kind: "int", value: expr.value, type: null };
    case "string":
      return { kind: "string", value: expr.value };
    case "literal":
      return { kind: "literal", name: expr.name };
    case "name":
    case "member":
      return evaluateName(evaluator, state, expr, env);
    case "unary":
    case "binary":
      return evaluateOperator(evaluator, expr, env);
    case "builtin":
      return evaluateBuiltin(evaluator, expr, env);
    case "call":
      return evaluateCall(evaluator, expr, env);
    case "container": {
      const scope = evaluator.program.files.get(env.scope.file.path)?.scopes.at.get(expr.start);
      return scope === undefined ? onlyCompiler(expr, env) : containerValue(scope);
    }
    case "init":
      return expr.type === null ? { kind: "init", items: expr.items, env } : initType(evaluator, expr.type, expr.items.length, env);
    case "pointer":
    case "optional":
    case "array":
    case "errorUnion":
    case "errorSet":
    case "fn":
      return typeValue(evaluator.typeOf(expr, env));
    case "other":
      return onlyCompiler(expr, env);
  }
}

function onlyCompiler(expr: Expr, env: Env): Value {
  return unknownValue(`${quoted(expr, env)} can only be evaluated by the compiler`);
}

function evaluateName(evaluator: Evaluator, state: State, expr: Expr & { readonly kind: "name" | "member" }, env: Env): Value {
  if (expr.kind === "name" && !expr.isQuoted) {
    const primitive = primitiveType(expr.name);
    if (primitive !== undefined) return typeValue(primitive);
    if (expr.name === "true" || expr.name === "false") return { kind: "typed", type: { kind: "bool" } };
    if (expr.name === "undefined" || expr.name === "null") return onlyCompiler(expr, env);
  }
  const site = evaluator.declaration(expr, env);
  if (site !== undefined) return valueOfDeclaration(evaluator, state, site);
  return expr.kind === "name" ? missingName(expr.name, env) : memberValue(evaluator.value(expr.object, env), expr, env);
}

function missingName(name: string, env: Env): Value {
  for (let scope: Scope | null = env.scope; scope !== null; scope = scope.parent) {
    if (scope.hasUsing) return unknownValue(`\`${name}\` may come from the usingnamespace in ${scope.name}`);
  }
  return unknownValue(`no declaration is named \`${name}\``);
}

/** `a.b` where b is no declaration of a. */
function memberValue(object: Value, expr: Expr & { readonly kind: "member" }, env: Env): Value {
  if (object.kind === "unknown") return object;
  if (object.kind === "package") return { kind: "package", path: `${object.path}.${expr.name}` };
  if (object.kind === "string" && expr.name === "len")
    return { kind: "int", value: BigInt(new TextEncoder().encode(object.value).length), type: { kind: "cint", name: "usize" } };
  if (object.kind !== "type" || object.scope === null) return onlyCompiler(expr, env);
  const { scope } = object;
  const isEnumValue =
    scope.outline.kind === "enum" && scope.outline.members.some((member) => member.kind === "field" && member.name === expr.name);
  if (isEnumValue) return { kind: "enumValue", scope, name: expr.name };
  if (scope.hasUsing) return unknownValue(`${quoted(expr, env)} may come from the usingnamespace in ${scope.name}`);
  return unknownValue(`${scope.name} has no declaration named \`${expr.name}\``);
}

function valueOfDeclaration(evaluator: Evaluator, state: State, site: DeclarationSite): Value {
  const { declaration, env } = site;
  if (declaration.kind === "fn") return { kind: "fn", scope: env.scope, outline: declaration };
  if (state.values.has(declaration)) return state.values.get(declaration) ?? unknownValue(`\`${declaration.name}\` is defined by itself`);
  state.values.set(declaration, undefined);
  const value = valueOfVariable(evaluator, declaration, env);
  state.values.set(declaration, value);
  return value;
}

function valueOfVariable(evaluator: Evaluator, variable: VariableOutline, env: Env): Value {
  const direct = directContainer(evaluator, variable, env);
  // A large container's source need not be parsed again to know what it is. A broken one is still a type, with unknown fields.
  if (direct !== undefined) return containerValue(direct);
  if (variable.isBroken) return unknownValue(`the declaration of \`${variable.name}\` has a syntax error`);
  const value = variable.isConst ? constantValue(evaluator, variable, env) : unknownValue(`\`${variable.name}\` is a variable`);
  if (variable.type === null) return value;
  if (value.kind !== "int" && value.kind !== "literal" && value.kind !== "unknown") return value;
  const type = evaluator.typeOf(exprAt(variable.type, env), env);
  if (type.kind === "comptime") return value;
  if (value.kind === "int") return typedInt(value.value, type.kind === "int" || type.kind === "cint" ? type : null, variable.name);
  const scope = value.kind === "literal" ? scopeOfType(evaluator, type) : undefined;
  if (value.kind === "literal") return scope?.outline.kind === "enum" ? { kind: "enumValue", scope, name: value.name } : value;
  return type.kind === "unknown" ? value : { kind: "typed", type };
}

function scopeOfType(evaluator: Evaluator, type: { readonly kind: string; readonly id?: string }): Scope | undefined {
  const file = evaluator.program.files.get(type.id?.slice(0, type.id.lastIndexOf("#")) ?? "");
  return type.kind === "named" ? file?.scopes.all.find((scope) => scope.id === type.id) : undefined;
}

function constantValue(evaluator: Evaluator, variable: VariableOutline, env: Env): Value {
  if (variable.value === null) return unknownValue(`\`${variable.name}\` has no value that can be read here`);
  return evaluator.value(exprAt(variable.value, env), env);
}

/** The container of `const X = struct {..};`. */
function directContainer(evaluator: Evaluator, { value, isConst }: VariableOutline, env: Env): Scope | undefined {
  const first = value?.containers[0];
  if (!isConst || first === undefined || first.start !== value?.start || first.end !== value.end) return undefined;
  return evaluator.program.files.get(env.scope.file.path)?.scopes.at.get(first.start);
}

function evaluateOperator(evaluator: Evaluator, expr: Expr & { readonly kind: "unary" | "binary" }, env: Env): Value {
  const text = quoted(expr, env).slice(1, -1);
  if (expr.kind === "unary") {
    const operand = evaluator.value(expr.operand, env);
    if (operand.kind === "int") return unaryInt(expr.operator, operand, text);
    return operand.kind === "unknown" ? operand : onlyCompiler(expr, env);
  }
  if (expr.operator === "||") return typeValue(errorSetUnion(evaluator, expr, env));
  const left = evaluator.value(expr.left, env);
  const right = evaluator.value(expr.right, env);
  if (left.kind === "int" && right.kind === "int") return binaryInt(expr.operator, [left, right], text);
  return left.kind === "unknown" ? left : right.kind === "unknown" ? right : onlyCompiler(expr, env);
}

function errorSetUnion(evaluator: Evaluator, expr: Expr & { readonly kind: "binary" }, env: Env): Type {
  const sides = [evaluator.typeOf(expr.left, env), evaluator.typeOf(expr.right, env)];
  if (sides.some((side) => side.kind === "errorSet")) return { kind: "errorSet" };
  return unknownValue(`${quoted(expr, env)} can only be evaluated by the compiler`);
}

/** `T{ .. }`: we know its type, and the length of `[_]T{ .. }`. */
function initType(evaluator: Evaluator, type: Expr, count: number, env: Env): Value {
  if (type.kind !== "array" || type.length !== null) return { kind: "typed", type: evaluator.typeOf(type, env) };
  const sentinel = type.sentinel === null ? null : env.scope.file.text.slice(type.sentinel.start, type.sentinel.end);
  return { kind: "typed", type: { kind: "array", length: count, sentinel, element: evaluator.typeOf(type.element, env) } };
}

function evaluateCall(evaluator: Evaluator, expr: Expr & { readonly kind: "call" }, env: Env): Value {
  const callee = evaluator.value(expr.callee, env);
  const [argument] = expr.args;
  const isLimit = callee.kind === "package" && /^std\.math\.(?:maxInt|minInt)$/.test(callee.path);
  if (!isLimit || argument === undefined) return onlyCompiler(expr, env);
  const type = evaluator.typeOf(argument, env);
  if (type.kind !== "int") return onlyCompiler(expr, env);
  return {
    kind: "int",
    value: callee.path.endsWith("maxInt") ? rangeOfInt(type.signed, type.bits).max : rangeOfInt(type.signed, type.bits).min,
    type: null,
  };
}

function enumValues(evaluator: Evaluator, state: State, scope: Scope): ReadonlyMap<string, bigint | null> {
  const cached = state.enums.get(scope);
  if (cached !== undefined) return cached;
  // An enum whose values refer to themselves finds them unknown.
  state.enums.set(scope, new Map());
  const values = computeEnumValues(evaluator, scope);
  state.enums.set(scope, values);
  return values;
}
