import type { Container, EnumValue, Field } from "../../model/decls.ts";
import type { FunctionType, Type } from "../../model/types.ts";
import { directions, parsePrototype, type Prototype } from "./cPrototype.ts";
import { koffiPrimitives } from "./koffiPrimitives.ts";
import { containerId, note, picked, span, unreadable, type Lowering } from "./session.ts";
import { cint, functionPointer, int, openPointer, pointer } from "./typeParts.ts";
import { placeOf, shortSource, textValue, type Entry, type ObjectValue, type Place, type Slot, type Value } from "./values.ts";

/** What a call of `koffi.struct`, `koffi.pointer` .. made. */
export type KoffiType =
  | {
      readonly kind: "record";
      readonly shape: "struct" | "pack" | "union";
      readonly name: string;
      readonly at: Place;
      readonly fields: Slot;
    }
  | { readonly kind: "enum"; readonly name: string; readonly at: Place; readonly values: Slot; readonly storage: Slot | null }
  /** May become a struct or a union later. */
  | { readonly kind: "opaque"; readonly name: string; readonly at: Place; becomes: KoffiType | null }
  /** The same type under another name, or with what does not change the ABI. */
  | { readonly kind: "same"; readonly target: Slot }
  | { readonly kind: "pointer"; readonly target: Slot }
  | { readonly kind: "array"; readonly target: Slot; readonly length: Slot }
  | { readonly kind: "flexible"; readonly at: Place }
  | { readonly kind: "prototype"; readonly text: Slot }
  | { readonly kind: "function"; readonly result: Slot; readonly params: Slot };

/** koffi's types: those with a name serve the whole program, those without are known by their values. */
export interface KoffiTypes {
  readonly named: Map<string, KoffiType>;
  readonly values: Map<Value, KoffiType>;
}

export interface KoffiLowering {
  readonly types: KoffiTypes;
  readonly lowering: Lowering;
  /** Types on the way, against types made of themselves. */
  readonly open: Set<KoffiType>;
}

/** A type as a string or a type object. */
export function koffiType(context: KoffiLowering, slot: Slot): Type {
  const { lowering, types } = context;
  const value = picked(lowering, slot.value);
  const text = textValue(value);
  if (text !== undefined) {
    const type = typeOfText(context, text);
    return type ?? unreadable(lowering, slot.at, `\`${text}\` is no type that koffi knows here`);
  }
  const made = types.values.get(value);
  if (made !== undefined) return typeOfKoffi(context, made);
  if (value.kind === "unknown") return unreadable(lowering, slot.at, value.reason);
  return unreadable(lowering, slot.at, `\`${shortSource(slot.at)}\` is no type of koffi`);
}

export function isTypeName(types: KoffiTypes, words: string): boolean {
  return koffiPrimitives.has(words) || types.named.has(words);
}

/** Undefined where the text names no type. */
export function typeOfText(context: KoffiLowering, text: string): Type | undefined {
  const tokens = text.match(/[A-Za-z_][A-Za-z0-9_]*|\d+|\S/g) ?? [];
  let at = 0;
  let isConst = false;
  const words: string[] = [];
  if (directions.has(tokens[0] ?? "")) at++;
  for (; /^[A-Za-z_]/.test(tokens[at] ?? ""); at++) {
    if (tokens[at] === "const") isConst = true;
    else words.push(tokens[at] ?? "");
  }
  const base = baseType(context, words.join(" "));
  if (base === undefined) return undefined;
  return suffixed(base, tokens.slice(at), isConst);
}

function baseType(context: KoffiLowering, words: string): Type | undefined {
  const primitive = koffiPrimitives.get(words);
  if (primitive !== undefined) return primitive;
  const named = context.types.named.get(words);
  return named === undefined ? undefined : typeOfKoffi(context, named);
}

