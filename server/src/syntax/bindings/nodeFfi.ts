import type { Type } from "../../model/types.ts";
import { lowerDefinitions, signatureOf, type DefinitionDialect } from "./definitions.ts";
import { unreadable, type Lowering, type Session, type TableRecord } from "./session.ts";
import { callbackValue, declareIn, openTable, openWith, symbolOf, symbolsOf } from "./symbolValues.ts";
import { boolType, cint, cString, f32, f64, int, openBuffer, openFunction, openPointer, voidType } from "./typeParts.ts";
import { partial } from "./texts.ts";
import {
  builtinFunction,
  builtinObject,
  literal,
  shortSource,
  textValue,
  unknownValue,
  type Builtin,
  type Call,
  type Slot,
  type Value,
} from "./values.ts";

const types = new Map<string, Type>([
  ["void", voidType],
  // Passed as an 8-bit number: agrees with C's bool and with u8.
  ["bool", boolType],
  ["char", cint("c_char")],
  ["int8", int(true, 8)],
  ["i8", int(true, 8)],
  ["uint8", int(false, 8)],
  ["u8", int(false, 8)],
  ["int16", int(true, 16)],
  ["i16", int(true, 16)],
  ["uint16", int(false, 16)],
  ["u16", int(false, 16)],
  ["int32", int(true, 32)],
  ["i32", int(true, 32)],
  ["uint32", int(false, 32)],
  ["u32", int(false, 32)],
  ["int64", int(true, 64)],
  ["i64", int(true, 64)],
  ["uint64", int(false, 64)],
  ["u64", int(false, 64)],
  ["float32", f32],
  ["f32", f32],
  ["float", f32],
  ["float64", f64],
  ["f64", f64],
  ["double", f64],
  ["pointer", openPointer],
  ["ptr", openPointer],
  ["string", cString],
  ["str", cString],
  ["buffer", openBuffer],
  ["arraybuffer", openBuffer],
  ["function", openFunction],
]);

/** `ffi.types.INT_32` and its like. */
const constants = new Map(
  ["void", "pointer", "buffer", "function", "bool", "char", "string", "float", "double"]
    .map((name): [string, string] => [name.toUpperCase(), name])
    .concat([["ARRAY_BUFFER", "arraybuffer"]])
    .concat(
      ["int", "uint"].flatMap((name) =>
        [8, 16, 32, 64].map((bits): [string, string] => [`${name.toUpperCase()}_${bits}`, `${name}${bits}`]),
      ),
    )
    .concat([32, 64].map((bits): [string, string] => [`FLOAT_${bits}`, `float${bits}`])),
);

const dialect: DefinitionDialect = {
  dialect: "node:ffi",
  // The first releases also took the other names.
  paramKeys: ["arguments", "parameters"],
  returnKeys: ["return", "result", "returns"],
  missing: null,
  hasExtras: false,
  type: nodeType,
};

function nodeType(slot: Slot, lowering: Lowering): Type {
  const type = types.get(textValue(slot.value) ?? "");
  return type ?? unreadable(lowering, slot.at, `\`${shortSource(slot.at)}\` is no type of node:ffi`);
}

const lower = lowerDefinitions(dialect);

/** What `import .. from "node:ffi"` gives. */
export function nodeFfiModule(session: Session): Value {
  const dlopen = builtinFunction("dlopen", (call) => {
    const symbols = call.args[1];
    const path = call.args[0]?.value ?? null;
    const opened = { dialect: "node:ffi", path, lower } as const;
    const table = symbols === undefined ? openTable(call, opened) : openWith(session, call, { ...opened, symbols });
    return builtinObject("library", { functions: symbolsOf(table), lib: libraryValue(session, table) });
  });
  const construct = (call: Call): Value =>
    libraryValue(session, openTable(call, { dialect: "node:ffi", path: call.args[0]?.value ?? null, lower }));
  const constantNames: Builtin = {
    kind: "builtin",
    name: "types",
    member: (name, at) => (constants.has(name) ? { ...literal(constants.get(name)), member: at } : undefined),
  };
  const members = {
    dlopen,
    DynamicLibrary: { kind: "builtin", name: "DynamicLibrary", construct },
    types: constantNames,
    suffix: partial("*"),
    dlsym: symbolLookup(),
  } as const;
  const module = builtinObject("node:ffi", members);
  return { ...module, member: (name, at) => (name === "default" ? module : module.member?.(name, at)) };
}

/** `dlsym(lib, name)`: the same as `lib.getSymbol(name)`. */
function symbolLookup(): Builtin {
  return builtinFunction("dlsym", (call) => {
    const [library, ...rest] = call.args;
    const getSymbol = library?.value.kind === "builtin" ? library.value.member?.("getSymbol", call.at) : undefined;
    return getSymbol === undefined ? unknownValue("the library is not known") : call.apply(getSymbol, rest);
  });
}

function libraryValue(session: Session, table: TableRecord): Builtin {
  const declare = (kind: "definition" | "definitions" | "symbol") => (call: Call) => {
    if (call.args.length > 0) declareIn(session, table, { kind, slots: call.args, call });
    return kind === "definitions" ? symbolsOf(table) : symbolOf(table, textValue(call.args[0]?.value) ?? "");
  };
  const register = builtinFunction("registerCallback", (call) => {
    const definition = call.args.length > 1 ? call.args[0] : undefined;
    if (definition === undefined) return unknownValue("the callback has no signature");
    return callbackValue(session, { at: definition.at, signature: (lowering) => signatureOf(dialect, definition, lowering) });
  });
  return builtinObject("DynamicLibrary", {
    getFunction: builtinFunction("getFunction", declare("definition")),
    getFunctions: builtinFunction("getFunctions", declare("definitions")),
    getSymbol: builtinFunction("getSymbol", declare("symbol")),
    functions: symbolsOf(table),
    registerCallback: register,
  });
}
