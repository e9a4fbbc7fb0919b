import type { Container, EnumContainer, Field, StructContainer, UnionContainer } from "../model/decls.ts";
import { known, unknown, type Known } from "../model/known.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { bitWidth, isIntegerLike, type BitWidthContext } from "./bitWidths.ts";
import { externRefusal } from "./externRefusal.ts";
import { placeBits, placeStruct, placeUnion } from "./placement.ts";
import { cIntOf, intLayout, type Extent, type ScalarTable } from "./scalars.ts";

export interface FieldPlace extends Extent {
  /** Byte offset of the field; for a packed container the byte that holds its first bit. */
  readonly offset: number;
  /** Bits from the container's start. */
  readonly bitOffset: number;
  readonly bitSize: number;
}

export interface ContainerPlaces extends Extent {
  /** Total bits of a packed container's backing integer, or of an enum's tag; size * 8 otherwise. */
  readonly bits: number;
  /** In the order of the declaration. */
  readonly fields: readonly FieldPlace[];
}

/** A field with what it is. */
export interface PlacedField extends FieldPlace {
  readonly name: string;
  readonly type: Type;
}

/** A container with what it is. */
export interface PlacedContainer extends ContainerPlaces {
  readonly id: string;
  readonly fields: readonly PlacedField[];
}

export interface ContainerContext extends BitWidthContext {
  readonly table: ScalarTable;
  of(type: Type): Known<Extent>;
}

export function containerPlaces(context: ContainerContext, container: Container): Known<ContainerPlaces> {
  const { kind, name } = container;
  if (kind === "opaque") return unknown(`${name} is opaque: it has no size`);
  if (kind === "enum") return enumPlaces(context, container);
  if (kind === "union" && container.isTagged) return unknown(`${name} is a tagged union, which has automatic layout`);
  if (kind === "struct" && container.isTuple) return unknown(`${name} is a tuple, which has automatic layout`);
  switch (container.layout) {
    case "auto":
      return unknown(`${name} has automatic layout`);
    case "extern":
      return externPlaces(context, container);
    case "packed":
      return packedPlaces(context, container);
  }
}

function enumPlaces(context: ContainerContext, { name, tag }: EnumContainer): Known<ContainerPlaces> {
  if (tag === null) return unknown(`${name} has no tag type: the compiler chooses one`);
  const bits = integerBits(context, tag);
  if (bits.kind === "unknown") return unknown(`${name}: ${bits.reason}`);
  return known({ ...intLayout(context.table, bits.value), bits: bits.value, fields: [] });
}

function integerBits({ module, target }: ContainerContext, type: Type): Known<number> {
  if (type.kind === "int") return known(type.bits);
  if (type.kind === "cint") return known(cIntOf(target, type.name).bits);
  return unknown(type.kind === "unknown" ? type.reason : `${typeText(module, type)} is not an integer type`);
}

function externPlaces(context: ContainerContext, container: StructContainer | UnionContainer): Known<ContainerPlaces> {
  const extents: Extent[] = [];
  for (const field of container.fields) {
    const extent = externField(context, container.kind, field);
    if (extent.kind === "unknown") return unknown(`${container.name}.${field.name}: ${extent.reason}`);
    extents.push(extent.value);
  }
  const { offsets, size, align } = container.kind === "union" ? placeUnion(extents) : placeStruct(extents);
  const fields = extents.map((extent, i) => {
    const offset = offsets[i] ?? 0;
    return { ...extent, offset, bitOffset: offset * 8, bitSize: extent.size * 8 };
  });
  return known({ size, align, bits: size * 8, fields });
}

function externField(context: ContainerContext, kind: "struct" | "union", field: Field): Known<Extent> {
  const layout = context.of(field.type);
  if (layout.kind === "unknown") return layout;
  const refusal = externRefusal(context, field.type);
  if (refusal !== null) return unknown(refusal);
  const { size, align } = layout.value;
  if (field.align === "unknown") return unknown("its align(..) cannot be evaluated");
  if (field.align !== null) {
    const isPower = field.align >= 1 && Number.isInteger(Math.log2(field.align));
    return isPower ? known({ size, align: field.align }) : unknown(`align(${field.align}) is not a power of two`);
  }
  const least = kind === "struct" && isInt128(context, field.type) ? context.table.externInt128Align : 1;
  return known({ size, align: Math.max(align, least) });
}

function isInt128(context: ContainerContext, type: Type): boolean {
  if (type.kind === "int") return type.bits === 128;
  if (type.kind !== "named" || !isIntegerLike(context.module.containers.get(type.id))) return false;
  const layout = context.container(type.id);
  return layout.kind === "known" && layout.value.bits === 128;
}

function packedPlaces(context: ContainerContext, container: StructContainer | UnionContainer): Known<ContainerPlaces> {
  const widths: number[] = [];
  const extents: Extent[] = [];
  for (const field of container.fields) {
    const width = packedWidth(context, field);
    if (width.kind === "unknown") return unknown(`${container.name}.${field.name}: ${width.reason}`);
    const extent = context.of(field.type);
    if (extent.kind === "unknown") return unknown(`${container.name}.${field.name}: ${extent.reason}`);
    widths.push(width.value);
    extents.push(extent.value);
  }
  const placed = placeBits(container.kind, widths);
  const mismatch = backingMismatch(context, container, widths, placed.bits);
  if (mismatch !== null) return unknown(`${container.name}: ${mismatch}`);
  const whole = intLayout(context.table, placed.bits);
  // A packed union of one f80 on x86: up to 0.15 it is as large as the f80, later as its integer.
  if (container.kind === "union" && placed.bits > 0 && whole.size !== placeUnion(extents).size) {
    return unknown(`${container.name}: its size depends on the version of Zig`);
  }
  const fields = extents.map((extent, i) => {
    const bitOffset = placed.offsets[i] ?? 0;
    return { ...extent, offset: Math.floor(bitOffset / 8), bitOffset, bitSize: widths[i] ?? 0 };
  });
  return known({ ...whole, bits: placed.bits, fields });
}

function packedWidth(context: ContainerContext, field: Field): Known<number> {
  return field.align === null ? bitWidth(context, field.type) : unknown("a field of a packed container cannot have align(..)");
}

/** What is wrong with a written backing integer: Zig wants the fields, in a union each of them, to fill it. Null where nothing is. */
function backingMismatch(
  context: ContainerContext,
  container: StructContainer | UnionContainer,
  widths: readonly number[],
  total: number,
): string | null {
  if (total > 65535) return `its fields have ${total} bits; an integer has at most 65535`;
  if (container.backing === null) return null;
  const backing = integerBits(context, container.backing);
  if (backing.kind === "unknown") return backing.reason;
  const found = container.kind === "union" ? widths.find((width) => width !== backing.value) : total;
  if (found === undefined || found === backing.value) return null;
  return `its fields have ${found} bits, its backing integer ${typeText(context.module, container.backing)} has ${backing.value}`;
}
