import type { FunctionExport, Param } from "../model/decls.ts";
import type { PointerType, Type } from "../model/types.ts";
import type { Codec, SliceItems, TypedArrayName, TypedItems } from "./bindingPlan.ts";
import { codecOf } from "./codecs.ts";
import type { Hints } from "./hints.ts";
import { containerOf, typeNameOf, type PlanContext } from "./planContext.ts";

/** A pointer parameter and the length parameters whose product is its number of items. */
export interface SliceMatch {
  readonly pointer: number;
  readonly lengths: readonly number[];
  readonly source: "hint" | "convention";
}

const genericLength = /^(len|length|n|count|num)$/;
const freeLike = /(^|_)(free|destroy|deinit|dealloc|release)$/;

/** Free-like functions take back what they once gave: passing them a JavaScript buffer would corrupt memory. */
export function isFreeLike(symbol: string): boolean {
  return freeLike.test(symbol);
}

/** Which pointers and lengths belong together: hints first, then names, then runs of pointers before one plain length. */
export function matchSlices(context: PlanContext, fn: FunctionExport, hints: Hints): readonly SliceMatch[] {
  const matches = new Map<number, SliceMatch>();
  const indexOf = (name: string): number => fn.params.findIndex((param) => param.name === name);
  for (const [pointer, lengths] of hints.slices) {
    matches.set(indexOf(pointer), { pointer: indexOf(pointer), lengths: lengths.map(indexOf), source: "hint" });
  }
  if (!hints.isRaw && !isFreeLike(fn.symbol)) {
    matchByName(context, fn.params, matches);
    matchRuns(context, fn.params, matches);
  }
  return [...matches.values()].filter((match) => fn.params[match.pointer] !== undefined).sort((a, b) => a.pointer - b.pointer);
}

/** `key` and `key_len`, `keyLen`, `key_count`, `num_keys`... */
function matchByName(context: PlanContext, params: readonly Param[], matches: Map<number, SliceMatch>): void {
  params.forEach((param, pointer) => {
    if (matches.has(pointer) || param.name === null || sliceItems(context, param.type) === null) return;
    const wanted = lengthNames(param.name);
    const length = params.findIndex((other) => other.name !== null && wanted.has(other.name) && isLength(other.type));
    if (length >= 0) matches.set(pointer, { pointer, lengths: [length], source: "convention" });
  });
}

function lengthNames(name: string): ReadonlySet<string> {
  const singular = name.replace(/s$/, "");
  const out = new Set<string>();
  for (const stem of [name, singular]) {
    for (const suffix of ["len", "length", "count"]) {
      out.add(`${stem}_${suffix}`);
      out.add(stem + suffix.charAt(0).toUpperCase() + suffix.slice(1));
    }
    for (const prefix of ["num", "n"]) out.add(`${prefix}_${stem}`);
  }
  return out;
}

/** `dot(a: [*]const f32, b: [*]const f32, n: usize)`: pointers side by side, then one length with a plain name that nobody else claims. */
function matchRuns(context: PlanContext, params: readonly Param[], matches: Map<number, SliceMatch>): void {
  let run: number[] = [];
  params.forEach((param, i) => {
    if (!matches.has(i) && sliceItems(context, param.type) !== null) {
      run.push(i);
      return;
    }
    const isPlainLength = param.name !== null && genericLength.test(param.name) && isLength(param.type);
    if (isPlainLength) for (const pointer of run) matches.set(pointer, { pointer, lengths: [i], source: "convention" });
    run = [];
  });
}

/** Integers that can hold any length that JavaScript makes. */
export function isLength(type: Type): boolean {
  if (type.kind === "int") return type.bits === 32 || type.bits === 64;
  return type.kind === "cint" && ["usize", "isize", "c_int", "c_uint", "c_longlong", "c_ulonglong"].includes(type.name);
}

/** The many-pointer inside `[*]T`, `?[*]T`, `[*c]T`; null for others. Sentinel pointers end by themselves. */
export function manyPointer(type: Type): { readonly pointer: PointerType; readonly isOptional: boolean } | null {
  const inner = type.kind === "optional" ? type.child : type;
  if (inner.kind !== "pointer" || (inner.size !== "many" && inner.size !== "c") || inner.sentinel !== null) return null;
  return { pointer: inner, isOptional: type.kind === "optional" || inner.size === "c" || inner.isAllowzero };
}

/** What TypeScript passes for a run of such items; null where nothing fits. */
export function sliceItems(context: PlanContext, type: Type): SliceItems | null {
  const many = manyPointer(type);
  if (many === null) return null;
  const { pointee, isConst } = many.pointer;
  if (isConst && pointee.kind === "int" && pointee.bits === 8 && !pointee.signed) return { kind: "text" };
  const typed = typedItems(context, pointee);
  if (typed !== null) return typed;
  if (pointee.kind !== "named" || containerOf(context, pointee.id).kind !== "struct") return null;
  const codec = codecOf(context, pointee);
  return codec.kind === "known" && codec.value.kind === "struct" ? { kind: "structs", type: typeNameOf(context, pointee.id) } : null;
}

/** The typed array over elements of this type; null where there is none. */
export function typedItems(context: PlanContext, element: Type): TypedItems | null {
  const codec = codecOf(context, element);
  return codec.kind === "known" ? typedItemsOf(codec.value) : null;
}

const arrays: Readonly<Record<string, TypedArrayName>> = {
  i8: "Int8Array",
  u8: "Uint8Array",
  i16: "Int16Array",
  u16: "Uint16Array",
  f16: "Uint16Array",
  i32: "Int32Array",
  u32: "Uint32Array",
  f32: "Float32Array",
  f64: "Float64Array",
  i64: "BigInt64Array",
  u64: "BigUint64Array",
  i128: "BigUint64Array",
  u128: "BigUint64Array",
};

function typedItemsOf(codec: Codec): TypedItems | null {
  const typed = (array: TypedArrayName, stride = 1, check: TypedItems["check"] = null): TypedItems => ({
    kind: "typed",
    array,
    stride,
    check,
  });
  switch (codec.kind) {
    case "number":
    case "bigint":
      return typed(arrays[codec.scalar] ?? "Uint8Array", codec.scalar.endsWith("128") ? 2 : 1);
    case "size":
      return typed(codec.signed ? "BigInt64Array" : "BigUint64Array");
    case "pointer":
      return typed("BigUint64Array");
    case "bool":
      return typed("Uint8Array", 1, "bool");
    case "enum": {
      const tag = typedItemsOf(codec.tag);
      return tag === null ? null : { ...tag, check: { enum: codec.type } };
    }
    case "packed":
      return typedItemsOf(codec.backing);
    case "array": {
      const element = typedItemsOf(codec.element);
      return element === null || codec.length === 0 ? null : { ...element, stride: element.stride * codec.length };
    }
    default:
      return null;
  }
}
