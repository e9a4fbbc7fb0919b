import type { Type } from "../../model/types.ts";
import { lowerDefinitions, signatureOf, type DefinitionDialect } from "./definitions.ts";
import { concernsRoot, note, unreadable, type Lowering, type Session } from "./session.ts";
import { callbackValue, openWith, symbolsOf } from "./symbolValues.ts";
import { boolType, cint, cString, f32, f64, int, openBuffer, openFunction, openPointer, voidType } from "./typeParts.ts";
import { partial } from "./texts.ts";
import {
  builtinFunction,
  builtinObject,
  literal,
  shortSource,
  undefinedValue,
  unknownValue,
  type Builtin,
  type Call,
  type Slot,
  type Value,
} from "./values.ts";

/** The numbers of `FFIType`, which definitions may also say as numbers. */
const numbers: readonly Type[] = [
  cint("c_char"),
  int(true, 8),
  int(false, 8),
  int(true, 16),
  int(false, 16),
  int(true, 32),
  int(false, 32),
  int(true, 64),
  int(false, 64),
  f64,
  f32,
  boolType,
  openPointer,
  voidType,
  cString,
  int(true, 64),
  int(false, 64),
  openFunction,
  openPointer,
  openPointer,
  openBuffer,
];

const names: Readonly<Record<string, number>> = {
  char: 0,
  int8_t: 1,
  i8: 1,
  uint8_t: 2,
  u8: 2,
  int16_t: 3,
  i16: 3,
  uint16_t: 4,
  u16: 4,
  int32_t: 5,
  i32: 5,
  int: 5,
  c_int: 5,
  uint32_t: 6,
  u32: 6,
  c_uint: 6,
  int64_t: 7,
  i64: 7,
  isize: 7,
  uint64_t: 8,
  u64: 8,
  usize: 8,
  double: 9,
  f64: 9,
  float: 10,
  f32: 10,
  bool: 11,
  ptr: 12,
  pointer: 12,
  "void*": 12,
  "char*": 12,
  void: 13,
  cstring: 14,
  i64_fast: 15,
  u64_fast: 16,
  function: 17,
  callback: 17,
  fn: 17,
  napi_env: 18,
  napi_value: 19,
  buffer: 20,
};
const numberOf = new Map(Object.entries(names));
const pointerSized = new Map<string, Type>([
  ["usize", cint("usize")],
  ["isize", cint("isize")],
]);

const dialect: DefinitionDialect = {
  dialect: "bun:ffi",
  paramKeys: ["args"],
  returnKeys: ["returns"],
  missing: null,
  hasExtras: false,
  type: bunType,
};

function bunType(slot: Slot, lowering: Lowering): Type {
  const { value } = slot;
  if (value.kind === "literal") {
    const name = String(value.value);
    const number = typeof value.value === "number" ? value.value : numberOf.get(name);
    // `FFIType.usize` is the number of `u64`: what is meant is in its name.
    const said = pointerSized.get(typeof value.value === "string" ? name : (/\.(\w+)$/.exec(shortSource(slot.at))?.[1] ?? ""));
    const type = said ?? (number === undefined ? undefined : numbers[number]);
    if (type !== undefined) return type;
  }
  return unreadable(lowering, slot.at, `\`${shortSource(slot.at)}\` is no type of bun:ffi`);
}

/** What `import .. from "bun:ffi"` gives. */
export function bunFfiModule(session: Session): Value {
  const lower = lowerDefinitions(dialect);
  const dlopen = builtinFunction("dlopen", (call) => {
    const symbols = call.args[1];
    if (symbols === undefined) return noTable(session, call);
    const table = openWith(session, call, { dialect: "bun:ffi", path: call.args[0]?.value ?? null, lower, symbols });
    return builtinObject("library", { symbols: symbolsOf(table) });
  });
  const linkSymbols = builtinFunction("linkSymbols", (call) => {
    const symbols = call.args[0];
    if (symbols === undefined) return noTable(session, call);
    return builtinObject("library", { symbols: symbolsOf(openWith(session, call, { dialect: "bun:ffi", path: null, lower, symbols })) });
  });
  const types: Builtin = {
    kind: "builtin",
    name: "FFIType",
    member: (name, at) => {
      const number = numberOf.get(name) ?? (/^\d+$/.test(name) ? Number(name) : undefined);
      return number === undefined ? unknownValue(`\`${shortSource(at)}\` is no type of bun:ffi`) : { ...literal(number), member: at };
    },
  };
  const members = {
    dlopen,
    linkSymbols,
    CFunction: addressFunction(session),
    JSCallback: callbackClass(session),
    FFIType: types,
    suffix: partial("*"),
  };
  const module = builtinObject("bun:ffi", members);
  return { ...module, member: (name, at) => (name === "default" ? module : module.member?.(name, at)) };
}

/** The package bun-ffi-z, whose `openLibrary(folder, table)` looks for the library's file itself. */
export function bunFfiZModule(session: Session): Value {
  const lower = lowerDefinitions(dialect);
  const openLibrary = builtinFunction("openLibrary", (call) => {
    const symbols = call.args[1];
    if (symbols === undefined) return noTable(session, call);
    return builtinObject("library", { symbols: symbolsOf(openWith(session, call, { dialect: "bun:ffi", path: null, lower, symbols })) });
  });
  return builtinObject("bun-ffi-z", { openLibrary });
}

function noTable(session: Session, call: Call): Value {
  if (concernsRoot(call, session.rootPath)) note(session.notes, call.at, "no table of symbols is given");
  return unknownValue("no table of symbols is given");
}

function addressFunction(session: Session): Builtin {
  const open = (call: Call): Value => {
    if (concernsRoot(call, session.rootPath))
      note(session.notes, call.at, "this calls an address: which symbol it belongs to is not known");
    return unknownValue("what a function at an address returns is not known");
  };
  return { kind: "builtin", name: "CFunction", call: open, construct: open };
}

function callbackClass(session: Session): Builtin {
  const construct = (call: Call): Value => {
    const definition = call.args[1] ?? { value: undefinedValue, at: call.at };
    return callbackValue(session, { at: definition.at, signature: (lowering) => signatureOf(dialect, definition, lowering) });
  };
  return { kind: "builtin", name: "JSCallback", construct, call: construct };
}
