import { setFields } from "./calls.ts";
import { classSlot, created, onPlatforms } from "./evaluate.ts";
import { limits, type Completion, type Machine } from "./machine.ts";
import { bindPattern, patternNames } from "./patterns.ts";
import type { Declarator, ForEachShape, ForShape, Statement } from "./script.ts";
import { branches, cellValue, declare, functionScope, inner, newScope } from "./scope.ts";
import { runEnum, runExport, runImport } from "./moduleStatements.ts";
import { writtenPlace } from "./written.ts";
import {
  armsOf,
  emptyObject,
  expressionPlace,
  listable,
  literal,
  placeOf,
  setEntry,
  truthOf,
  undefinedValue,
  unknownValue,
  type ArrayValue,
  type ClassValue,
  type Env,
  type Holder,
  type Value,
} from "./values.ts";

export function runStatements(machine: Machine, statements: readonly Statement[], env: Env): Completion {
  for (const statement of statements) if (statement.kind === "function") declareFunction(machine, statement, env);
  for (const statement of statements) {
    const completion = runStatement(machine, statement, env);
    if (completion !== "on") return completion;
  }
  return "on";
}

function declareFunction(machine: Machine, statement: Statement & { readonly kind: "function" }, env: Env): void {
  const closure = created(machine, { kind: "function", fn: statement.fn, env, self: null });
  const name = statement.fn.name ?? "";
  declare(env.scope, name, closure);
  if (statement.isExported) exportName(env, name);
}

function exportName(env: Env, name: string): void {
  const cell = env.scope.cells.get(name);
  if (cell !== undefined) env.module.exports.set(name, cell);
}

function runStatement(machine: Machine, statement: Statement, env: Env): Completion {
  switch (statement.kind) {
    case "variable":
      for (const declarator of statement.declarators) runDeclarator(machine, declarator, statement, env);
      return "on";
    case "expression":
      machine.evaluate(statement.value, env, holderOf(statement, null, env));
      return "on";
    case "return":
      env.frame?.returns.push(
        statement.value === null ? undefinedValue : machine.evaluate(statement.value, env, holderOf(statement, null, env)),
      );
      return "out";
    case "leave":
      return env.file.text.startsWith("throw", statement.start) ? "out" : "loop";
    case "block":
      return machine.run(statement.body, inner(env));
    case "if":
      return runIf(machine, statement, env);
    case "for":
      return runFor(machine, statement, env);
    case "forEach":
      return runForEach(machine, statement, env);
    case "switch":
      return runSwitch(machine, statement, env);
    case "try":
      return runTry(machine, statement.parts, env);
    case "function":
      return "on";
    case "class":
      runClass(machine, statement, env);
      return "on";
    case "namespace":
      runNamespace(machine, statement, env);
      return "on";
    case "enum":
      runEnum(machine, statement, env);
      return "on";
    case "import":
      runImport(machine, statement, env);
      return "on";
    case "exportNames":
    case "exportAll":
    case "exportDefault":
      runExport(machine, statement, env);
      return "on";
  }
}

function holderOf(statement: Statement, name: string | null, env: Env): Holder {
  return { name, whole: placeOf(env.file, statement), form: "statement", literal: null };
}

function runDeclarator(machine: Machine, declarator: Declarator, statement: Statement & { readonly kind: "variable" }, env: Env): void {
  const { target } = declarator;
  const name = target.kind === "name" ? target.name : null;
  const isOnly = statement.declarators.length === 1 && name !== null;
  const holder = isOnly
    ? holderOf(statement, name, env)
    : name === null
      ? null
      : { ...holderOf(statement, name, env), whole: placeOf(env.file, { start: statement.start, end: statement.start }) };
  const value = declarator.value === null ? undefinedValue : machine.evaluate(declarator.value, env, holder);
  const at = declarator.value === null ? placeOf(env.file, target) : expressionPlace(env.file, declarator.value);
  const outer = statement.isVar ? { ...env, scope: functionScope(env.scope) } : env;
  const written = declarator.value === null ? undefined : writtenPlace(declarator.value, env);
  bindPattern(machine, target, { slot: { value, at, written }, isDeclaration: true, isPassed: written !== undefined }, outer);
  if (statement.isExported) for (const exported of patternNames(target)) exportName(outer, exported);
}

type Of<K extends Statement["kind"]> = Statement & { readonly kind: K };

function runIf(machine: Machine, statement: Of<"if">, env: Env): Completion {
  const truth = truthOf(machine.evaluate(statement.test, env));
  if (truth !== undefined) return machine.run(truth ? statement.then : statement.otherwise, inner(env));
  const arms = [statement.then, statement.otherwise].map((arm) => () => machine.run(arm, inner(env)));
  return joined(onPlatforms(machine, statement.test, env, () => branches(machine, arms, (result) => result === "out")));
}

/** What follows runs if any of the ways gets there. */
function joined(completions: readonly Completion[]): Completion {
  if (completions.includes("on")) return "on";
  return completions.includes("loop") ? "loop" : "out";
}

function maybe(machine: Machine, body: () => Completion): void {
  branches(machine, [body, (): Completion => "on"], (result) => result === "out");
}

