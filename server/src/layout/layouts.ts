import type { Container, FfiModule, Field, StructContainer, UnionContainer } from "../model/decls.ts";
import { known, unknown, type Known } from "../model/known.ts";
import type { Target } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { packedBits } from "./bits.ts";
import { cIntOf, floatLayout, intLayout, longDoubleLayout, pointerLayout, roundUp } from "./scalars.ts";

/** Bytes. */
export interface SizeAlign {
  readonly size: number;
  readonly align: number;
}

export interface FieldLayout extends SizeAlign {
  readonly name: string;
  readonly type: Type;
  /** Byte offset of the field; for a packed container the byte that holds its first bit. */
  readonly offset: number;
  /** Bits from the container's start. */
  readonly bitOffset: number;
  readonly bitSize: number;
}

/** Layout of one struct, union or enum on one target. Enums have no fields. */
export interface ContainerLayouts extends SizeAlign {
  readonly id: string;
  /** Total bits of a packed container's backing integer, or of an enum's tag; size * 8 otherwise. */
  readonly bits: number;
  readonly fields: readonly FieldLayout[];
}

/** Sizes, alignments and offsets of one module's types on one target. Results are cached; nothing throws. */
export interface Layouts {
  readonly target: Target;
  of(type: Type): Known<SizeAlign>;
  container(id: string): Known<ContainerLayouts>;
}

/** Rules are those of Zig's Sema for `extern`, `packed` and tagged enums; automatic layout is the compiler's own and stays unknown. */
export function createLayouts(module: FfiModule, target: Target): Layouts {
  const done = new Map<string, Known<ContainerLayouts>>();
  const active = new Set<string>();
  const layouts: Layouts = {
    target,
    of: (type) => typeLayout(module, layouts, type),
    container(id) {
      const cached = done.get(id);
      if (cached !== undefined) return cached;
      const container = module.containers.get(id);
      if (container === undefined) return unknown(`no container ${id}`);
      if (active.has(id)) return unknown(`${container.name} contains itself by value`);
      active.add(id);
      const result = containerLayout(module, layouts, container);
      active.delete(id);
      // Inside a cycle the answer depends on where one came in: only the outermost question is kept.
      if (active.size === 0 || result.kind === "known") done.set(id, result);
      return result;
    },
  };
  return layouts;
}

function typeLayout(module: FfiModule, layouts: Layouts, type: Type): Known<SizeAlign> {
  const { target } = layouts;
  switch (type.kind) {
    case "void":
      return known({ size: 0, align: 1 });
    case "bool":
      return known({ size: 1, align: 1 });
    case "int":
      return known(intLayout(target, type.bits));
    case "cint":
      return known(intLayout(target, cIntOf(target, type.name).bits));
    case "float":
      return known(floatLayout(target, type.bits));
    case "longdouble":
      return known(longDoubleLayout(target));
    case "pointer":
      return type.size === "slice" ? unknown(`${typeText(module, type)} is a slice, which has no defined layout`) : known(pointerLayout(target));
    case "optional":
      return type.child.kind === "pointer" && type.child.size !== "slice" ? known(pointerLayout(target)) : unknown(`${typeText(module, type)} has no defined layout: only optional pointers have one`);
    case "array": {
      const element = layouts.of(type.element);
      if (element.kind === "unknown") return element;
      const count = type.length + (type.sentinel === null ? 0 : 1);
      return known({ size: element.value.size * count, align: element.value.align });
    }
    case "named":
      return layouts.container(type.id);
    case "unknown":
      return unknown(type.reason);
    default:
      return unknown(`${typeText(module, type)} has no defined layout`);
  }
}

function containerLayout(module: FfiModule, layouts: Layouts, container: Container): Known<ContainerLayouts> {
  switch (container.kind) {
    case "opaque":
      return unknown(`${container.name} is opaque: its size is not part of its type`);
    case "enum": {
      if (container.tag === null) return unknown(`the compiler chooses the tag type of ${container.name}`);
      const tag = layouts.of(container.tag);
      if (tag.kind === "unknown") return tag;
      const bits = container.tag.kind === "int" ? container.tag.bits : tag.value.size * 8;
      return known({ id: container.id, ...tag.value, bits, fields: [] });
    }
    case "struct":
      if (container.layout === "auto") return unknown(`${container.name} has automatic layout`);
      return container.layout === "packed" ? packedLayout(module, layouts, container) : externLayout(layouts, container);
    case "union":
      if (container.layout === "auto") return unknown(`${container.name} has automatic layout`);
      return container.layout === "packed" ? packedLayout(module, layouts, container) : externLayout(layouts, container);
  }
}

/** C's rule: each field at the next multiple of its alignment, the whole rounded up to the largest one. In a union all start at 0. */
function externLayout(layouts: Layouts, container: StructContainer | UnionContainer): Known<ContainerLayouts> {
  const fields: FieldLayout[] = [];
  let end = 0;
  let align = 1;
  for (const field of container.fields) {
    const layout = fieldLayout(layouts, container, field);
    if (layout.kind === "unknown") return layout;
    const { size } = layout.value;
    const offset = container.kind === "union" ? 0 : roundUp(end, layout.value.align);
    fields.push({ name: field.name, type: field.type, ...layout.value, offset, bitOffset: offset * 8, bitSize: size * 8 });
    end = Math.max(end, offset + size);
    align = Math.max(align, layout.value.align);
  }
  const size = roundUp(end, align);
  return known({ id: container.id, size, align, bits: size * 8, fields });
}

function fieldLayout(layouts: Layouts, container: Container, field: Field): Known<SizeAlign> {
  const layout = layouts.of(field.type);
  if (layout.kind === "unknown") return unknown(`${container.name}.${field.name}: ${layout.reason}`);
  if (field.align === "unknown") return unknown(`${container.name}.${field.name}: its align(..) cannot be evaluated`);
  return known({ size: layout.value.size, align: field.align ?? layout.value.align });
}

/** Fields lie bit after bit from the least significant one; the whole is its backing integer. */
function packedLayout(module: FfiModule, layouts: Layouts, container: StructContainer | UnionContainer): Known<ContainerLayouts> {
  const { target } = layouts;
  const bitsOf = (id: string): Known<number> => {
    const inner = module.containers.get(id);
    if ((inner?.kind !== "struct" && inner?.kind !== "union") || inner.layout !== "packed") return unknown(`${inner?.name ?? id} cannot be in a packed container`);
    const layout = layouts.container(id);
    return layout.kind === "unknown" ? layout : known(layout.value.bits);
  };
  const fields: FieldLayout[] = [];
  let end = 0;
  for (const field of container.fields) {
    const bits = packedBits(module, target, field.type, bitsOf);
    if (bits.kind === "unknown") return unknown(`${container.name}.${field.name}: ${bits.reason}`);
    const bitOffset = container.kind === "union" ? 0 : end;
    const layout = layouts.of(field.type);
    const sizeAlign = layout.kind === "known" ? layout.value : intLayout(target, bits.value);
    fields.push({ name: field.name, type: field.type, ...sizeAlign, offset: Math.floor(bitOffset / 8), bitOffset, bitSize: bits.value });
    end = Math.max(end, bitOffset + bits.value);
  }
  const backing = container.backing === null ? known(end) : packedBits(module, target, container.backing, bitsOf);
  if (backing.kind === "unknown") return backing;
  if (backing.value !== end && container.fields.length > 0) return unknown(`${container.name} has fields of ${end} bits but a backing integer of ${backing.value}`);
  return known({ id: container.id, ...intLayout(target, backing.value), bits: backing.value, fields });
}
