import type { Declaration, DeclaredType, Dialect } from "../../model/declarations.ts";
import type { FunctionType, Type } from "../../model/types.ts";
import { insertionInto } from "./insertion.ts";
import { eachArm, emptyPlace, note, picked, span, unreadable, type Lowering, type LoweredTable, type TableRecord } from "./session.ts";
import { armsOf, textValue, truthOf, type Entry, type ObjectValue, type Place, type Slot, type Value } from "./values.ts";
import { writtenType } from "./writing.ts";
import { slotPlace } from "./written.ts";

/** How a dialect spells `{ name: { args: [..], returns: .. } }`. */
export interface DefinitionDialect {
  readonly dialect: Dialect;
  readonly paramKeys: readonly string[];
  readonly returnKeys: readonly string[];
  /** Null where a missing one means none and void; else what is said about it. */
  readonly missing: string | null;
  /** Deno: `name`, `optional`, and `type` for variables. */
  readonly hasExtras: boolean;
  type(slot: Slot, lowering: Lowering): Type;
}

export function lowerDefinitions(dialect: DefinitionDialect): (record: TableRecord, lowering: Lowering) => LoweredTable {
  return (record, lowering) => {
    const context: Context = { dialect, lowering };
    const declarations = record.declared.flatMap((declared): readonly Declaration[] => {
      const [first, second] = declared.slots;
      if (first === undefined) return [];
      if (declared.kind === "definitions") return objectDeclarations(context, first);
      const name = textValue(first.value);
      if (name === undefined) {
        if (!isParameter(first.value)) note(lowering.notes, first.at, "the symbol's name is computed");
        return [];
      }
      const content = first.value.kind === "literal" ? (first.value.content ?? first.at) : first.at;
      const whole = wholeOf(declared.call.holder?.whole ?? null, declared.call.at);
      const target = { name, key: content, whole, isOptional: declared.call.platformDepth > record.platformDepth };
      if (declared.kind === "symbol") return [untypedSymbol(target)];
      return second === undefined ? [] : definitionDeclarations(context, target, second);
    });
    const tables = record.declared.flatMap((declared) => (declared.kind === "definitions" ? declared.slots.slice(0, 1) : []));
    const [table] = tables;
    return {
      declarations,
      insertion: tables.length === 1 && table !== undefined ? insertionInto(table.value, typePlaces(context, table.value)) : null,
    };
  };
}

interface Context {
  readonly dialect: DefinitionDialect;
  readonly lowering: Lowering;
}

/** What is declared: an entry of a table, or the name given to a call. */
interface DefinitionTarget {
  readonly name: string;
  readonly key: Place;
  readonly whole: Place;
  readonly isOptional: boolean;
}

/** A function that hands its parameter on, which nothing calls here, declares nothing itself. */
function isParameter(value: Value): boolean {
  return value.kind === "unknown" && value.isParameter;
}

function wholeOf(whole: Place | null, at: Place): Place {
  return whole ?? emptyPlace(at, at.start);
}

function objectDeclarations(context: Context, table: Slot): readonly Declaration[] {
  const { notes } = context.lowering;
  const arms = armsOf(table.value);
  return arms.flatMap((arm): readonly Declaration[] => {
    if (arm.kind !== "object") {
      if (arm.kind === "unknown" && !arm.isParameter) note(notes, table.at, arm.reason);
      if (arm.kind === "builtin") note(notes, table.at, "the table is not written as an object");
      return [];
    }
    for (const hole of arm.holes) note(notes, hole.at, hole.reason);
    return [...arm.entries].flatMap(([name, entry]) => {
      const target = { name, key: entry.key, whole: wholeOf(entry.whole, entry.key), isOptional: entry.isOptional || arms.length > 1 };
      return definitionDeclarations(context, target, entry);
    });
  });
}

function definitionDeclarations(context: Context, target: DefinitionTarget, slot: Slot): readonly Declaration[] {
  const arms = armsOf(slot.value);
  return arms.flatMap((arm): readonly Declaration[] => {
    if (arm.kind !== "object") {
      const reason = arm.kind === "unknown" ? arm.reason : "the definition is not an object";
      const isSilent = arm.kind === "literal" && arm.value === undefined && arms.length > 1;
      if (!isSilent) note(context.lowering.notes, slot.at, reason);
      return [];
    }
    const at = arm.literal ?? slot.at;
    return distinct(
      eachArm(context.lowering, () => declarationOf(context, { ...target, isOptional: target.isOptional || arms.length > 1 }, arm, at)),
    );
  });
}

