import type { ContainerLayouts } from "../layout/layouts.ts";
import type { Container, FfiModule, Field } from "../model/decls.ts";
import { typeText } from "../model/typeText.ts";
import type { LayoutField, TargetLayout } from "../protocol/layoutView.ts";

/** A container's layout for people: types as text, padding as gaps. */
export function targetLayout(
  module: FfiModule,
  container: Container,
  layout: ContainerLayouts,
): Omit<TargetLayout, "targets" | "verified"> {
  const declared = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  const fields = layout.fields.flatMap((field): LayoutField[] => {
    const source = declared.find(({ name }) => name === field.name);
    if (source === undefined) return [];
    const { name, offset, size, align, bitOffset, bitSize } = field;
    return [{ name, type: typeText(module, field.type), offset, size, align, bitOffset, bitSize, position: positionOf(source) }];
  });
  const padding = container.kind === "struct" && container.layout === "extern" ? gaps(fields, layout.size) : [];
  return { size: layout.size, align: layout.align, fields, padding };
}

function gaps(fields: readonly LayoutField[], size: number): { readonly offset: number; readonly size: number }[] {
  const out: { offset: number; size: number }[] = [];
  let end = 0;
  for (const field of [...fields].sort((a, b) => a.offset - b.offset)) {
    if (field.offset > end) out.push({ offset: end, size: field.offset - end });
    end = Math.max(end, field.offset + field.size);
  }
  if (size > end) out.push({ offset: end, size: size - end });
  return out;
}

export function positionOf({ span }: Container | Field): { readonly line: number; readonly character: number } {
  return { line: span.line - 1, character: span.column - 1 };
}
