import type { Container, Field } from "../../model/decls.ts";
import type { Type } from "../../model/types.ts";
import { objectValues } from "./koffiTypes.ts";
import { containerId, note, picked, span, unreadable, type Lowering } from "./session.ts";
import { boolType, cString, f32, f64, int, openPointer, pointer } from "./typeParts.ts";
import {
  builtinFunction,
  builtinObject,
  shortSource,
  textValue,
  truthOf,
  type Builtin,
  type Call,
  type Slot,
  type Value,
} from "./values.ts";

/** Structs and enums made with the package bun-ffi-structs. */
export interface BunStructs {
  readonly module: Value;
  readonly made: Map<Value, MadeType>;
}

export interface MadeType {
  readonly kind: "struct" | "enum" | "object";
  readonly name: string;
  readonly call: Call;
}

const scalars = new Map<string, Type>([
  ["u8", int(false, 8)],
  ["bool_u8", boolType],
  ["bool_u32", int(false, 32)],
  ["u16", int(false, 16)],
  ["i16", int(true, 16)],
  ["u32", int(false, 32)],
  ["i32", int(true, 32)],
  ["u64", int(false, 64)],
  ["i64", int(true, 64)],
  ["f32", f32],
  ["f64", f64],
  ["pointer", openPointer],
  ["cstring", cString],
  ["char*", pointer(int(false, 8), { size: "many", isConst: true })],
]);

export function bunStructs(): BunStructs {
  const made = new Map<Value, MadeType>();
  const make = (kind: MadeType["kind"]): Builtin =>
    builtinFunction(kind, (call) => {
      const value: Builtin = {
        kind: "builtin",
        name: kind,
        member: (name) => (name === "enum" && kind === "enum" ? call.args[0]?.value : undefined),
      };
      made.set(value, { kind, name: call.holder?.name ?? `${kind}@${span(call.at).line}`, call });
      return value;
    });
  const members = { defineStruct: make("struct"), defineEnum: make("enum"), objectPtr: make("object") };
  const module = builtinObject("bun-ffi-structs", members);
  return { module: { ...module, member: (name, at) => (name === "default" ? module : module.member?.(name, at)) }, made };
}

/** Null for what has no layout of its own, or none that can be read. */
export function containerOfMade(structs: BunStructs, made: MadeType, lowering: Lowering): Container | null {
  const type = typeOfMade(structs, made, lowering);
  return type.kind === "named" ? (lowering.containers.get(type.id) ?? null) : null;
}

function typeOfMade(structs: BunStructs, made: MadeType, lowering: Lowering): Type {
  if (made.kind === "object") return openPointer;
  const { at } = made.call;
  const id = containerId(lowering, at, made.name);
  if (!lowering.containers.has(id)) {
    const base = { id, name: made.name, span: span(at), isPub: false, doc: null };
    const container = made.kind === "enum" ? enumOf(made, base, lowering) : structOf(structs, made, base, lowering);
    if (container === null) return { kind: "unknown", reason: `the layout of \`${made.name}\` is not known` };
    lowering.containers.set(id, container);
  }
  return { kind: "named", id };
}

type Base = Pick<Container, "id" | "name" | "span" | "isPub" | "doc">;

function enumOf(made: MadeType, base: Base, lowering: Lowering): Container | null {
  const [values, storage] = made.call.args;
  const object = values === undefined ? undefined : picked(lowering, values.value);
  const tag = storage === undefined ? int(false, 32) : scalars.get(textValue(storage.value) ?? "");
  if (object?.kind !== "object" || object.holes.length > 0 || tag === undefined) {
    note(lowering.notes, made.call.at, "the enum's values are not known");
    return null;
  }
  return { ...base, kind: "enum", tag, isExhaustive: true, values: objectValues(lowering, object) };
}

function structOf(structs: BunStructs, made: MadeType, base: Base, lowering: Lowering): Container | null {
  const list = made.call.args[0] === undefined ? undefined : picked(lowering, made.call.args[0].value);
  if (list?.kind !== "array" || list.hole !== null) {
    note(lowering.notes, made.call.at, "the struct's fields are not a list that is known");
    return null;
  }
  const fields: Field[] = [];
  for (const item of list.items) {
    const field = fieldOf(structs, item, made, lowering);
    if (field === "unknown") return null;
    if (field !== null) fields.push(field);
  }
  return { ...base, kind: "struct", layout: "extern", backing: null, isTuple: false, fields };
}

/** Null for a field that is not there. */
function fieldOf(structs: BunStructs, item: Slot, made: MadeType, lowering: Lowering): Field | "unknown" | null {
  const value = picked(lowering, item.value);
  const [name, type, options] = value.kind === "array" && value.hole === null ? value.items : [];
  const label = name === undefined ? undefined : textValue(picked(lowering, name.value));
  if (name === undefined || label === undefined || type === undefined) {
    note(lowering.notes, item.at, "the field is not `[name, type, options]`");
    return "unknown";
  }
  const settings = options === undefined ? undefined : picked(lowering, options.value);
  const isObject = settings?.kind === "object";
  const condition = isObject ? settings.entries.get("condition") : undefined;
  if (condition !== undefined) {
    const truth = truthOf(made.call.apply(condition.value, []));
    if (truth === false) return null;
    if (truth === undefined) {
      note(lowering.notes, condition.at, `whether the field \`${label}\` is there is not known: the struct's layout is not checked`);
      return "unknown";
    }
  }
  const asPointer =
    isObject && truthOf(settings.entries.get("asPointer")?.value ?? { kind: "literal", value: false, content: null, entry: null }) === true;
  const read = fieldType(structs, type, lowering);
  const content = name.value.kind === "literal" ? (name.value.content ?? name.at) : name.at;
  return {
    name: label,
    type: asPointer ? pointer(read, { size: "one" }) : read,
    text: shortSource(type.at),
    span: span(content),
    align: null,
    hasDefault: isObject && settings.entries.has("default"),
    doc: null,
  };
}

function fieldType(structs: BunStructs, slot: Slot, lowering: Lowering): Type {
  const value = picked(lowering, slot.value);
  const scalar = scalars.get(textValue(value) ?? "");
  if (scalar !== undefined) return scalar;
  const made = structs.made.get(value);
  if (made !== undefined) return typeOfMade(structs, made, lowering);
  // `["u32"]`: the address of such elements.
  const [element] = value.kind === "array" ? value.items : [];
  if (element !== undefined) return pointer(fieldType(structs, element, lowering), { size: "many" });
  if (value.kind === "unknown") return unreadable(lowering, slot.at, value.reason);
  return unreadable(lowering, slot.at, `\`${shortSource(slot.at)}\` is no type of bun-ffi-structs`);
}