/** Choices inside a definition make several declarations; those that come out equal are one. */
function distinct(declarations: readonly Declaration[]): readonly Declaration[] {
  if (declarations.length === 1) return declarations;
  const seen = new Set<string>();
  const kept = declarations.filter((declaration) => {
    const text = JSON.stringify([declaration.params?.map((param) => param.type), declaration.returns.type, declaration.symbol]);
    return seen.size < seen.add(text).size;
  });
  return kept.length > 1 ? kept.map((declaration) => ({ ...declaration, isOptional: true })) : kept;
}

function declarationOf(context: Context, target: DefinitionTarget, definition: ObjectValue, at: Place): Declaration {
  const { dialect, lowering } = context;
  for (const hole of definition.holes) note(lowering.notes, hole.at, hole.reason);
  const entry = (name: string): Entry | undefined => (dialect.hasExtras ? definition.entries.get(name) : undefined);
  const named = entry("name");
  const namedValue = named === undefined ? undefined : picked(lowering, named.value);
  const name = textValue(namedValue);
  if (named !== undefined && name === undefined) note(lowering.notes, named.at, "the symbol's name is computed");
  const content = namedValue?.kind === "literal" ? namedValue.content : null;
  const isOptional = truthOf(entry("optional")?.value ?? { kind: "literal", value: false, content: null, entry: null }) !== false;
  const variable = entry("type");
  const base = {
    symbol: name ?? target.name,
    span: span(name === undefined ? target.key : (content ?? named?.at ?? target.key)),
    ...(name === undefined || name === target.name || target.name === "" ? {} : { alias: { name: target.name, isMember: true } }),
    whole: span(target.whole),
    isOptional: target.isOptional || isOptional,
    isVariadic: false,
  };
  if (variable !== undefined) return { ...base, kind: "var", params: [], returns: declaredType(context, variable), paramList: null };
  const list = firstOf(definition, dialect.paramKeys);
  return {
    ...base,
    kind: "fn",
    params: paramsOf(context, list, at),
    returns: returnsOf(context, definition, at),
    paramList: listSpan(list),
    ...(isComplete(definition) ? { definition: span(definition.literal) } : {}),
  };
}

/** Whether its text says all of it: in `({ args, returns })` what a caller leaves out is not missing there. */
function isComplete(definition: ObjectValue): definition is ObjectValue & { readonly literal: Place } {
  const values = [...definition.entries.values()].map(({ value }) => value);
  return (
    definition.literal !== null &&
    definition.holes.length === 0 &&
    values.every((value) => value.kind !== "literal" || value.value !== undefined)
  );
}

function firstOf(definition: ObjectValue, keys: readonly string[]): Entry | undefined {
  for (const key of keys) {
    const entry = definition.entries.get(key);
    if (entry !== undefined && !(entry.value.kind === "literal" && entry.value.value === undefined)) return entry;
  }
  return undefined;
}

function listSpan(list: Entry | undefined): Declaration["paramList"] {
  if (list?.value.kind !== "array" || list.value.literal === null) return null;
  const at = slotPlace(list);
  // An array that stands elsewhere may serve several declarations.
  return list.value.literal.file === at?.file && list.value.literal.start === at.start ? span(list.value.literal) : null;
}

function paramsOf(context: Context, list: Entry | undefined, at: Place): readonly DeclaredType[] | null {
  const { lowering, dialect } = context;
  if (list === undefined) {
    if (dialect.missing !== null) note(lowering.notes, at, `there is no \`${dialect.paramKeys[0] ?? ""}\`: ${dialect.missing}`);
    return dialect.missing === null ? [] : null;
  }
  const value = picked(lowering, list.value);
  if (value.kind !== "array" || value.hole !== null) {
    note(
      lowering.notes,
      list.at,
      value.kind === "array" && value.hole !== null ? value.hole : reasonOf(value, "the parameters are not a list"),
    );
    return null;
  }
  return value.items.map((item) => declaredType(context, item));
}

