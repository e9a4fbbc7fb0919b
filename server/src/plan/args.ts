import type { FunctionExport, Param } from "../model/decls.ts";
import { typeText } from "../model/typeText.ts";
import type { PointerType, Type } from "../model/types.ts";
import type { ArgPlan, Decision, ScalarCodec } from "./bindingPlan.ts";
import { byValueProblem } from "./byValue.ts";
import { callbackPlan } from "./callbacks.ts";
import { asScalar, codecOf, pointerCodec, slotFor } from "./codecs.ts";
import type { Hints } from "./hints.ts";
import { matchOut } from "./outs.ts";
import { containerOf, typeNameOf, type PlanContext } from "./planContext.ts";
import { isFreeLike, manyPointer, sliceItems, typedItems, type SliceMatch } from "./slices.ts";

export interface ArgContext {
  readonly context: PlanContext;
  readonly fn: FunctionExport;
  readonly hints: Hints;
  readonly slices: readonly SliceMatch[];
  /** TypeScript names by parameter index. */
  readonly names: readonly string[];
  readonly decisions: Decision[];
}

/** What a parameter becomes, or the reason why koffi cannot pass it. */
export type ArgResult = { readonly arg: ArgPlan } | { readonly problem: string };

export function planArg(args: ArgContext, index: number): ArgResult {
  const { context, fn } = args;
  const param = fn.params[index];
  if (param === undefined) throw new Error(`${fn.symbol} has no parameter ${index}`);
  const name = args.names[index] ?? `arg${index}`;
  const decide = (source: Decision["source"], text: string): void => void args.decisions.push({ parameter: param.name, text, source });

  const slice = args.slices.find((match) => match.pointer === index);
  if (slice !== undefined) return planSlice(args, { index, name, slice });
  const governed = args.slices.find((match) => match.lengths.length === 1 && match.lengths[0] === index);
  if (governed !== undefined) {
    const codec = codecOf(context, param.type);
    if (codec.kind === "known" && isScalar(codec.value)) {
      const of = args.names[governed.pointer] ?? "";
      decide(governed.source, `the length of ${of}`);
      return { arg: { kind: "length", name, codec: codec.value, of } };
    }
  }
  const out = matchOut(context, fn, param, args.hints);
  const slot = out === null ? undefined : slotFor(context, out.pointee);
  if (out !== null && slot !== undefined) {
    decide(out.source, `becomes a result: ${out.why}`);
    return { arg: { kind: "out", name, codec: out.codec, slot } };
  }
  return planByType(args, name, param);
}

function isScalar(codec: { readonly kind: string }): codec is ScalarCodec {
  return !["struct", "union", "array", "bytes"].includes(codec.kind);
}

function planSlice(args: ArgContext, { index, name, slice }: { index: number; name: string; slice: SliceMatch }): ArgResult {
  const { context, fn } = args;
  const type = fn.params[index]?.type;
  const many = type === undefined ? null : manyPointer(type);
  const items = type === undefined ? null : sliceItems(context, type);
  if (type === undefined || many === null || items === null)
    return {
      problem: `@slice needs a [*]T of numbers or structs, ${name} is ${type === undefined ? "?" : typeText(context.module, type)}`,
    };
  const lengths = slice.lengths.map((length) => args.names[length] ?? `arg${length}`);
  args.decisions.push({
    parameter: name,
    source: slice.source,
    text: `${items.kind === "structs" ? `an array of ${items.type}` : "a typed array"} of ${lengths.join(" * ")} items`,
  });
  return { arg: { kind: "slice", name, items, isOptional: many.isOptional, isMutable: !many.pointer.isConst, lengths } };
}

function planByType(args: ArgContext, name: string, param: Param): ArgResult {
  const { context } = args;
  const type = param.type;
  const isOptional = type.kind === "optional";
  const inner = isOptional ? type.child : type;
  if (inner.kind === "pointer") return planPointer(args, name, { pointer: inner, isOptional });
  if (inner.kind === "named" && !isOptional && isAggregate(context, inner.id)) {
    const problem = byValueProblem(context, inner.id);
    if (problem !== null) return { problem: `${name}: ${problem}: pass it by pointer` };
    context.uses.any.add(inner.id);
    context.uses.byValue.add(inner.id);
    return { arg: { kind: "struct", name, type: typeNameOf(context, inner.id) } };
  }
  const codec = codecOf(context, type);
  if (codec.kind === "unknown") return { problem: `${name}: ${codec.reason}` };
  const scalar = asScalar(codec.value);
  const problem = scalar === null ? `${typeText(context.module, type)} cannot be passed by value` : scalarProblem(scalar);
  if (scalar === null || problem !== null) return { problem: `${name}: ${problem ?? ""}: pass it by pointer` };
  return { arg: { kind: "value", name, codec: scalar } };
}

