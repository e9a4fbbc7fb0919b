import { arrayMember } from "./arrayMembers.ts";
import type { Machine } from "./machine.ts";
import { textMember } from "./textMembers.ts";
import {
  builtinFunction,
  choiceOf,
  literal,
  mapArms,
  undefinedValue,
  unknownValue,
  type Call,
  type ClassValue,
  type Closure,
  type Entry,
  type ObjectValue,
  type Place,
  type Slot,
  type Value,
} from "./values.ts";

export function readMember(machine: Machine, value: Value, name: string, at: Place): Value {
  return mapArms(value, (arm) => {
    switch (arm.kind) {
      case "object":
        return objectMember(machine, arm, name, at);
      case "array":
        return arrayMember(arm, name, at);
      case "literal":
        return typeof arm.value === "string" ? textMember(arm, name) : undefinedValue;
      case "partial":
        return textMember(arm, name);
      case "function":
        return functionMember(arm, name);
      case "class":
        return staticMember(machine, arm, name, at);
      case "builtin":
        return arm.member?.(name, at) ?? functionMember(arm, name);
      case "unknown":
        return arm;
      case "choice":
        return unknownValue("a choice is never an arm of a choice");
    }
  });
}

function objectMember(machine: Machine, object: ObjectValue, name: string, at: Place): Value {
  const entry = object.entries.get(name);
  if (entry !== undefined) return entryValue(machine, entry, object, at);
  const method = object.cls === null ? undefined : methodOf(machine, object.cls, name, { object, at });
  if (method !== undefined) return method;
  const native = object.native === undefined ? undefinedValue : readMember(machine, object.native, name, at);
  if (native !== undefinedValue) return native;
  if (object.holes.length > 0) return unknownValue(`whether there is \`${name}\` is not known`);
  return undefinedValue;
}

export function entryValue(machine: Machine, entry: Entry, object: ObjectValue, at: Place): Value {
  if (!entry.isGetter) return entry.value;
  return machine.call(entry.value, requestAt(at, object));
}

function requestAt(at: Place, self: Value): Parameters<Machine["call"]>[1] {
  return { args: [], isOpen: false, isNew: false, at, callee: at, holder: null, frame: null, platformDepth: 0, self };
}

interface Receiver {
  readonly object: ObjectValue;
  readonly at: Place;
}

function methodOf(machine: Machine, cls: ClassValue, name: string, receiver: Receiver): Value | undefined {
  for (const member of cls.cls.members) {
    if (member.kind !== "method" || member.isStatic || member.key.name !== name) continue;
    const closure: Closure = { kind: "function", fn: member.fn, env: cls.env, self: receiver.object };
    return member.isGetter ? machine.call(closure, requestAt(receiver.at, receiver.object)) : closure;
  }
  return cls.base?.kind === "class" ? methodOf(machine, cls.base, name, receiver) : undefined;
}

function staticMember(machine: Machine, cls: ClassValue, name: string, at: Place): Value {
  const entry = cls.statics.entries.get(name);
  if (entry !== undefined) return entryValue(machine, entry, cls.statics, at);
  for (const member of cls.cls.members) {
    if (member.kind !== "method" || !member.isStatic || member.key.name !== name) continue;
    const closure: Closure = { kind: "function", fn: member.fn, env: cls.env, self: cls };
    return member.isGetter ? machine.call(closure, requestAt(at, cls)) : closure;
  }
  return cls.base?.kind === "class" ? staticMember(machine, cls.base, name, at) : undefinedValue;
}

function functionMember(callee: Value, name: string): Value {
  switch (name) {
    case "bind":
      return builtinFunction("bind", (call) => (call.args.length <= 1 ? callee : bound(callee, call.args.slice(1))));
    case "call":
      return builtinFunction("call", (call) => call.apply(callee, call.args.slice(1)));
    case "apply":
      return builtinFunction("apply", (call) => applied(callee, call));
    case "name":
      return callee.kind === "function" ? literal(callee.fn.name ?? "") : unknownValue("the name is not known");
    default:
      return unknownValue(
        callee.kind === "builtin" ? `\`${callee.name}\` has no \`${name}\` that is known` : `\`${name}\` of a function is not known`,
      );
  }
}

function bound(callee: Value, first: readonly Slot[]): Value {
  return builtinFunction("bound", (call) => call.apply(callee, [...first, ...call.args]));
}

function applied(callee: Value, call: Call): Value {
  const list = call.args[1]?.value;
  return list?.kind === "array" ? call.apply(callee, list.items) : unknownValue("the arguments are not known");
}

export interface Written {
  readonly slot: Slot;
  /** The place that is assigned. */
  readonly at: Place;
}

export function writeMember(machine: Machine, target: Value, key: Value, written: Written): void {
  const isOptional = machine.platformDepth > 0;
  if (target.kind === "choice") {
    for (const arm of target.arms) writeMember(machine, arm, key, written);
    return;
  }
  const object = target.kind === "class" ? target.statics : target;
  if (object.kind !== "object") return;
  if (key.kind !== "literal") {
    object.holes.push({ at: written.at, reason: "the name is computed" });
    return;
  }
  const name = String(key.value);
  const old = object.entries.get(name);
  // Assigned on several ways: all of them count.
  const value = machine.writes !== null && old !== undefined ? choiceOf([old.value, written.slot.value]) : written.slot.value;
  object.entries.set(name, {
    value,
    at: written.slot.at,
    key: key.content ?? written.at,
    whole: key.entry,
    isOptional,
    isGetter: false,
  });
}
