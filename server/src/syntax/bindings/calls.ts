import { limits, type CallRequest, type Machine } from "./machine.ts";
import { bindPattern } from "./patterns.ts";
import type { ClassOutline, Expression, FunctionOutline } from "./script.ts";
import { newScope } from "./scope.ts";
import {
  arrayOf,
  choiceOf,
  emptyObject,
  expressionPlace,
  mapArms,
  placeOf,
  setEntry,
  shortSource,
  undefinedValue,
  unknownValue,
  type Call,
  type ClassValue,
  type Closure,
  type Env,
  type Frame,
  type ObjectValue,
  type Place,
  type Slot,
  type Value,
} from "./values.ts";

export function callValue(machine: Machine, callee: Value, request: CallRequest): Value {
  return mapArms(callee, (arm) => {
    switch (arm.kind) {
      case "function":
        return invoke(machine, arm, request);
      case "class":
        return construct(machine, arm, request);
      case "builtin": {
        const action = request.isNew ? (arm.construct ?? arm.call) : arm.call;
        const call = callOf(machine, request);
        if (action !== undefined) return action(call);
        machine.onUnknownCall(call);
        return unknownValue(`what \`${shortSource(request.at)}\` gives is not known`);
      }
      default:
        machine.onUnknownCall(callOf(machine, request));
        return unknownValue(`what \`${shortSource(request.at)}\` gives is not known`, arm.kind === "unknown" && arm.isParameter);
    }
  });
}

/** `super(..)`, of a class that may be a library's. */
export function constructBase(machine: Machine, base: Value, request: CallRequest): Value {
  const made = callValue(machine, base, { ...request, isNew: true });
  if (base.kind === "builtin" && request.self?.kind === "object") request.self.native = made;
  return made;
}

function callOf(machine: Machine, request: CallRequest): Call {
  const inner = { ...request, holder: null, isNew: false, isOpen: false, self: null };
  return { ...request, apply: (callee, args) => callValue(machine, callee, { ...inner, args }) };
}

export function invoke(machine: Machine, closure: Closure, request: CallRequest): Value {
  const { fn } = closure;
  const self = fn.isArrow ? closure.env.self : (request.self ?? closure.self ?? undefinedValue);
  return runFunction(machine, fn, { ...closure.env, self }, request);
}

function runFunction(machine: Machine, fn: FunctionOutline, outer: Env, request: CallRequest): Value {
  if (machine.calls >= limits.calls || timesIn(request.frame, fn) >= limits.recursion)
    return unknownValue("the recursion is too deep to follow");
  machine.entered.add(fn);
  machine.calls++;
  const frame: Frame = { caller: request.frame, fn, args: request.args, at: request.at, returns: [] };
  const env: Env = { ...outer, scope: newScope(outer.scope, true), frame };
  bindParams(machine, fn, request, env);
  let result: Value;
  if (isExpression(fn.body)) result = machine.evaluate(fn.body, env);
  else {
    machine.run(fn.body, env);
    result = choiceOf(frame.returns);
  }
  machine.calls--;
  return result;
}

function isExpression(body: FunctionOutline["body"]): body is Exclude<FunctionOutline["body"], readonly unknown[]> {
  return !Array.isArray(body);
}

function timesIn(frame: Frame | null, fn: FunctionOutline): number {
  let times = 0;
  for (let at = frame; at !== null; at = at.caller) if (at.fn === fn) times++;
  return times;
}

function bindParams(machine: Machine, fn: FunctionOutline, request: CallRequest, env: Env): void {
  fn.params.forEach((param, index) => {
    const at = placeOf(env.file, param.target);
    const missing: Value = request.isOpen ? unknownValue("the arguments are not known") : undefinedValue;
    let slot: Slot = request.args[index] ?? { value: missing, at };
    if (param.isRest)
      slot = { value: arrayOf(request.args.slice(index), request.isOpen ? "the arguments are not known" : null), at, written: null };
    if (param.fallback !== null)
      slot = withFallback(slot, () => fallbackSlot(machine, param.fallback ?? { kind: "other", start: 0, end: 0 }, at, env));
    bindPattern(machine, param.target, { slot, isDeclaration: true, isPassed: true }, env);
    if (param.isField && param.target.kind === "name" && env.self.kind === "object") setEntry(env.self, param.target.name, slot);
  });
}