function isAggregate(context: PlanContext, id: string): boolean {
  const container = containerOf(context, id);
  return container.kind === "union" ? container.layout === "extern" : container.kind === "struct" && container.layout === "extern";
}

/** Scalars that koffi has no register form for. */
export function scalarProblem(codec: ScalarCodec): string | null {
  if (codec.kind === "number" && codec.scalar === "f16") return "koffi has no f16";
  const integer = codec.kind === "packed" ? codec.backing : codec.kind === "enum" ? codec.tag : codec;
  return integer.kind === "bigint" && integer.scalar.endsWith("128") ? `koffi has no ${integer.scalar}` : null;
}

function planPointer(
  args: ArgContext,
  name: string,
  { pointer, isOptional: optional }: { pointer: PointerType; isOptional: boolean },
): ArgResult {
  const { context, fn, hints } = args;
  const isOptional = optional || pointer.size === "c" || pointer.isAllowzero;
  const asAddress = (): ArgResult => ({ arg: { kind: "pointer", name, pointer: pointerCodec(context, pointer, optional) } });
  if (pointer.size === "slice") return { problem: `${name}: a slice has no C ABI: take a pointer and a length` };
  const pointee = pointer.pointee;
  if (pointee.kind === "fn") {
    const callback = callbackPlan(context, pointee);
    return "problem" in callback ? { problem: `${name}: ${callback.problem}` } : { arg: { kind: "callback", name, callback, isOptional } };
  }
  if (hints.isRaw || isFreeLike(fn.symbol)) return asAddress();
  if (pointee.kind === "anyopaque") return { arg: { kind: "memory", name, isOptional } };
  if (pointer.size !== "one") return planManyPointer(args, name, { pointer, isOptional }) ?? asAddress();
  return planOnePointer(args, name, { pointer, isOptional }) ?? asAddress();
}

function planManyPointer(
  args: ArgContext,
  name: string,
  { pointer, isOptional }: { pointer: PointerType; isOptional: boolean },
): ArgResult | null {
  const { context, decisions } = args;
  if (pointer.sentinel === "0" && isByte(pointer.pointee))
    return { arg: { kind: pointer.isConst ? "text" : "textBuffer", name, isOptional } };
  const items = pointer.sentinel === null ? typedItems(context, pointer.pointee) : null;
  if (items === null) return null;
  decisions.push({ parameter: name, source: "type", text: "a typed array: no parameter gives its length, so the caller must know it" });
  return { arg: { kind: "view", name, items, minLength: 0, isOptional } };
}

function planOnePointer(
  args: ArgContext,
  name: string,
  { pointer, isOptional }: { pointer: PointerType; isOptional: boolean },
): ArgResult | null {
  const { context } = args;
  const codec = codecOf(context, pointer.pointee);
  const slot = slotFor(context, pointer.pointee);
  if (codec.kind === "unknown" || slot === undefined || slot.size === 0) return null;
  const { kind } = codec.value;
  if (kind === "pointer" || kind === "bytes") return null;
  if (kind === "struct" || kind === "union" || kind === "packed") {
    if (!pointer.isConst && pointer.pointee.kind === "named") context.uses.copiedBack.add(pointer.pointee.id);
    return { arg: { kind: "pointee", name, codec: codec.value, isMutable: !pointer.isConst, isOptional, slot } };
  }
  if (pointer.isConst && kind !== "array")
    return { arg: { kind: "pointee", name, codec: codec.value, isMutable: false, isOptional, slot } };
  const items = typedItems(context, pointer.pointee);
  if (items === null) return null;
  return { arg: { kind: "view", name, items: { ...items, stride: 1 }, minLength: items.stride, isOptional } };
}

export function isByte(type: Type): boolean {
  return (type.kind === "int" && type.bits === 8) || (type.kind === "cint" && type.name === "c_char");
}