function suffixed(base: Type, suffix: readonly string[], isBaseConst: boolean): Type | undefined {
  let type = base;
  let isConst = isBaseConst;
  for (let at = 0; at < suffix.length; at++) {
    const token = suffix[at];
    if (token === "const") isConst = true;
    else if (token === "*") {
      type = pointerTo(type, isConst);
      isConst = false;
    } else if (token === "[" && suffix[at + 2] === "]") {
      type = { kind: "array", length: Number(suffix[at + 1]), sentinel: null, element: type };
      at += 2;
    } else if (token !== "!") return undefined;
  }
  return type;
}

function pointerTo(type: Type, isConst: boolean): Type {
  if (type.kind === "void") return isConst ? { ...openPointer, isConst } : openPointer;
  return type.kind === "fn" ? functionPointer(type) : pointer(type, { isConst });
}

export function typeOfKoffi(context: KoffiLowering, made: KoffiType): Type {
  const { lowering, open } = context;
  switch (made.kind) {
    case "record":
    case "enum":
      return containerOf(context, made);
    case "opaque":
      return made.becomes === null ? containerOf(context, made) : typeOfKoffi(context, made.becomes);
    case "same":
      return guarded(open, made, () => koffiType(context, made.target));
    case "pointer":
      return guarded(open, made, () => pointerTo(koffiType(context, made.target), false));
    case "array": {
      const length = picked(lowering, made.length.value);
      if (length.kind !== "literal" || typeof length.value !== "number")
        return unreadable(lowering, made.length.at, "the array's length is not known");
      const count = length.value;
      return guarded(open, made, () => ({ kind: "array", length: count, sentinel: null, element: koffiType(context, made.target) }));
    }
    case "flexible":
      return unreadable(lowering, made.at, "koffi gives a flexible array its largest size, which C does not");
    case "prototype":
    case "function":
      return guarded(open, made, () => functionOf(context, made));
  }
}

function guarded(open: Set<KoffiType>, made: KoffiType, read: () => Type): Type {
  if (open.has(made)) return { kind: "unknown", reason: "the type is made of itself" };
  open.add(made);
  const type = read();
  open.delete(made);
  return type;
}

function functionOf(context: KoffiLowering, made: KoffiType & { readonly kind: "prototype" | "function" }): Type {
  if (made.kind === "function") {
    const list = picked(context.lowering, made.params.value);
    if (list.kind !== "array" || list.hole !== null)
      return unreadable(context.lowering, made.params.at, "the parameters are not a list that is known");
    const items = list.items.filter((item) => textValue(item.value) !== "...");
    const params = items.map((item) => ({ name: null, type: koffiType(context, item) }));
    return { kind: "fn", params, returns: koffiType(context, made.result), callconv: "c", isVariadic: items.length < list.items.length };
  }
  const text = textValue(picked(context.lowering, made.text.value));
  if (text === undefined) return unreadable(context.lowering, made.text.at, "the prototype is not a text that is known");
  const parsed = parsePrototype(text, (words) => isTypeName(context.types, words));
  if (parsed.kind === "error") return unreadable(context.lowering, made.text.at, parsed.reason);
  return prototypeType(context, parsed.value, made.text.at);
}

function prototypeType(context: KoffiLowering, prototype: Prototype, at: Place): FunctionType {
  const read = (text: string): Type =>
    typeOfText(context, text) ?? unreadable(context.lowering, at, `\`${text}\` is no type that koffi knows here`);
  const params = prototype.params.map((param) => ({ name: param.name, type: read(param.text) }));
  return { kind: "fn", params, returns: read(prototype.returns.text), callconv: "c", isVariadic: prototype.isVariadic };
}

function containerOf(context: KoffiLowering, made: KoffiType & { readonly kind: "record" | "enum" | "opaque" }): Type {
  const { containers } = context.lowering;
  const id = containerId(context.lowering, made.at, made.name);
  if (!containers.has(id)) {
    const base = { id, name: made.name, span: span(made.at), isPub: false, doc: null };
    containers.set(id, { ...base, kind: "opaque" });
    if (made.kind !== "opaque") containers.set(id, made.kind === "enum" ? enumOf(context, made, base) : recordOf(context, made, base));
  }
  return { kind: "named", id };
}

