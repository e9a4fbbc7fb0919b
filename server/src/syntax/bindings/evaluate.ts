import { callValue, constructBase } from "./calls.ts";
import { isAboutPlatform, limits, type Machine } from "./machine.ts";
import { readMember } from "./members.ts";
import { bindPattern } from "./patterns.ts";
import type { ArrayItem, CallShape, Expression, ObjectEntry } from "./script.ts";
import { branches, cellValue, findCell } from "./scope.ts";
import { joinTexts } from "./texts.ts";
import { binaryValue, unaryValue } from "./operators.ts";
import { entryWritten, writtenPlace } from "./written.ts";
import {
  armsOf,
  choiceOf,
  emptyObject,
  expressionPlace,
  listable,
  literal,
  mapArms,
  placeOf,
  shortSource,
  truthOf,
  undefinedValue,
  unknownValue,
  type ArrayValue,
  type Closure,
  type Env,
  type Holder,
  type ObjectValue,
  type Slot,
  type Value,
} from "./values.ts";

export function evaluateExpression(machine: Machine, expression: Expression, env: Env, holder: Holder | null): Value {
  machine.steps++;
  if (machine.steps > limits.steps || machine.nesting > limits.nesting) return unknownValue("the program is too large to follow");
  machine.nesting++;
  const value = evaluated(machine, expression, env, holder);
  machine.nesting--;
  return value;
}

function evaluated(machine: Machine, expression: Expression, env: Env, holder: Holder | null): Value {
  switch (expression.kind) {
    case "text": {
      const start = expression.content;
      return literal(expression.value, start === null ? null : { file: env.file, start, end: start + expression.value.length });
    }
    case "constant":
      return literal(expression.value);
    case "name":
      return nameValue(machine, expression.name, env);
    case "template":
      return joinTexts(expression.parts.map((part) => (typeof part === "string" ? literal(part) : machine.evaluate(part, env))));
    case "array":
      return arrayValue(machine, expression, env);
    case "object":
      return objectValue(machine, expression, env);
    case "member":
      return readMember(machine, machine.evaluate(expression.object, env), expression.property, placeOf(env.file, expression));
    case "index":
      return indexValue(machine, expression, env);
    case "call":
      return callExpression(machine, expression, env, holder);
    case "function":
      return created(machine, { kind: "function", fn: expression.fn, env, self: null });
    case "class":
      return machine.run([{ ...expression, kind: "class", isExported: false }], env) === "on"
        ? classResult(expression.cls.name, env)
        : undefinedValue;
    case "conditional":
      return conditionalValue(machine, expression, env, holder);
    case "binary":
      return binaryExpression(machine, expression, env);
    case "unary":
      return unaryValue(expression.operator, machine.evaluate(expression.operand, env));
    case "assign":
      return assignment(machine, expression, env, holder);
    case "wrapped":
      return machine.evaluate(expression.inner, env, holder);
    case "sequence":
      return expression.items.map((item) => machine.evaluate(item, env)).at(-1) ?? undefinedValue;
    case "this":
      return env.self;
    case "other":
      if (env.file.text.slice(expression.start, expression.end) === "import.meta")
        return machine.globals.get("import.meta") ?? undefinedValue;
      return unknownValue(`\`${shortSource(placeOf(env.file, expression))}\` cannot be evaluated`);
    case "super":
    case "import":
      return unknownValue(`\`${shortSource(placeOf(env.file, expression))}\` cannot be evaluated`);
  }
}

/** The name under which an anonymous class expression is declared for a moment. */
export const classSlot = "*class*";

function classResult(name: string | null, env: Env): Value {
  return findCell(env.scope, name ?? classSlot)?.value ?? undefinedValue;
}

export function created(machine: Machine, closure: Closure): Closure {
  if (closure.env.file.path === machine.rootPath) machine.created.push(closure);
  return closure;
}

function nameValue(machine: Machine, name: string, env: Env): Value {
  const cell = findCell(env.scope, name);
  if (cell !== undefined) return cellValue(cell);
  return machine.globals.get(name) ?? unknownValue(`\`${name}\` is not declared here`);
}

function arrayValue(machine: Machine, expression: Expression & { readonly kind: "array" }, env: Env): ArrayValue {
  const { slots, hole } = slotsOf(machine, expression.items, env);
  return { kind: "array", items: slots, hole, literal: placeOf(env.file, expression) };
}