function fallbackSlot(machine: Machine, fallback: Expression, at: Place, env: Env): Slot {
  return { value: machine.evaluate(fallback, env), at, written: expressionPlace(env.file, fallback) };
}

function withFallback(slot: Slot, fallback: () => Slot): Slot {
  if (slot.value.kind === "literal" && slot.value.value === undefined) return fallback();
  return slot.value.kind === "unknown" ? { value: choiceOf([slot.value, fallback().value]), at: slot.at, written: null } : slot;
}

function construct(machine: Machine, cls: ClassValue, request: CallRequest): Value {
  const instance = request.self?.kind === "object" ? request.self : emptyObject(null, cls);
  if (!machine.instances.has(cls.cls)) machine.instances.set(cls.cls, instance);
  const constructor = cls.cls.members.find((member) => member.kind === "method" && member.key.name === "constructor" && !member.isStatic);
  const base = cls.base?.kind === "class" || cls.base?.kind === "builtin" ? cls.base : null;
  if (constructor === undefined && base !== null) constructBase(machine, base, { ...request, self: instance });
  const env: Env = { ...cls.env, self: instance, frame: request.frame };
  setFields(machine, cls.cls, { object: instance, isStatic: false, env });
  if (constructor?.kind === "method") runFunction(machine, constructor.fn, env, request);
  return instance;
}

export function setFields(machine: Machine, cls: ClassOutline, target: { object: ObjectValue; isStatic: boolean; env: Env }): void {
  const { object, isStatic, env } = target;
  for (const member of cls.members) {
    if (member.kind === "block" && isStatic) machine.run(member.body, { ...env, scope: newScope(env.scope, true) });
    if (member.kind !== "field" || member.isStatic !== isStatic || member.key.name === null || member.value === null) continue;
    const whole = placeOf(env.file, member.whole);
    const holder = { name: member.key.name, whole, form: "statement", literal: null } as const;
    const value = machine.evaluate(member.value, env, holder);
    setEntry(object, member.key.name, { value, at: placeOf(env.file, member.value) }, machine.platformDepth > 0);
  }
}

/** Runs what nothing called, with unknown arguments: what it declares counts too. */
export function runUncalled(machine: Machine): void {
  // More may come up while these run.
  for (let index = 0; index < machine.created.length; index++) {
    const item = machine.created[index];
    if (item?.kind === "function" && !machine.entered.has(item.fn)) invoke(machine, item, unknownRequest(item.env, item.fn));
    if (item?.kind === "class") runClass(machine, item);
  }
}

function runClass(machine: Machine, cls: ClassValue): void {
  const constructor = cls.cls.members.find((member) => member.kind === "method" && member.key.name === "constructor");
  const blank: FunctionOutline = { name: null, params: [], body: [], isArrow: false, start: cls.cls.start, end: cls.cls.start };
  if (!machine.instances.has(cls.cls))
    construct(machine, cls, unknownRequest(cls.env, constructor?.kind === "method" ? constructor.fn : blank));
  const instance = machine.instances.get(cls.cls);
  for (const member of cls.cls.members) {
    if (member.kind !== "method" || machine.entered.has(member.fn)) continue;
    const self = member.isStatic ? cls : (instance ?? undefinedValue);
    runFunction(machine, member.fn, { ...cls.env, self }, unknownRequest(cls.env, member.fn));
  }
}

function unknownRequest(env: Env, fn: FunctionOutline): CallRequest {
  const at = placeOf(env.file, fn);
  const args = fn.params.map((param): Slot => {
    const place = placeOf(env.file, param.target);
    return { value: unknownValue(`\`${shortSource(place)}\` is a parameter`, true), at: place };
  });
  return { args, isOpen: true, isNew: false, at, callee: at, holder: null, frame: null, platformDepth: 0, self: null };
}
