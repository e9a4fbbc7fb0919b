import { conventions } from "./cPrototype.ts";
import { lowerKoffi } from "./koffi.ts";
import { koffiPrimitives } from "./koffiPrimitives.ts";
import { koffiType, type KoffiType, type KoffiTypes } from "./koffiTypes.ts";
import type { Declared, Session, TableRecord } from "./session.ts";
import { callbackValue, declareIn, openTable, symbolOf } from "./symbolValues.ts";
import {
  builtinFunction,
  builtinObject,
  choiceOf,
  shortSource,
  sourceAt,
  textValue,
  undefinedValue,
  unknownValue,
  type Builtin,
  type Call,
  type Place,
  type Slot,
  type Value,
} from "./values.ts";

export interface Koffi {
  /** What `import koffi from "koffi"` gives. */
  readonly module: Value;
  readonly types: KoffiTypes;
  /** `lib.func("int f(int)")` on something unknown: the text alone says what it is. */
  onUnknownCall(call: Call): boolean;
}

export function koffiModule(session: Session): Koffi {
  const types: KoffiTypes = { named: new Map(), values: new Map() };
  const koffi: Context = { session, types, strangers: new Map() };
  const fixed = builtinObject("koffi", {
    ...typeFunctions(koffi),
    load: loadFunction(koffi),
    register: registerFunction(koffi),
    types: typeTable(koffi),
  });
  const module: Builtin = { ...fixed, member: (name, at) => (name === "default" ? module : fixed.member?.(name, at)) };
  return { module, types, onUnknownCall: (call) => strangerCall(koffi, call) };
}

interface Context {
  readonly session: Session;
  readonly types: KoffiTypes;
  /** Tables of libraries of which only the variable's name is known. */
  readonly strangers: Map<string, TableRecord>;
}

function loadFunction(koffi: Context): Builtin {
  return builtinFunction("load", (call) => {
    const path = call.args[0]?.value ?? null;
    return libraryValue(koffi, openTable(call, { dialect: "koffi", path, lower: lowerKoffi(koffi.types) }));
  });
}

const functionNames = ["func", "cdecl", "stdcall", "fastcall", "thiscall"];

function libraryValue(koffi: Context, table: TableRecord): Builtin {
  const declare = (kind: Declared["kind"]) => (call: Call) => {
    declareIn(koffi.session, table, { kind, slots: call.args, call });
    return symbolOf(table, symbolName(call));
  };
  const functions = functionNames.map((name): [string, Value] => [name, builtinFunction(name, declare("call"))]);
  return builtinObject("library", {
    ...Object.fromEntries<Value>(functions),
    symbol: builtinFunction("symbol", declare("symbol")),
    unload: builtinFunction("unload", () => undefinedValue),
  });
}