function reasonOf(value: Value, otherwise: string): string {
  return value.kind === "unknown" ? value.reason : otherwise;
}

function returnsOf(context: Context, definition: ObjectValue, at: Place): DeclaredType {
  const { dialect, lowering } = context;
  const entry = firstOf(definition, dialect.returnKeys);
  if (entry !== undefined) return declaredType(context, entry);
  const type: Type =
    dialect.missing === null
      ? { kind: "void" }
      : unreadable(lowering, at, `there is no \`${dialect.returnKeys[0] ?? ""}\`: ${dialect.missing}`);
  return { type, name: null, text: "", span: span(emptyPlace(at, endOfEntries(definition, at))) };
}

/** Where another property would be written. */
function endOfEntries(definition: ObjectValue, at: Place): number {
  const ends = [...definition.entries.values()]
    .filter((entry) => entry.at.file === at.file && entry.at.end <= at.end)
    .map((entry) => entry.at.end);
  return Math.max(Math.min(at.start + 1, at.end), ...ends);
}

function declaredType(context: Context, slot: Slot): DeclaredType {
  const written = writtenType(slot);
  const word = textValue(picked(context.lowering, slot.value));
  const isComputed = word !== undefined && !written.text.includes(word);
  const type = typeOfSlot(context.dialect, slot, context.lowering);
  return { type, name: null, ...written, ...(isComputed ? { means: word } : {}) };
}

function typeOfSlot(dialect: DefinitionDialect, slot: Slot, lowering: Lowering): Type {
  const value = picked(lowering, slot.value);
  return value.kind === "unknown" ? unreadable(lowering, slot.at, value.reason) : dialect.type({ value, at: slot.at }, lowering);
}

function untypedSymbol(target: DefinitionTarget): Declaration {
  const type: Type = { kind: "unknown", reason: "only the address is looked up" };
  const returns: DeclaredType = { type, name: null, text: "", span: span(emptyPlace(target.key, target.key.end)) };
  const base = { symbol: target.name, span: span(target.key), whole: span(target.whole), isOptional: target.isOptional };
  return { ...base, kind: "var", params: [], returns, isVariadic: false, paramList: null };
}

/** The signature of a callback's definition; null where it cannot be read. */
export function signatureOf(dialect: DefinitionDialect, slot: Slot, lowering: Lowering): FunctionType | null {
  const value = picked(lowering, slot.value);
  if (value.kind !== "object") return null;
  const declaration = declarationOf({ dialect, lowering }, { name: "", key: slot.at, whole: slot.at, isOptional: false }, value, slot.at);
  if (declaration.params === null) return null;
  const params = declaration.params.map((param) => ({ name: param.name, type: param.type }));
  return { kind: "fn", params, returns: declaration.returns.type, callconv: "c", isVariadic: false };
}

/** Where types are written in a table: their spelling is the table's style. */
function typePlaces(context: Context, table: Value): readonly Place[] {
  if (table.kind !== "object") return [];
  return [...table.entries.values()].flatMap((entry) => {
    if (entry.value.kind !== "object") return [];
    const list = firstOf(entry.value, context.dialect.paramKeys)?.value;
    const returns = firstOf(entry.value, context.dialect.returnKeys);
    return [...(list?.kind === "array" ? list.items.map((item) => item.at) : []), ...(returns === undefined ? [] : [returns.at])];
  });
}

/** Whether an object looks like a table of definitions, whatever it is passed to. */
export function looksLikeDefinitions(value: Value): boolean {
  if (value.kind !== "object" || value.entries.size === 0) return false;
  return [...value.entries.values()].every((entry) => entry.value.kind === "object" && looksLikeDefinition(entry.value));
}

function looksLikeDefinition(value: ObjectValue): boolean {
  const list = ["args", "parameters", "arguments"].some((key) => value.entries.get(key)?.value.kind === "array");
  const result = ["returns", "result", "return"].some((key) => {
    const found = value.entries.get(key)?.value;
    return found?.kind === "literal" || (found?.kind === "object" && found.entries.has("struct"));
  });
  return list || (result && value.entries.size <= 3);
}
