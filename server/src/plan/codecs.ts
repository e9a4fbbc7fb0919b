import type { SizeAlign } from "../layout/layouts.ts";
import { known, unknown, type Known } from "../model/known.ts";
import { typeText } from "../model/typeText.ts";
import type { PointerType, Type } from "../model/types.ts";
import type { BigintCodec, Codec, NumberCodec, PerVariant, PointerCodec, ScalarCodec, Slot } from "./bindingPlan.ts";
import { containerOf, largest, perVariant, typeNameOf, type PlanContext } from "./planContext.ts";

/** How a value of this type lies in memory. Unknown: no C layout, or none that we know; the reason is for people. */
export function codecOf(context: PlanContext, type: Type): Known<Codec> {
  switch (type.kind) {
    case "bool":
      return known({ kind: "bool" });
    case "int":
      return intCodec(type.signed, type.bits, typeText(context.module, type));
    case "cint":
      return known(cIntCodec(type.name));
    case "float":
      return type.bits <= 64 ? known({ kind: "number", scalar: `f${type.bits as 16 | 32 | 64}` }) : bytesCodec(context, type);
    case "longdouble":
    case "vector":
      return bytesCodec(context, type);
    case "pointer":
      return type.size === "slice" ? unknown("a slice has no C layout") : known(pointerCodec(context, type, false));
    case "optional":
      return type.child.kind === "pointer" && type.child.size !== "slice"
        ? known(pointerCodec(context, type.child, true))
        : unknown(`${typeText(context.module, type)} has no C layout: only optional pointers have one`);
    case "array":
      return arrayCodec(context, type.element, type.length);
    case "named":
      return containerCodec(context, type.id);
    case "unknown":
      return unknown(type.reason);
    default:
      return unknown(`${typeText(context.module, type)} has no C layout`);
  }
}

/** A codec whose values fit a C argument; null for the others. */
export function asScalar(codec: Codec): ScalarCodec | null {
  return codec.kind === "struct" || codec.kind === "union" || codec.kind === "array" || codec.kind === "bytes" ? null : codec;
}

export function sizeAlign(context: PlanContext, type: Type): { readonly size: PerVariant; readonly align: PerVariant } | undefined {
  const read = (key: keyof SizeAlign): PerVariant | undefined =>
    perVariant(context, (layouts) => {
      const layout = layouts.of(type);
      return layout.kind === "known" ? layout.value[key] : undefined;
    });
  const size = read("size");
  const align = read("align");
  return size === undefined || align === undefined ? undefined : { size, align };
}

export function slotFor(context: PlanContext, type: Type): Slot | undefined {
  const layout = sizeAlign(context, type);
  return layout === undefined ? undefined : { size: largest(layout.size), align: largest(layout.align) };
}

/** Notes what the pointer leads to, and how TypeScript tells it from other pointers. */
export function pointerCodec(context: PlanContext, type: PointerType, isOptional: boolean): PointerCodec {
  const nullable = isOptional || type.size === "c" || type.isAllowzero;
  const pointee = type.pointee;
  if (pointee.kind !== "named" || type.size !== "one") {
    return { kind: "pointer", brand: typeText(context.module, { ...type, isConst: false }), isOptional: nullable };
  }
  const container = containerOf(context, pointee.id);
  const isOpaque = container.kind === "opaque" || codecOf(context, pointee).kind === "unknown";
  (isOpaque ? context.uses.handles : context.uses.any).add(pointee.id);
  return { kind: "pointer", brand: typeNameOf(context, pointee.id), isOptional: nullable };
}

function intCodec(signed: boolean, bits: number, text: string): Known<NumberCodec | BigintCodec> {
  const scalar = `${signed ? "i" : "u"}${bits}`;
  if (bits === 8 || bits === 16 || bits === 32) return known({ kind: "number", scalar: scalar as NumberCodec["scalar"] });
  if (bits === 64 || bits === 128) return known({ kind: "bigint", scalar: scalar as BigintCodec["scalar"] });
  return unknown(`${text} has no C type: only 8, 16, 32, 64 and 128 bits have one`);
}

function cIntCodec(name: string): ScalarCodec {
  switch (name) {
    case "usize":
    case "isize":
      return { kind: "size", signed: name === "isize" };
    case "c_char":
      return { kind: "char" };
    case "c_short":
      return { kind: "number", scalar: "i16" };
    case "c_ushort":
      return { kind: "number", scalar: "u16" };
    case "c_int":
      return { kind: "number", scalar: "i32" };
    case "c_uint":
      return { kind: "number", scalar: "u32" };
    case "c_long":
    case "c_ulong":
      return { kind: "long", signed: name === "c_long" };
    case "c_longlong":
      return { kind: "bigint", scalar: "i64" };
    default:
      return { kind: "bigint", scalar: "u64" };
  }
}

function arrayCodec(context: PlanContext, elementType: Type, length: number): Known<Codec> {
  const element = codecOf(context, elementType);
  if (element.kind === "unknown") return element;
  const layout = sizeAlign(context, elementType);
  return layout === undefined
    ? unknown(`the size of ${typeText(context.module, elementType)} is unknown`)
    : known({ kind: "array", element: element.value, length, stride: layout.size });
}

function bytesCodec(context: PlanContext, type: Type): Known<Codec> {
  const layout = sizeAlign(context, type);
  const text = typeText(context.module, type);
  return layout === undefined ? unknown(`the layout of ${text} is unknown`) : known({ kind: "bytes", size: layout.size, text });
}

function containerCodec(context: PlanContext, id: string): Known<Codec> {
  const container = containerOf(context, id);
  const layout = context.layouts[0]?.container(id);
  if (layout?.kind !== "known") return unknown(layout?.reason ?? `${container.name} has no layout`);
  context.uses.any.add(id);
  const type = typeNameOf(context, id);
  switch (container.kind) {
    case "opaque":
      return unknown(`${container.name} is opaque: only pointers to it can cross`);
    case "enum":
      return enumCodec(context, container.tag, type);
    case "struct":
      return container.layout === "packed" ? packedCodec(layout.value.bits, container.backing, type) : known({ kind: "struct", type });
    case "union":
      return container.layout === "packed"
        ? intCodec(isSigned(container.backing), layout.value.bits, container.name)
        : known({ kind: "union", type });
  }
}

function enumCodec(context: PlanContext, tagType: Type | null, type: string): Known<Codec> {
  if (tagType === null) return unknown(`${type} has no tag type: write enum(c_int), for example`);
  const tag = codecOf(context, tagType);
  if (tag.kind === "unknown") return tag;
  const codec = tag.value;
  if (codec.kind === "number" || codec.kind === "bigint" || codec.kind === "size") return known({ kind: "enum", type, tag: codec });
  return unknown(`${type}: enums over ${typeText(context.module, tagType)} are not supported`);
}

function packedCodec(bits: number, backing: Type | null, type: string): Known<Codec> {
  const integer = intCodec(isSigned(backing), bits, `packed struct ${type} of ${bits} bits`);
  return integer.kind === "unknown" ? integer : known({ kind: "packed", type, backing: integer.value });
}

function isSigned(backing: Type | null): boolean {
  return backing?.kind === "int" && backing.signed;
}