function runFor(machine: Machine, statement: ForShape, env: Env): Completion {
  const loop = inner(env);
  machine.run(statement.first, loop);
  for (let round = 0; round < limits.iterations; round++) {
    const truth = statement.test === null ? undefined : truthOf(machine.evaluate(statement.test, loop));
    if (truth === false) return "on";
    if (truth === undefined) {
      maybe(machine, () => machine.run(statement.body, inner(loop)));
      return "on";
    }
    if (machine.run(statement.body, inner(loop)) === "out") return "out";
    if (statement.step !== null) machine.evaluate(statement.step, loop);
  }
  return "on";
}

function runForEach(machine: Machine, statement: Statement & ForEachShape, env: Env): Completion {
  const values = machine.evaluate(statement.values, env);
  const at = expressionPlace(env.file, statement.values);
  for (const arm of armsOf(values)) {
    const items = statement.isKeys ? keysOf(listable(arm)) : arm;
    const known = items.kind === "array" ? items : undefined;
    for (const slot of known?.items ?? []) {
      const round = inner(env);
      bindPattern(machine, statement.target, { slot, isDeclaration: statement.isDeclaration, isPassed: true }, round);
      if (machine.run(statement.body, round) === "out") return "out";
    }
    if (known !== undefined && known.hole === null) continue;
    const round = inner(env);
    const reason = known?.hole ?? "what the loop goes over is not known";
    maybe(machine, () => {
      bindPattern(
        machine,
        statement.target,
        { slot: { value: unknownValue(reason, arm.kind === "unknown" && arm.isParameter), at }, isDeclaration: statement.isDeclaration },
        round,
      );
      return machine.run(statement.body, round);
    });
  }
  return "on";
}

export function keysOf(value: Value): Value {
  if (value.kind !== "object") return unknownValue("the keys are not known");
  const items = [...value.entries].map(([name, entry]) => ({ value: literal(name, entry.key, entry.whole), at: entry.key }));
  const keys: ArrayValue = { kind: "array", items, hole: value.holes[0]?.reason ?? null, literal: null };
  return keys;
}

function runSwitch(machine: Machine, statement: Of<"switch">, env: Env): Completion {
  const value = machine.evaluate(statement.value, env);
  const tests = statement.cases.map((item) => (item.test === null ? undefined : machine.evaluate(item.test, env)));
  const isKnown = value.kind === "literal" && tests.every((test) => test === undefined || test.kind === "literal");
  const bodies = statement.cases.map(
    (_item, index) => () =>
      toLoopEnd(
        machine,
        statement.cases.slice(index).map((item) => item.body),
        inner(env),
      ),
  );
  if (isKnown) {
    const match = tests.findIndex((test) => test?.kind === "literal" && test.value === value.value);
    const chosen = bodies[match === -1 ? statement.cases.findIndex((item) => item.test === null) : match];
    const completion = chosen?.() ?? "on";
    return completion === "loop" ? "on" : completion;
  }
  const hasDefault = statement.cases.some((item) => item.test === null);
  const arms = hasDefault ? bodies : [...bodies, (): Completion => "on"];
  const results = onPlatforms(machine, statement.value, env, () => branches(machine, arms, (result) => result === "out"));
  return results.every((result) => result === "out") ? "out" : "on";
}

/** The bodies of the cases from one on, as far as they fall through. */
function toLoopEnd(machine: Machine, bodies: readonly (readonly Statement[])[], env: Env): Completion {
  for (const body of bodies) {
    const completion = machine.run(body, env);
    if (completion !== "on") return completion;
  }
  return "on";
}

function runTry(machine: Machine, parts: readonly (readonly Statement[])[], env: Env): Completion {
  const [body = [], ...others] = parts;
  const completion = machine.run(body, inner(env));
  if (others.length === 0) return completion;
  let handled: Completion = "out";
  for (const part of others) {
    maybe(machine, () => {
      handled = machine.run(part, inner(env));
      return handled;
    });
  }
  return completion === "on" ? "on" : joined([completion, handled]);
}

function runClass(machine: Machine, statement: Of<"class">, env: Env): void {
  const { cls } = statement;
  const base = cls.base === null ? null : machine.evaluate(cls.base, env);
  const scope = newScope(env.scope);
  const value: ClassValue = { kind: "class", cls, env: { ...env, scope }, base, statics: emptyObject() };
  const name = cls.name ?? classSlot;
  declare(scope, name, value);
  declare(env.scope, name, value);
  if (statement.isExported) exportName(env, name);
  if (env.file.path === machine.rootPath) machine.created.push(value);
  setFields(machine, cls, { object: value.statics, isStatic: true, env: { ...value.env, self: value } });
}

function runNamespace(machine: Machine, statement: Of<"namespace">, env: Env): void {
  const scope = newScope(env.scope, true);
  machine.run(statement.body, { ...env, scope, module: { ...env.module, exports: new Map() } });
  const object = emptyObject();
  const at = placeOf(env.file, statement);
  for (const [name, cell] of scope.cells) setEntry(object, name, { value: cellValue(cell), at });
  declare(env.scope, statement.name, object);
  if (statement.isExported) exportName(env, statement.name);
}