type Base = Pick<Container, "id" | "name" | "span" | "isPub" | "doc">;

function recordOf(context: KoffiLowering, made: KoffiType & { readonly kind: "record" }, base: Base): Container {
  const { lowering } = context;
  const value = picked(lowering, made.fields.value);
  const fields = value.kind === "object" ? [...value.entries].map(([name, entry]) => fieldOf(context, made.shape, name, entry)) : [];
  if (value.kind !== "object" || value.holes.length > 0) {
    const reason = value.kind === "object" ? (value.holes[0]?.reason ?? "") : "the fields are not written as an object";
    note(lowering.notes, made.fields.at, reason);
    fields.push({
      name: "*",
      type: { kind: "unknown", reason },
      text: "",
      span: span(made.fields.at),
      align: null,
      hasDefault: false,
      doc: null,
    });
  }
  if (made.shape === "union") return { ...base, kind: "union", layout: "extern", backing: null, isTagged: false, fields };
  return { ...base, kind: "struct", layout: "extern", backing: null, isTuple: false, fields };
}

function fieldOf(context: KoffiLowering, shape: "struct" | "pack" | "union", name: string, entry: Entry): Field {
  const value = picked(context.lowering, entry.value);
  const [first, second] = value.kind === "array" ? value.items : [];
  // `[8, "int"]`: at a multiple of 8.
  const stated = first?.value.kind === "literal" && typeof first.value.value === "number" ? first.value.value : null;
  const slot: Slot = second !== undefined && stated !== null ? second : { value, at: entry.at };
  const align = stated ?? (shape === "pack" ? 1 : null);
  return { name, type: koffiType(context, slot), text: shortSource(slot.at), span: span(entry.key), align, hasDefault: false, doc: null };
}

function enumOf(context: KoffiLowering, made: KoffiType & { readonly kind: "enum" }, base: Base): Container {
  const values = enumValues(context.lowering, made.values);
  const tag = made.storage === null ? enumTag(values) : koffiType(context, made.storage);
  return { ...base, kind: "enum", tag, isExhaustive: true, values };
}

/** What koffi takes on POSIX; on Windows it is always `int`, of the same width. */
function enumTag(values: readonly EnumValue[]): Type {
  const known = values.flatMap((item) => (item.value === null ? [] : [item.value]));
  const isNegative = known.some((value) => value < 0n);
  const isLarge = known.some((value) => value > 0xffff_ffffn || value < -0x8000_0000n || (isNegative && value > 0x7fff_ffffn));
  if (isLarge) return int(isNegative, 64);
  return cint(isNegative ? "c_int" : "c_uint");
}

export function enumValues(lowering: Lowering, slot: Slot): readonly EnumValue[] {
  const value = picked(lowering, slot.value);
  return value.kind === "object" ? objectValues(lowering, value) : [];
}

export function objectValues(lowering: Lowering, object: ObjectValue): readonly EnumValue[] {
  return [...object.entries].map(([name, entry]) => {
    const value = picked(lowering, entry.value);
    const number = value.kind === "literal" ? value.value : undefined;
    const isWhole = typeof number === "bigint" || (typeof number === "number" && Number.isInteger(number));
    return { name, value: isWhole ? BigInt(number) : null, span: span(entry.key), doc: null };
  });
}

/** Part of a text literal as a place; the whole literal where its characters do not stand one to one. */
export function inText(slot: Slot, range: { readonly start: number; readonly end: number }): Place {
  const content = slot.value.kind === "literal" ? slot.value.content : null;
  return content === null ? slot.at : placeOf(content.file, { start: content.start + range.start, end: content.start + range.end });
}
