import type { Container, EnumContainer, Field, StructContainer, UnionContainer } from "../model/decls.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import type { Codec, EnumPlan, FieldPlan, PackedFieldPlan, PackedPlan, StructPlan, TypePlan, UnionPlan } from "./bindingPlan.ts";
import { codecOf } from "./codecs.ts";
import { docWithoutHints } from "./hints.ts";
import { containerOf, perVariant, typeNameOf, type PlanContext } from "./planContext.ts";

/** Plans for all types in use, contained types first. Planning one may bring others into use. */
export function typePlans(context: PlanContext): readonly TypePlan[] {
  const done = new Map<string, TypePlan | null>();
  const ordered: TypePlan[] = [];
  const visit = (id: string): void => {
    if (done.has(id)) return;
    done.set(id, null);
    for (const inner of containedIds(containerOf(context, id))) visit(inner);
    const plan = typePlan(context, containerOf(context, id));
    done.set(id, plan);
    if (plan !== null) ordered.push(plan);
  };
  let count = -1;
  // By-value and copied-back uses reach into fields, and pointer fields bring handles: repeat until nothing new appears.
  while (count !== context.uses.any.size) {
    count = context.uses.any.size;
    for (const id of [...context.uses.any]) visit(id);
  }
  const names = new Set(ordered.map((plan) => plan.name));
  const handles = [...context.uses.handles]
    .map((id) => handlePlan(context, containerOf(context, id)))
    .filter((plan) => !names.has(plan.name));
  return [...handles, ...ordered];
}

/** Ids of by-value uses, with everything inside them. */
export function closeByValue(context: PlanContext): void {
  const visit = (id: string): void => {
    context.uses.byValue.add(id);
    for (const inner of containedIds(containerOf(context, id))) if (!context.uses.byValue.has(inner)) visit(inner);
  };
  for (const id of [...context.uses.byValue]) visit(id);
}

function containedIds(container: Container): readonly string[] {
  const fields = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  return fields.flatMap((field) => containedIn(field.type));
}

function containedIn(type: Type): readonly string[] {
  if (type.kind === "array") return containedIn(type.element);
  return type.kind === "named" ? [type.id] : [];
}

function typePlan(context: PlanContext, container: Container): TypePlan | null {
  // Inside packed structs enums may have tags of any width, which no C value has.
  if (container.kind === "enum") return enumPlan(context, container);
  const codec = codecOf(context, { kind: "named", id: container.id });
  if (codec.kind === "unknown") return null;
  switch (container.kind) {
    case "struct":
      return container.layout === "packed" ? packedPlan(context, container, codec.value) : structPlan(context, container);
    case "union":
      return container.layout === "packed" ? null : unionPlan(context, container);
    case "opaque":
      return null;
  }
}

function base(context: PlanContext, container: Container): { name: string; zigName: string; doc: string | null } {
  return { name: typeNameOf(context, container.id), zigName: container.name, doc: docWithoutHints(container.doc?.text ?? null) };
}

function handlePlan(context: PlanContext, container: Container): TypePlan {
  return { kind: "handle", ...base(context, container) };
}

function enumPlan(context: PlanContext, container: EnumContainer): EnumPlan {
  const values = container.values.flatMap(({ name, value, doc }) => (value === null ? [] : [{ name, value, doc: doc?.text ?? null }]));
  // A value that we could not evaluate would be refused by a closed list, so the list is open.
  const isOpen = !container.isExhaustive || values.length < container.values.length;
  const tag = container.tag === null ? null : codecOf(context, container.tag);
  const isBigint = tag?.kind === "known" ? tag.value.kind === "bigint" : container.tag?.kind === "int" && container.tag.bits > 32;
  return { kind: "enum", ...base(context, container), values, isOpen, isBigint };
}

function structPlan(context: PlanContext, container: StructContainer): StructPlan | null {
  const layout = layoutOf(context, container);
  const fields = fieldPlans(context, container.id, container.fields);
  if (layout === null || fields === null) return null;
  const uses = context.uses;
  return {
    kind: "struct",
    ...base(context, container),
    ...layout,
    fields,
    isCopiedBack: uses.copiedBack.has(container.id),
    isByValue: uses.byValue.has(container.id),
  };
}

function unionPlan(context: PlanContext, container: UnionContainer): UnionPlan | null {
  const layout = layoutOf(context, container);
  const members = fieldPlans(context, container.id, container.fields);
  return layout === null || members === null ? null : { kind: "union", ...base(context, container), ...layout, members };
}

function layoutOf(context: PlanContext, container: Container): Pick<StructPlan, "size" | "align"> | null {
  const read = (key: "size" | "align") =>
    perVariant(context, (layouts) => {
      const layout = layouts.container(container.id);
      return layout.kind === "known" ? layout.value[key] : undefined;
    });
  const size = read("size");
  const align = read("align");
  return size === undefined || align === undefined ? null : { size, align };
}

function fieldPlans(context: PlanContext, id: string, fields: readonly Field[]): readonly FieldPlan[] | null {
  const plans: FieldPlan[] = [];
  for (const field of fields) {
    if (isZeroBit(field.type)) continue;
    const codec = codecOf(context, field.type);
    const offset = perVariant(context, (layouts) => {
      const layout = layouts.container(id);
      return layout.kind === "known" ? layout.value.fields.find((other) => other.name === field.name)?.offset : undefined;
    });
    if (codec.kind === "unknown" || offset === undefined) return null;
    plans.push({ name: field.name, codec: codec.value, offset, doc: field.doc?.text ?? null });
  }
  return plans;
}

function isZeroBit(type: Type): boolean {
  return type.kind === "void" || (type.kind === "int" && type.bits === 0);
}

function packedPlan(context: PlanContext, container: StructContainer, codec: Codec): PackedPlan | null {
  const layout = context.layouts[0]?.container(container.id);
  if (codec.kind !== "packed" || layout?.kind !== "known") return null;
  const fields: PackedFieldPlan[] = [];
  for (const field of layout.value.fields) {
    if (field.bitSize === 0) continue;
    const value = packedValue(context, field.type, field.bitSize);
    if (value === null) return null;
    const doc = container.fields.find((other) => other.name === field.name)?.doc?.text ?? null;
    fields.push({ name: field.name, doc, bitOffset: field.bitOffset, bits: field.bitSize, value });
  }
  return {
    kind: "packed",
    ...base(context, container),
    backing: codec.backing,
    fields,
    isCopiedBack: context.uses.copiedBack.has(container.id),
  };
}

/** Fields of any bit width; those that we do not know by name stay unsigned integers of their width. */
function packedValue(context: PlanContext, type: Type, bits: number): PackedFieldPlan["value"] | null {
  if (type.kind === "bool") return { kind: "bool" };
  if (type.kind === "int") return { kind: "int", signed: type.signed };
  if (type.kind === "float" && (bits === 32 || bits === 64)) return { kind: "float", bits };
  if (type.kind !== "named") return { kind: "int", signed: type.kind === "cint" && isSignedCInt(context, type) };
  const container = containerOf(context, type.id);
  const name = typeNameOf(context, type.id);
  if (container.kind === "enum") {
    context.uses.any.add(type.id);
    return { kind: "enum", type: name, signed: container.tag?.kind === "int" && container.tag.signed, isBigint: bits > 32 };
  }
  if (container.kind === "struct" && codecOf(context, type).kind === "known") return { kind: "packed", type: name, isBigint: bits > 32 };
  return { kind: "int", signed: false };
}

function isSignedCInt(context: PlanContext, type: Type): boolean {
  return !/^(usize|c_u)/.test(typeText(context.module, type));
}
