import { keysOf } from "./execute.ts";
import { spreadInto } from "./evaluate.ts";
import type { Machine } from "./machine.ts";
import { entryValue } from "./members.ts";
import { joinTexts, partial } from "./texts.ts";
import {
  arrayOf,
  builtinFunction,
  builtinObject,
  emptyObject,
  listable,
  literal,
  mapArms,
  undefinedValue,
  unknownValue,
  type Builtin,
  type Call,
  type ObjectValue,
  type Place,
  type Value,
} from "./values.ts";

/** What every program finds: the part of the standard library that tables of declarations are written with. */
export function standardGlobals(machine: Machine): readonly (readonly [string, Value])[] {
  const constructors: Builtin = { kind: "builtin", name: "URL", construct: (call) => textOfUrl(call), call: (call) => textOfUrl(call) };
  return [
    ["undefined", undefinedValue],
    ["Object", objectFunctions(machine)],
    ["String", builtinFunction("String", (call) => joinTexts(call.args.slice(0, 1).map((arg) => arg.value)))],
    ["URL", constructors],
    ["Promise", promiseFunctions()],
    ["import.meta", importMeta],
    ["__dirname", partial("*")],
    ["__filename", partial("*")],
    ["Array", builtinObject("Array", { from: builtinFunction("from", (call) => call.args[0]?.value ?? undefinedValue) })],
  ];
}

function textOfUrl(call: Call): Value {
  return call.args[0]?.value ?? undefinedValue;
}

function promiseFunctions(): Builtin {
  const first = (call: Call): Value => call.args[0]?.value ?? undefinedValue;
  return builtinObject("Promise", { resolve: builtinFunction("resolve", first), all: builtinFunction("all", first) });
}

function objectFunctions(machine: Machine): Builtin {
  const first = (call: Call): Value => call.args[0]?.value ?? undefinedValue;
  return builtinObject("Object", {
    entries: builtinFunction("entries", (call) => mapArms(first(call), (arm) => entriesOf(machine, listable(arm), call.at))),
    keys: builtinFunction("keys", (call) => mapArms(first(call), (arm) => keysOf(listable(arm)))),
    values: builtinFunction("values", (call) => mapArms(first(call), (arm) => valuesOf(machine, listable(arm), call.at))),
    fromEntries: builtinFunction("fromEntries", (call) => mapArms(first(call), (arm) => fromEntries(arm, call.at))),
    assign: builtinFunction("assign", assigned),
    freeze: builtinFunction("freeze", first),
    seal: builtinFunction("seal", first),
    create: builtinFunction("create", () => emptyObject()),
  });
}

function entriesOf(machine: Machine, value: Value, at: Place): Value {
  if (value.kind !== "object") return unknownValue(value.kind === "unknown" ? value.reason : "the entries are not known");
  const items = [...value.entries].map(([name, entry]) => {
    const key = { value: literal(name, entry.key, entry.whole), at: entry.key };
    return { value: arrayOf([key, { value: entryValue(machine, entry, value, at), at: entry.at }]), at: entry.key };
  });
  return arrayOf(items, value.holes[0]?.reason ?? null);
}

function valuesOf(machine: Machine, value: Value, at: Place): Value {
  if (value.kind !== "object") return unknownValue("the values are not known");
  const items = [...value.entries.values()].map((entry) => ({ value: entryValue(machine, entry, value, at), at: entry.at }));
  return arrayOf(items, value.holes[0]?.reason ?? null);
}

function fromEntries(value: Value, at: Place): Value {
  if (value.kind !== "array") return unknownValue("the entries are not known");
  const object = emptyObject();
  for (const item of value.items) {
    const pair = item.value.kind === "array" ? item.value.items : [];
    const [key, slot] = pair;
    if (key?.value.kind === "literal" && slot !== undefined) {
      const keyPlace = key.value.content ?? key.at;
      object.entries.set(String(key.value.value), { ...slot, key: keyPlace, whole: key.value.entry, isOptional: false, isGetter: false });
    } else object.holes.push({ at: item.at, reason: "the name is computed" });
  }
  if (value.hole !== null) object.holes.push({ at, reason: value.hole });
  return object;
}

function assigned(call: Call): Value {
  const [target, ...sources] = call.args;
  if (target?.value.kind !== "object") return unknownValue("what `Object.assign` changes is not known");
  const object: ObjectValue = target.value;
  for (const source of sources) spreadInto(object, source.value, source.at);
  return object;
}

const join = builtinFunction("join", (call) =>
  joinTexts(
    call.args.map((arg) => arg.value),
    "/",
  ),
);
const same = builtinFunction("same", (call) => call.args[0]?.value ?? undefinedValue);
const place = partial("*");
const importMeta = builtinObject("import.meta", { url: place, dir: place, dirname: place, path: place, filename: place, resolve: same });
const pathModule = builtinObject("node:path", {
  join,
  resolve: join,
  normalize: same,
  dirname: builtinFunction("dirname", () => partial("*")),
  sep: literal("/"),
});

/** `node:path` and what else paths of libraries are made with. */
export function standardModule(source: string, requireOf: () => Value): Value | undefined {
  switch (source.replace(/^node:/, "")) {
    case "path":
    case "path/posix":
      return { ...pathModule, member: (name, at) => (name === "default" || name === "posix" ? pathModule : pathModule.member?.(name, at)) };
    case "url":
      return builtinObject("node:url", { fileURLToPath: same, pathToFileURL: same });
    case "module":
      return builtinObject("node:module", { createRequire: builtinFunction("createRequire", requireOf) });
    default:
      return undefined;
  }
}
