import type { Machine, Target } from "./machine.ts";
import { readMember, writeMember } from "./members.ts";
import type { Pattern, PatternItem } from "./script.ts";
import { assign, declare, findCell } from "./scope.ts";
import { slotPlace } from "./written.ts";
import { arrayOf, choiceOf, emptyObject, literal, placeOf, unknownValue, type Env, type Place, type Value } from "./values.ts";

/** Gives a value to a variable, to several by destructuring, or to a property. */
export function bindPattern(machine: Machine, pattern: Pattern, target: Target, env: Env): void {
  const { slot, isDeclaration, isPassed = false } = target;
  switch (pattern.kind) {
    case "name": {
      const cell = isDeclaration ? undefined : findCell(env.scope, pattern.name);
      // `using x = ..` and sloppy globals: an assignment to what is not declared declares it.
      if (cell === undefined) declare(env.scope, pattern.name, slot.value, target.isPassed === true ? slotPlace(slot) : undefined);
      else assign(machine, cell, slot.value);
      return;
    }
    case "object": {
      const taken = new Set<string>();
      for (const entry of pattern.entries) {
        const key = entry.key.computed === null ? literal(entry.key.name) : machine.evaluate(entry.key.computed, env);
        const at = placeOf(env.file, entry.key);
        const isKnown = key.kind === "literal";
        if (isKnown) taken.add(String(key.value));
        const value = isKnown ? readMember(machine, slot.value, String(key.value), at) : unknownValue("the name is computed");
        const written = isKnown ? partPlace(slot.value, String(key.value)) : null;
        bindItem(machine, entry, { slot: { value, at, written }, isDeclaration, isPassed }, env);
      }
      if (pattern.rest !== null)
        bindPattern(machine, pattern.rest, { slot: { value: restOf(slot.value, taken), at: slot.at }, isDeclaration }, env);
      return;
    }
    case "array": {
      pattern.items.forEach((item, index) => {
        if (item === null) return;
        const at = placeOf(env.file, item.target);
        const value = readMember(machine, slot.value, String(index), at);
        bindItem(machine, item, { slot: { value, at, written: partPlace(slot.value, String(index)) }, isDeclaration, isPassed }, env);
      });
      const { rest } = pattern;
      const array = slot.value;
      const value =
        array.kind === "array" ? arrayOf(array.items.slice(pattern.items.length), array.hole) : unknownValue("the items are not known");
      if (rest !== null) bindPattern(machine, rest, { slot: { value, at: slot.at }, isDeclaration }, env);
      return;
    }
    case "place":
      assignPlace(machine, pattern, target, env);
      return;
  }
}

/** Where an entry of an object or an item of an array is written. */
function partPlace(whole: Value, name: string): Place | null {
  const part = whole.kind === "object" ? whole.entries.get(name) : whole.kind === "array" ? whole.items[Number(name)] : undefined;
  return part === undefined ? null : slotPlace(part);
}

function bindItem(machine: Machine, item: PatternItem, target: Target, env: Env): void {
  let { value } = target.slot;
  if (item.fallback !== null) {
    if (value.kind === "literal" && value.value === undefined) value = machine.evaluate(item.fallback, env);
    else if (value.kind === "unknown") value = choiceOf([value, machine.evaluate(item.fallback, env)]);
  }
  const slot = value === target.slot.value ? target.slot : { value, at: target.slot.at, written: null };
  bindPattern(machine, item.target, { ...target, slot }, env);
}

function restOf(value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== "object") return unknownValue("the rest is not known");
  const rest = emptyObject(value.literal);
  for (const [name, entry] of value.entries) if (!taken.has(name)) rest.entries.set(name, entry);
  rest.holes.push(...value.holes);
  return rest;
}

function assignPlace(machine: Machine, pattern: Pattern & { readonly kind: "place" }, target: Target, env: Env): void {
  const { place } = pattern;
  if (place.kind !== "member" && place.kind !== "index") return;
  const object = machine.evaluate(place.object, env);
  const key =
    place.kind === "member"
      ? literal(place.property, placeOf(env.file, { start: place.end - place.property.length, end: place.end }))
      : machine.evaluate(place.index, env);
  writeMember(machine, object, key, { slot: target.slot, at: placeOf(env.file, place) });
}

/** The variables that a pattern gives values to. */
export function patternNames(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case "name":
      return [pattern.name];
    case "object":
      return [
        ...pattern.entries.flatMap((entry) => patternNames(entry.target)),
        ...(pattern.rest === null ? [] : patternNames(pattern.rest)),
      ];
    case "array":
      return [
        ...pattern.items.flatMap((item) => (item === null ? [] : patternNames(item.target))),
        ...(pattern.rest === null ? [] : patternNames(pattern.rest)),
      ];
    case "place":
      return [];
  }
}
