import { typeText } from "../model/typeText.ts";
import type { FunctionType, Type } from "../model/types.ts";
import type { CallbackParamPlan, CallbackPlan, TypedArrayName } from "./bindingPlan.ts";
import { byValueProblem } from "./byValue.ts";
import { asScalar, codecOf, sizeAlign } from "./codecs.ts";
import { largest, typeNameOf, type PlanContext } from "./planContext.ts";
import { isLength, manyPointer, typedItems } from "./slices.ts";

/** A JavaScript function as a C function pointer, valid during the call; or why that cannot be. */
export function callbackPlan(context: PlanContext, fn: FunctionType): CallbackPlan | { readonly problem: string } {
  if (fn.callconv !== "c")
    return { problem: `a callback needs the C calling convention: write callconv(.c) in ${typeText(context.module, fn)}` };
  if (fn.isVariadic) return { problem: "a callback cannot be variadic" };
  const names = paramNames(fn);
  const params: CallbackParamPlan[] = [];
  for (const [i, param] of fn.params.entries()) {
    const plan = paramPlan(context, fn, { index: i, names });
    if ("problem" in plan)
      return { problem: `callback parameter ${names[i] ?? i} (${typeText(context.module, param.type)}): ${plan.problem}` };
    params.push(plan);
  }
  const result = resultPlan(context, fn.returns);
  return "problem" in result ? { problem: `callback result: ${result.problem}` } : { params, result };
}

function paramNames(fn: FunctionType): string[] {
  const used = new Set<string>();
  return fn.params.map((param, i) => {
    const name = param.name === null || param.name === "_" || used.has(param.name) ? `arg${i}` : param.name;
    used.add(name);
    return name;
  });
}

function paramPlan(
  context: PlanContext,
  fn: FunctionType,
  { index, names }: { index: number; names: readonly string[] },
): CallbackParamPlan | { readonly problem: string } {
  const type = fn.params[index]?.type ?? { kind: "void" };
  const name = names[index] ?? `arg${index}`;
  const slice = sliceBefore(context, fn, index, names);
  if (slice !== null) return { kind: "length", name, of: slice.name, codec: slice.length };
  const asSlice = sliceAt(context, fn, index, names);
  if (asSlice !== null) return { kind: "slice", name, ...asSlice };
  if (isText(type)) return { kind: "text", name, isOptional: type.kind === "optional" };
  return pointeePlan(context, name, type) ?? valuePlan(context, name, type);
}

/** `key: [*]const u8, key_len: usize` side by side. */
function sliceAt(
  context: PlanContext,
  fn: FunctionType,
  index: number,
  names: readonly string[],
): { readonly array: TypedArrayName; readonly elementSize: number; readonly isOptional: boolean } | null {
  const type = fn.params[index]?.type;
  const next = fn.params[index + 1]?.type;
  if (type === undefined || next === undefined || !isLength(next)) return null;
  const nextName = names[index + 1] ?? "";
  const many = manyPointer(type);
  if (
    many === null ||
    !(nextName === "len" || nextName.endsWith("_len") || nextName.endsWith("_count") || nextName.endsWith("Len") || nextName === "count")
  )
    return null;
  const items = typedItems(context, many.pointer.pointee);
  const size = sizeAlign(context, many.pointer.pointee)?.size;
  if (items?.stride !== 1 || size === undefined) return null;
  return { array: items.array, elementSize: largest(size), isOptional: many.isOptional };
}

function sliceBefore(
  context: PlanContext,
  fn: FunctionType,
  index: number,
  names: readonly string[],
): { readonly name: string; readonly length: Extract<CallbackParamPlan, { kind: "length" }>["codec"] } | null {
  if (index === 0 || sliceAt(context, fn, index - 1, names) === null) return null;
  const type = fn.params[index]?.type;
  const codec = type === undefined ? null : codecOf(context, type);
  const scalar = codec?.kind === "known" ? asScalar(codec.value) : null;
  return scalar === null ? null : { name: names[index - 1] ?? "", length: scalar };
}

function isText(type: Type): boolean {
  const inner = type.kind === "optional" ? type.child : type;
  return (
    inner.kind === "pointer" &&
    inner.size === "many" &&
    inner.sentinel === "0" &&
    inner.isConst &&
    inner.pointee.kind === "int" &&
    inner.pointee.bits === 8
  );
}

/** A const pointer to one struct or number: its value, copied. */
function pointeePlan(context: PlanContext, name: string, type: Type): CallbackParamPlan | null {
  const inner = type.kind === "optional" ? type.child : type;
  if (inner.kind !== "pointer" || inner.size !== "one" || !inner.isConst) return null;
  const codec = codecOf(context, inner.pointee);
  const layout = sizeAlign(context, inner.pointee);
  if (codec.kind === "unknown" || layout === undefined || largest(layout.size) === 0 || codec.value.kind === "pointer") return null;
  return { kind: "pointee", name, codec: codec.value, size: layout.size, isOptional: type.kind === "optional" };
}

function valuePlan(context: PlanContext, name: string, type: Type): CallbackParamPlan | { readonly problem: string } {
  const value = byRegister(context, type);
  if ("problem" in value) return value;
  return value.kind === "struct" ? { kind: "struct", name, type: value.type } : { kind: "value", name, codec: value.codec };
}

function resultPlan(context: PlanContext, type: Type): CallbackPlan["result"] | { readonly problem: string } {
  return type.kind === "void" ? { kind: "void" } : byRegister(context, type);
}

function byRegister(context: PlanContext, type: Type): Exclude<CallbackPlan["result"], { kind: "void" }> | { readonly problem: string } {
  const codec = codecOf(context, type);
  if (codec.kind === "unknown") return { problem: codec.reason };
  if (codec.value.kind === "struct" && type.kind === "named") {
    const problem = byValueProblem(context, type.id);
    if (problem !== null) return { problem };
    context.uses.byValue.add(type.id);
    return { kind: "struct", type: typeNameOf(context, type.id) };
  }
  const scalar = asScalar(codec.value);
  if (scalar === null) return { problem: `${typeText(context.module, type)} cannot be passed by value` };
  return { kind: "value", codec: scalar };
}
