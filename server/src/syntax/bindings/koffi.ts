import type { Declaration, DeclaredType, Insertion } from "../../model/declarations.ts";
import type { Type } from "../../model/types.ts";
import { conventions, parsePrototype } from "./cPrototype.ts";
import { entryPlace, indentAt, quoteOf } from "./insertion.ts";
import { inText, isTypeName, koffiType, typeOfText, type KoffiLowering, type KoffiTypes } from "./koffiTypes.ts";
import {
  eachArm,
  emptyPlace,
  note,
  picked,
  span,
  unreadable,
  type Declared,
  type Lowering,
  type LoweredTable,
  type TableRecord,
} from "./session.ts";
import { armsOf, sourceAt, textValue, type Call, type Place, type Slot } from "./values.ts";
import { writtenType } from "./writing.ts";
import { slotPlace } from "./written.ts";

/** Reads what `lib.func(..)` and `lib.symbol(..)` declared. */
export function lowerKoffi(types: KoffiTypes): (record: TableRecord, lowering: Lowering) => LoweredTable {
  return (record, lowering) => {
    const context: KoffiLowering = { types, lowering, open: new Set() };
    const declarations = record.declared.flatMap((declared) => {
      const isOptional = declared.call.platformDepth > record.platformDepth;
      return declarationsOf(context, declared).map((declaration) => ({
        ...declaration,
        ...aliasOf(declaration, declared.call),
        ...(isOptional ? { isOptional } : {}),
      }));
    });
    return { declarations, insertion: insertionAfter(record.declared) };
  };
}

function declarationsOf(context: KoffiLowering, declared: Declared): readonly Declaration[] {
  const { call } = declared;
  if (declared.kind === "symbol") return symbolDeclaration(context, call);
  const [first, second, third, fourth] = call.args;
  if (first === undefined || call.isOpen) return refused(context, call, "the arguments are not known");
  if (second === undefined) return prototypeDeclarations(context, first, call);
  // `func("__stdcall", name, result, params)`: conventions only differ on 32-bit Windows.
  if (fourth !== undefined && third !== undefined)
    return classicDeclarations(context, { name: second, result: third, params: fourth }, call);
  if (third !== undefined) return classicDeclarations(context, { name: first, result: second, params: third }, call);
  return refused(context, call, "koffi takes a prototype, or a name, a result and a list");
}

function aliasOf({ symbol }: Declaration, { holder }: Call): Pick<Declaration, "alias"> {
  return holder === null || holder.name === null || holder.name === symbol
    ? {}
    : { alias: { name: holder.name, isMember: holder.form === "entry" } };
}

function refused(context: KoffiLowering, call: Call, reason: string): readonly Declaration[] {
  note(context.lowering.notes, call.at, reason);
  return [];
}

function wholeOf(call: Call): Place {
  return call.holder?.whole ?? emptyPlace(call.at, call.at.start);
}

function prototypeDeclarations(context: KoffiLowering, slot: Slot, call: Call): readonly Declaration[] {
  const arms = armsOf(slot.value);
  return arms.flatMap((arm) => {
    const declaration = prototypeDeclaration(context, { value: arm, at: slot.at }, call);
    return declaration === undefined ? [] : [{ ...declaration, isOptional: declaration.isOptional || arms.length > 1 }];
  });
}

function prototypeDeclaration(context: KoffiLowering, slot: Slot, call: Call): Declaration | undefined {
  const { notes } = context.lowering;
  const text = textValue(slot.value);
  if (text === undefined) {
    // A function that hands its parameter on, which nothing calls here, declares nothing itself.
    if (slot.value.kind !== "unknown") note(notes, slot.at, "the prototype is not a text that is known");
    else if (!slot.value.isParameter) note(notes, slot.at, slot.value.reason);
    return undefined;
  }
  const parsed = parsePrototype(text, (words) => isTypeName(context.types, words));
  if (parsed.kind === "error" || parsed.value.name === null) {
    note(notes, slot.at, parsed.kind === "error" ? parsed.reason : "the prototype names no function");
    return undefined;
  }
  const { name, params, returns, paramList, isVariadic } = parsed.value;
  const isOneToOne = slot.value.kind === "literal" && slot.value.content !== null;
  const declared = (part: { start: number; end: number; text: string }, paramName: string | null): DeclaredType => {
    const at = inText(slot, part);
    const type = typeOfText(context, part.text) ?? unreadable(context.lowering, at, `\`${part.text}\` is no type that koffi knows here`);
    const base = { type: passed(context, type, at), name: paramName, text: part.text.replace(/\s+/g, " "), span: span(at) };
    // `int values[4]` is read as `int *`, and a text with escapes is read as what they say.
    return isOneToOne && sourceAt(at) === part.text ? { ...base, writing: { kind: "prototype" } } : base;
  };
  return {
    kind: "fn",
    symbol: name.text,
    span: span(inText(slot, name)),
    whole: span(wholeOf(call)),
    params: params.map((param) => declared(param, param.name)),
    returns: declared(returns, null),
    isVariadic,
    isOptional: false,
    paramList: isOneToOne ? span(inText(slot, paramList)) : null,
  };
}