/** Items of an array or arguments of a call, with spreads opened. */
function slotsOf(machine: Machine, items: readonly ArrayItem[], env: Env): { slots: Slot[]; hole: string | null } {
  const slots: Slot[] = [];
  let hole: string | null = null;
  for (const item of items) {
    const value = machine.evaluate(item.value, env);
    const at = expressionPlace(env.file, item.value);
    if (!item.isSpread) slots.push({ value, at, written: writtenPlace(item.value, env) });
    else if (value.kind === "array") {
      slots.push(...value.items);
      hole ??= value.hole;
    } else if (!isNothing(value)) hole ??= value.kind === "unknown" ? value.reason : `what \`${shortSource(at)}\` spreads is not known`;
  }
  return { slots, hole };
}

function isNothing(value: Value): boolean {
  return value.kind === "literal" && (value.value === undefined || value.value === null || value.value === false);
}

function objectValue(machine: Machine, expression: Expression & { readonly kind: "object" }, env: Env): ObjectValue {
  const place = placeOf(env.file, expression);
  const object = emptyObject(place);
  for (const entry of expression.entries) addEntry(machine, object, entry, env);
  return object;
}

function addEntry(machine: Machine, object: ObjectValue, entry: ObjectEntry, env: Env): void {
  const whole = placeOf(env.file, entry.whole);
  if (entry.kind === "spread") {
    spreadInto(object, machine.evaluate(entry.value, env), expressionPlace(env.file, entry.value));
    return;
  }
  const nameOf = entry.key.computed === null ? literal(entry.key.name) : machine.evaluate(entry.key.computed, env);
  for (const name of armsOf(nameOf)) {
    if (name.kind !== "literal") {
      object.holes.push({
        at: placeOf(env.file, entry.key),
        reason: `the name \`${shortSource(placeOf(env.file, entry.key))}\` is computed`,
      });
      continue;
    }
    const key = entry.key.computed === null ? placeOf(env.file, entry.key) : (name.content ?? placeOf(env.file, entry.key));
    if (entry.kind === "getter") {
      const value: Value = created(machine, { kind: "function", fn: entry.fn, env, self: object });
      object.entries.set(String(name.value), { value, at: whole, key, whole, isOptional: false, isGetter: true });
      continue;
    }
    const holder: Holder = { name: String(name.value), whole, form: "entry", literal: object.literal };
    const value = machine.evaluate(entry.value, env, holder);
    const bound = value.kind === "function" && entry.value.kind === "function" && !value.fn.isArrow ? { ...value, self: object } : value;
    object.entries.set(String(name.value), {
      value: bound,
      at: expressionPlace(env.file, entry.value),
      written: entryWritten(entry, env),
      key,
      whole,
      isOptional: false,
      isGetter: false,
    });
  }
}

/** What several values of one spread have is only there in some cases. */
export function spreadInto(object: ObjectValue, value: Value, at: Slot["at"]): void {
  const arms = armsOf(value).map(listable);
  for (const arm of arms) {
    if (arm.kind === "object") {
      for (const [name, entry] of arm.entries) {
        const old = object.entries.get(name);
        const merged = old !== undefined && arms.length > 1 ? choiceOf([old.value, entry.value]) : entry.value;
        object.entries.set(name, { ...entry, value: merged, isOptional: entry.isOptional || arms.length > 1 });
      }
      object.holes.push(...arm.holes);
    } else if (!isNothing(arm)) {
      const reason = arm.kind === "unknown" ? arm.reason : `what \`${shortSource(at)}\` spreads is not known`;
      object.holes.push({ at, reason });
    }
  }
}

function indexValue(machine: Machine, expression: Expression & { readonly kind: "index" }, env: Env): Value {
  const object = machine.evaluate(expression.object, env);
  const index = machine.evaluate(expression.index, env);
  const at = placeOf(env.file, expression);
  return mapArms(index, (arm) => {
    if (arm.kind === "literal") return readMember(machine, object, String(arm.value), at);
    // `names[process.platform]`: any of them, one for each platform.
    if (object.kind === "object" && isAboutPlatform(shortSource(placeOf(env.file, expression.index))))
      return choiceOf([...object.entries.values()].map((entry) => entry.value));
    return unknownValue(`\`${shortSource(at)}\` is computed`);
  });
}

