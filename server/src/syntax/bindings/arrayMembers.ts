import { joinTexts } from "./texts.ts";
import {
  arrayOf,
  builtinFunction,
  choiceOf,
  literal,
  truthOf,
  undefinedValue,
  unknownValue,
  type ArrayValue,
  type Call,
  type Place,
  type Slot,
  type Value,
} from "./values.ts";

type Method = (array: ArrayValue, call: Call) => Value;

export function arrayMember(array: ArrayValue, name: string, at: Place): Value {
  if (name === "length") return array.hole === null ? literal(array.items.length) : unknownValue(array.hole);
  if (/^\d+$/.test(name)) return itemAt(array, Number(name));
  const method = methods.get(name);
  if (method !== undefined) return builtinFunction(name, (call) => method(array, call));
  return unknownValue(`\`${name}\` of an array is not known (${at.file.path})`);
}

function itemAt(array: ArrayValue, index: number): Value {
  return array.items.at(index)?.value ?? (array.hole === null ? undefinedValue : unknownValue(array.hole));
}

const methods = new Map<string, Method>(
  Object.entries({
    map: (array: ArrayValue, call: Call) => arrayOf(results(array, call), array.hole),
    forEach: (array: ArrayValue, call: Call) => {
      results(array, call);
      return undefinedValue;
    },
    flatMap: (array: ArrayValue, call: Call) => flattened(results(array, call), array.hole),
    flat: (array: ArrayValue) => flattened(array.items, array.hole),
    filter: (array: ArrayValue, call: Call) => {
      const kept = results(array, call);
      // What may be there counts as there.
      return arrayOf(
        array.items.filter((_item, index) => truthOf(kept[index]?.value ?? undefinedValue) !== false),
        array.hole,
      );
    },
    find: (array: ArrayValue, call: Call) => {
      const found = results(array, call);
      return choiceOf(
        array.items.filter((_item, index) => truthOf(found[index]?.value ?? undefinedValue) !== false).map((item) => item.value),
      );
    },
    reduce: (array: ArrayValue, call: Call) => reduced(array, call),
    concat: (array: ArrayValue, call: Call) => flattened([...array.items, ...call.args], array.hole),
    slice: (array: ArrayValue, call: Call) => {
      const [start, end] = call.args.map((arg) => arg.value);
      if (start?.kind !== "literal" || (end !== undefined && end.kind !== "literal")) return arrayOf(array.items, array.hole);
      return arrayOf(array.items.slice(Number(start.value), end === undefined ? undefined : Number(end.value)), array.hole);
    },
    push: (array: ArrayValue, call: Call) => {
      array.items.push(...call.args);
      if (call.isOpen) array.hole ??= "the arguments are not known";
      return literal(array.items.length);
    },
    at: (array: ArrayValue, call: Call) => {
      const index = call.args[0]?.value;
      return index?.kind === "literal" && typeof index.value === "number"
        ? itemAt(array, index.value)
        : choiceOf(array.items.map((item) => item.value));
    },
    join: (array: ArrayValue, call: Call) => {
      const separator = call.args[0]?.value;
      const text = separator === undefined ? "," : separator.kind === "literal" ? String(separator.value) : "*";
      return joinTexts(
        array.items.map((item) => item.value),
        text,
      );
    },
    entries: (array: ArrayValue) =>
      arrayOf(
        array.items.map((item, index) => ({ value: arrayOf([{ value: literal(index), at: item.at }, item]), at: item.at })),
        array.hole,
      ),
    values: (array: ArrayValue) => array,
    reverse: (array: ArrayValue) => arrayOf([...array.items].reverse(), array.hole),
    sort: (array: ArrayValue) => array,
  }),
);

function results(array: ArrayValue, call: Call): readonly Slot[] {
  const callee = call.args[0]?.value;
  if (callee === undefined) return [];
  return [...array.items].map((item, index) => ({
    value: call.apply(callee, [item, { value: literal(index), at: item.at }]),
    at: item.at,
  }));
}

function flattened(items: readonly Slot[], hole: string | null): ArrayValue {
  const flat = arrayOf([], hole);
  for (const item of items) {
    if (item.value.kind === "array") {
      flat.items.push(...item.value.items);
      flat.hole ??= item.value.hole;
    } else flat.items.push(item);
  }
  return flat;
}

function reduced(array: ArrayValue, call: Call): Value {
  const callee = call.args[0]?.value;
  const items = [...array.items];
  const start = call.args[1] ?? items.shift();
  if (callee === undefined || start === undefined) return unknownValue("what `reduce` gives is not known");
  let value = start.value;
  items.forEach((item, index) => {
    value = call.apply(callee, [{ value, at: start.at }, item, { value: literal(index), at: item.at }]);
  });
  return value;
}