/** Functions go by pointer only: koffi refuses the prototype itself. */
function passed(context: KoffiLowering, type: Type, at: Place): Type {
  return type.kind === "fn"
    ? unreadable(context.lowering, at, "koffi takes a callback by pointer: write `Name *` or `koffi.pointer(Name)`")
    : type;
}

interface Classic {
  readonly name: Slot;
  readonly result: Slot;
  readonly params: Slot;
}

function classicDeclarations(context: KoffiLowering, classic: Classic, call: Call): readonly Declaration[] {
  const { lowering } = context;
  return eachArm(lowering, () => classicDeclaration(context, classic, call)).flatMap((declaration) => declaration ?? []);
}

function classicDeclaration(context: KoffiLowering, classic: Classic, call: Call): Declaration | undefined {
  const { lowering } = context;
  const name = picked(lowering, classic.name.value);
  const symbol = textValue(name);
  if (symbol === undefined || conventions.has(symbol)) {
    if (name.kind === "unknown" && name.isParameter) return undefined;
    const isNumber = name.kind === "literal" && typeof name.value === "number";
    note(lowering.notes, classic.name.at, isNumber ? "the function is named by its ordinal" : "the symbol's name is not known");
    return undefined;
  }
  const { list, isVariadic } = classicParams(context, classic.params);
  const value = classic.params.value;
  const written = slotPlace(classic.params);
  const isWritten =
    value.kind === "array" && value.literal !== null && value.literal.start === written?.start && value.literal.file === written.file;
  return {
    kind: "fn",
    symbol,
    span: span(inText({ value: name, at: classic.name.at }, { start: 0, end: symbol.length })),
    whole: span(wholeOf(call)),
    params: list,
    returns: declaredSlot(context, classic.result),
    isVariadic,
    isOptional: lowering.arms > 1,
    paramList: isWritten ? span(value.literal) : null,
  };
}

function classicParams(context: KoffiLowering, slot: Slot): { list: readonly DeclaredType[] | null; isVariadic: boolean } {
  const list = picked(context.lowering, slot.value);
  if (list.kind !== "array" || list.hole !== null) {
    note(context.lowering.notes, slot.at, list.kind === "unknown" ? list.reason : "the parameters are not a list that is known");
    return { list: null, isVariadic: false };
  }
  const items = list.items.filter((item) => textValue(item.value) !== "...");
  return { list: items.map((item) => declaredSlot(context, item)), isVariadic: items.length < list.items.length };
}

function declaredSlot(context: KoffiLowering, slot: Slot): DeclaredType {
  return { type: passed(context, koffiType(context, slot), slot.at), name: null, ...writtenType(slot) };
}

function symbolDeclaration(context: KoffiLowering, call: Call): readonly Declaration[] {
  const [name, type] = call.args;
  const symbol = textValue(name?.value);
  if (name === undefined || symbol === undefined) return refused(context, call, "the symbol's name is not known");
  const untyped: Type = { kind: "unknown", reason: "only the address is looked up" };
  const at = inText(name, { start: 0, end: symbol.length });
  const returns =
    type === undefined ? { type: untyped, name: null, text: "", span: span(emptyPlace(at, name.at.end)) } : declaredSlot(context, type);
  const base = { symbol, span: span(at), whole: span(wholeOf(call)), isVariadic: false, isOptional: false };
  return [{ ...base, kind: "var", params: [], returns, paramList: null }];
}

/** After the last declaration: the next statement, or the next entry of the object that collects them. */
function insertionAfter(declared: readonly Declared[]): Insertion | null {
  const held = declared.flatMap(({ call }) =>
    call.holder !== null && call.holder.whole.end > call.holder.whole.start ? [{ call, holder: call.holder }] : [],
  );
  const last = held.reduce<(typeof held)[number] | undefined>(
    (best, item) => (best === undefined || item.holder.whole.end > best.holder.whole.end ? item : best),
    undefined,
  );
  if (last === undefined) return null;
  const { holder, call } = last;
  const object = /^([\s\S]*)\.\w+$/.exec(sourceAt(call.callee))?.[1]?.replace(/\?$/, "") ?? null;
  const style = { quote: quoteOf(call.at), spelling: "prototype", object } as const;
  if (holder.form === "entry") return holder.literal === null ? null : { ...entryPlace(holder.literal, holder.whole.end), ...style };
  const indent = indentAt(holder.whole.file.text, holder.whole.start);
  return {
    span: span(emptyPlace(holder.whole, holder.whole.end)),
    indent,
    needsComma: false,
    hasTrailingComma: false,
    ...style,
    form: "statement",
  };
}