/** What later calls of the function go by. */
function symbolName(call: Call): string {
  const [first, second] = call.args;
  const text = textValue(first?.value) ?? "";
  if (call.args.length === 1) return /([A-Za-z_]\w*)\s*\(/.exec(text)?.[1] ?? "";
  return conventions.has(text) ? (textValue(second?.value) ?? "") : text;
}

const prototypeText = /^\s*[A-Za-z_][\w\s]*[\s*!]\s*[A-Za-z_]\w*\s*\([^()]*\)\s*;?\s*$/;

function strangerCall(koffi: Context, call: Call): boolean {
  const callee = /^([\s\S]*?)\??\.(?:func|cdecl|stdcall|fastcall|thiscall)$/.exec(sourceAt(call.callee));
  const receiver = callee?.[1];
  const [first, , third] = call.args;
  const text = textValue(first?.value);
  if (receiver === undefined || text === undefined) return false;
  if (call.args.length === 1 ? !prototypeText.test(text) : third?.value.kind !== "array") return false;
  const key = `${call.at.file.path}#${receiver}`;
  let table = koffi.strangers.get(key);
  if (table === undefined) {
    table = openTable(call, { dialect: "koffi", path: null, lower: lowerKoffi(koffi.types) });
    koffi.strangers.set(key, table);
  }
  declareIn(koffi.session, table, { kind: "call", slots: call.args, call });
  return true;
}

function typeTable(koffi: Context): Builtin {
  return {
    kind: "builtin",
    name: "types",
    member: (name, at) =>
      koffiPrimitives.has(name)
        ? typeValue(koffi, { kind: "same", target: { value: { kind: "literal", value: name, content: null, entry: null }, at } })
        : undefined,
  };
}

/** A type object; `values` are those of an enumeration. */
function typeValue(koffi: Context, type: KoffiType): Builtin {
  const values = type.kind === "enum" ? type.values.value : undefined;
  const value: Builtin = { kind: "builtin", name: "type", member: (name) => (name === "values" ? values : undefined) };
  koffi.types.values.set(value, type);
  return value;
}

function named(koffi: Context, name: string | null, type: KoffiType, call: Call): Builtin {
  const value = typeValue(koffi, type);
  if (name === null) return value;
  const other = koffi.types.named.get(name);
  if (other === undefined || call.platformDepth === 0) koffi.types.named.set(name, type);
  else {
    // One name, declared for each platform on its own.
    const either = choiceOf([typeValue(koffi, other), value]);
    koffi.types.named.set(name, { kind: "same", target: { value: either, at: call.at } });
  }
  return value;
}

/** The leading name, where there is one (`null` and `undefined` stand for none), and what follows. */
function nameAndRest(call: Call, hasMore: (rest: readonly Slot[]) => boolean): { name: string | null; rest: readonly Slot[] } {
  const [first, ...rest] = call.args;
  if (first?.value.kind === "literal" && hasMore(rest)) return { name: textValue(first.value) ?? null, rest };
  return { name: null, rest: call.args };
}

function ownName(name: string | null, call: Call): string {
  return name ?? call.holder?.name ?? `type@${lineOf(call.at)}`;
}

function lineOf(at: Place): number {
  return at.file.text.slice(0, at.start).split("\n").length;
}

function missing(call: Call): Slot {
  return { value: unknownValue(`\`${shortSource(call.at)}\` lacks an argument`), at: call.at };
}

function typeFunctions(koffi: Context): Record<string, Value> {
  const record = (shape: "struct" | "pack" | "union"): Builtin =>
    builtinFunction(shape, (call) => {
      const before = koffi.types.values.get(call.args[0]?.value ?? undefinedValue);
      const isAgain = before?.kind === "opaque" && call.args.length > 1;
      const { name, rest } = isAgain ? { name: before.name, rest: call.args.slice(1) } : nameAndRest(call, (more) => more.length > 0);
      const made: KoffiType = {
        kind: "record",
        shape,
        name: ownName(name, call),
        at: isAgain ? before.at : call.at,
        fields: rest[0] ?? missing(call),
      };
      if (isAgain) before.becomes = made;
      return named(koffi, name, made, call);
    });
  const opaque = builtinFunction("opaque", (call) => {
    const name = textValue(call.args[0]?.value) ?? null;
    return named(koffi, name, { kind: "opaque", name: ownName(name, call), at: call.at, becomes: null }, call);
  });
  const same = builtinFunction("same", (call) => typeValue(koffi, { kind: "same", target: call.args[0] ?? missing(call) }));
  const alias = builtinFunction("alias", (call) =>
    named(koffi, textValue(call.args[0]?.value) ?? null, { kind: "same", target: call.args[1] ?? missing(call) }, call),
  );
  const proto = builtinFunction("proto", (call) => prototypeValue(koffi, call));
  return {
    struct: record("struct"),
    pack: record("pack"),
    union: record("union"),
    opaque,
    handle: opaque,
    alias,
    out: same,
    inout: same,
    type: same,
    resolve: same,
    introspect: same,
    pointer: builtinFunction("pointer", (call) => pointerValue(koffi, call)),
    disposable: builtinFunction("disposable", (call) => {
      const { name, rest } = nameAndRest(call, (more) => isTypeLike(koffi, more[0]));
      return named(koffi, name, { kind: "same", target: rest[0] ?? missing(call) }, call);
    }),
    array: builtinFunction("array", (call) => arrayValue(koffi, call)),
    enumeration: builtinFunction("enumeration", (call) => {
      const { name, rest } = nameAndRest(call, (more) => more[0]?.value.kind === "object");
      return named(
        koffi,
        name,
        {
          kind: "enum",
          name: ownName(name, call),
          at: call.at,
          values: rest[0] ?? missing(call),
          storage: storageOf(rest[1]),
        },
        call,
      );
    }),
    proto,
    callback: proto,
  };
}

function storageOf(slot: Slot | undefined): Slot | null {
  return slot === undefined || (slot.value.kind === "literal" && typeof slot.value.value !== "string") ? null : slot;
}

function isTypeLike(koffi: Context, slot: Slot | undefined): boolean {
  return slot !== undefined && (koffi.types.values.has(slot.value) || textValue(slot.value) !== undefined);
}

/** `pointer(T)`, `pointer(T, count)`, `pointer("Name", T, ..)`. */
function pointerValue(koffi: Context, call: Call): Value {
  const { name, rest } = nameAndRest(call, (more) => isTypeLike(koffi, more[0]));
  return named(koffi, name, { kind: "pointer", target: rest[0] ?? missing(call) }, call);
}

function arrayValue(koffi: Context, call: Call): Value {
  const [target, length] = call.args;
  // `array(T, "count", most)`.
  if (textValue(length?.value) !== undefined) return typeValue(koffi, { kind: "flexible", at: call.at });
  return typeValue(koffi, { kind: "array", target: target ?? missing(call), length: length ?? missing(call) });
}

/** `proto("int Name(int)")`, `proto([convention], [name], result, params)`. */
function prototypeValue(koffi: Context, call: Call): Value {
  const isConvention = conventions.has(textValue(call.args[0]?.value) ?? "");
  const args = isConvention ? call.args.slice(1) : call.args;
  const [first] = args;
  if (first === undefined) return unknownValue("there is no prototype");
  if (args.length === 1) {
    const name = /([A-Za-z_]\w*)\s*\(/.exec(textValue(first.value) ?? "")?.[1] ?? null;
    return named(koffi, name, { kind: "prototype", text: first }, call);
  }
  const [result = missing(call), params = missing(call)] = args.slice(-2);
  return named(koffi, args.length > 2 ? (textValue(first.value) ?? null) : null, { kind: "function", result, params }, call);
}

/** `register(fn, type)`, or `register(this, fn, type)`: the address of a JavaScript function. */
function registerFunction(koffi: Context): Builtin {
  return builtinFunction("register", (call) => {
    const type = call.args.at(-1) ?? missing(call);
    return callbackValue(koffi.session, {
      at: type.at,
      signature: (lowering) => {
        const read = koffiType({ types: koffi.types, lowering, open: new Set() }, type);
        const target = read.kind === "pointer" ? read.pointee : read;
        return target.kind === "fn" ? target : null;
      },
    });
  });
}
