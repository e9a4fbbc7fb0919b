import { kindText } from "../layout/dumpLayout.ts";
import { createLayouts, type ContainerLayouts } from "../layout/layouts.ts";
import type { Container, FfiModule, Field } from "../model/decls.ts";
import { parseTarget } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import type { LayoutField, LayoutView, TargetLayout } from "../protocol/layoutView.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { reorderedSize } from "./reorderedSize.ts";
import type { Place, Snapshot } from "./snapshot.ts";
import { zigSymbolAt } from "./zigSymbol.ts";

/** The layout of the type under a place, on all configured targets. Null where no type is. */
export function layoutViewAt(snapshot: Snapshot, place: Place): LayoutView | null {
  const symbol = zigSymbolAt(snapshot, place);
  if (symbol === null || symbol.kind === "export" || symbol.kind === "param") return null;
  return layoutView(snapshot, symbol.project, symbol.container);
}

export function layoutView(snapshot: Snapshot, project: ProjectLibrary, container: Container): LayoutView {
  const { module } = project.analysis();
  const layouts: TargetLayout[] = [];
  const unknown: { targets: string[]; reason: string }[] = [];
  for (const triple of ownFirst(project.config.targets, snapshot.target.triple)) {
    const target = parseTarget(triple);
    if (target === undefined) continue;
    const layout = createLayouts(module, target).container(container.id);
    if (layout.kind === "unknown") addTarget(unknown, triple, { reason: layout.reason });
    else addTarget(layouts, triple, targetLayout(module, container, layout.value));
  }
  const own = layouts[0];
  return {
    name: container.name,
    kind: kindText(container),
    uri: snapshot.uri(container.span.file),
    position: positionOf(container),
    layouts,
    unknown,
    reorderSaves: own === undefined || kindText(container) !== "extern struct" ? 0 : own.size - reorderedSize(own),
  };
}

function ownFirst(targets: readonly string[], own: string): readonly string[] {
  return targets.includes(own) ? [own, ...targets.filter((triple) => triple !== own)] : targets;
}

/** Adds a target to the group that is equal to its value, or makes one. */
function addTarget<T extends object>(groups: (T & { readonly targets: readonly string[] })[], triple: string, value: T): void {
  const index = groups.findIndex((group) => JSON.stringify({ ...group, targets: [] }) === JSON.stringify({ ...value, targets: [] }));
  const group = groups[index];
  if (group === undefined) groups.push({ ...value, targets: [triple] });
  else groups[index] = { ...group, targets: [...group.targets, triple] };
}

function targetLayout(module: FfiModule, container: Container, layout: ContainerLayouts): Omit<TargetLayout, "targets"> {
  const declared = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  const fields = layout.fields.flatMap((field): LayoutField[] => {
    const source = declared.find(({ name }) => name === field.name);
    if (source === undefined) return [];
    const { name, offset, size, align, bitOffset, bitSize } = field;
    return [{ name, type: typeText(module, field.type), offset, size, align, bitOffset, bitSize, position: positionOf(source) }];
  });
  const padding = container.kind === "struct" && container.layout === "extern" ? gaps(fields, layout.size) : [];
  return { size: layout.size, align: layout.align, fields, padding, verified: false };
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

function positionOf({ span }: Container | Field): { readonly line: number; readonly character: number } {
  return { line: span.line - 1, character: span.column - 1 };
}