function callExpression(machine: Machine, expression: Expression & CallShape, env: Env, holder: Holder | null): Value {
  const { slots, hole } = slotsOf(machine, expression.args, env);
  const at = placeOf(env.file, expression);
  if (expression.callee.kind === "import") {
    const [source] = slots;
    if (source?.value.kind === "literal" && typeof source.value.value === "string") return machine.importFrom(source.value.value, env);
    return unknownValue(`\`${shortSource(at)}\` is computed`);
  }
  const callee = expression.callee.kind === "super" ? superClass(env) : machine.evaluate(expression.callee, env);
  const call = {
    args: slots,
    isOpen: hole !== null,
    isNew: expression.isNew,
    at,
    callee: placeOf(env.file, expression.callee),
    holder,
    frame: env.frame,
    platformDepth: machine.platformDepth,
  };
  return expression.callee.kind === "super"
    ? constructBase(machine, callee, { ...call, self: env.self })
    : callValue(machine, callee, { ...call, self: null });
}

function superClass(env: Env): Value {
  const self = env.self;
  const cls = self.kind === "object" ? self.cls : null;
  // The class whose constructor runs is the one that holds the calling function.
  for (let at = cls; at !== null; at = at.base?.kind === "class" ? at.base : null) {
    const holds = at.cls.members.some((member) => member.kind === "method" && member.fn === env.frame?.fn);
    if (holds) return at.base ?? unknownValue("there is no base class");
  }
  return unknownValue("the base class is not known");
}

function conditionalValue(
  machine: Machine,
  expression: Expression & { readonly kind: "conditional" },
  env: Env,
  holder: Holder | null,
): Value {
  const truth = truthOf(machine.evaluate(expression.test, env));
  if (truth !== undefined) return machine.evaluate(truth ? expression.then : expression.otherwise, env, holder);
  const arms = [expression.then, expression.otherwise].map((arm) => () => machine.evaluate(arm, env, holder));
  return choiceOf(onPlatforms(machine, expression.test, env, () => branches(machine, arms, () => false)));
}

/** Runs `body` as reached on some platforms only, where `test` is about the platform. */
export function onPlatforms<T>(machine: Machine, test: Expression, env: Env, body: () => T): T {
  const isPlatform = isAboutPlatform(env.file.text.slice(test.start, test.end));
  if (isPlatform) machine.platformDepth++;
  const result = body();
  if (isPlatform) machine.platformDepth--;
  return result;
}

function binaryExpression(machine: Machine, expression: Expression & { readonly kind: "binary" }, env: Env): Value {
  const left = machine.evaluate(expression.left, env);
  const { operator } = expression;
  if (operator !== "&&" && operator !== "||" && operator !== "??")
    return binaryValue(operator, left, machine.evaluate(expression.right, env));
  const truth = operator === "??" ? presence(left) : truthOf(left);
  const wantsRight = operator === "&&" ? truth : truth === undefined ? undefined : !truth;
  if (wantsRight === false) return left;
  const right = machine.evaluate(expression.right, env);
  if (wantsRight === true) return right;
  if (operator !== "&&") return choiceOf([left, right]);
  // `condition && {..}`: nothing, or the right side.
  return { kind: "choice", arms: [literal(false), ...armsOf(right)] };
}

function presence(value: Value): boolean | undefined {
  if (value.kind === "literal") return value.value !== null && value.value !== undefined;
  return truthOf(value) ?? (value.kind === "partial" ? true : undefined);
}

function assignment(machine: Machine, expression: Expression & { readonly kind: "assign" }, env: Env, holder: Holder | null): Value {
  const { target, operator } = expression;
  const at = expressionPlace(env.file, expression.value);
  const name =
    target.kind === "name" ? target.name : target.kind === "place" && target.place.kind === "member" ? target.place.property : null;
  const named = holder === null ? null : { ...holder, name: holder.name ?? name };
  let value = machine.evaluate(expression.value, env, named);
  if (operator !== "=") {
    const old =
      target.kind === "name"
        ? nameValue(machine, target.name, env)
        : target.kind === "place"
          ? machine.evaluate(target.place, env)
          : undefinedValue;
    const isLazy = operator === "??=" || operator === "||=" || operator === "&&=";
    value = isLazy ? choiceOf([old, value]) : binaryValue(operator.slice(0, -1), old, value);
  }
  bindPattern(machine, target, { slot: { value, at }, isDeclaration: false }, env);
  return value;
}
