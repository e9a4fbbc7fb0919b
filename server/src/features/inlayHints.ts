import { InlayHintKind, type InlayHint } from "vscode-languageserver";
import type { Container, FunctionExport } from "../model/decls.ts";
import type { FieldOutline, Range, ZigFile } from "../syntax/outline.ts";
import type { LayoutView, TargetLayout } from "../protocol/layoutView.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { fieldText } from "./layoutText.ts";
import { layoutView } from "./layoutView.ts";
import { positionAt } from "./positions.ts";
import type { Snapshot } from "./snapshot.ts";
import { containerOutlineAt } from "./zigSymbol.ts";

export interface InlayHintOptions {
  readonly layout: boolean;
  readonly slices: boolean;
}

/** Offsets and padding behind the fields of types with a layout, and what was inferred of parameters. */
export function inlayHints(
  snapshot: Snapshot,
  { path, range }: { readonly path: string; readonly range: Range },
  options: InlayHintOptions,
): readonly InlayHint[] {
  const file = snapshot.outline(path);
  if (file === undefined) return [];
  const isShown = (offset: number): boolean => range.start <= offset && offset <= range.end;
  const [project] = snapshot.librariesOf(path);
  if (project === undefined) return [];
  const { module } = project.analysis();
  const fields = options.layout
    ? [...module.containers.values()].flatMap((container) =>
        container.span.file === path && isShown(container.span.start) ? layoutHints(snapshot, project, { container, file }) : [],
      )
    : [];
  const slices = options.slices
    ? module.exports.flatMap((item) =>
        item.kind === "fn" && item.span.file === path && isShown(item.span.start) ? sliceHints(project, item, file) : [],
      )
    : [];
  return [...fields, ...slices];
}

interface Declared {
  readonly container: Container;
  readonly file: ZigFile;
}

function layoutHints(snapshot: Snapshot, project: ProjectLibrary, { container, file }: Declared): readonly InlayHint[] {
  if ((container.kind !== "struct" && container.kind !== "union") || container.layout === "auto") return [];
  const outline = containerOutlineAt(file, container.span.start)?.outline;
  const view = layoutView(snapshot, project, container);
  const [own] = view.layouts;
  if (outline === undefined || own === undefined) return [];
  const fields = outline.members.filter((member) => member.kind === "field");
  const brace = file.text.indexOf("{", outline.argument?.end ?? outline.start);
  const differs = view.layouts.length > 1 ? ", differs by target" : "";
  const head: InlayHint = {
    position: positionAt(file, brace + 1),
    label: `${bytes(own.size)}, align ${own.align}${differs}`,
    paddingLeft: true,
  };
  return [head, ...fields.flatMap((field) => fieldHint(view, own, { field, file }))];
}

function fieldHint(
  view: LayoutView,
  own: TargetLayout,
  { field, file }: { readonly field: FieldOutline; readonly file: ZigFile },
): readonly InlayHint[] {
  const layout = own.fields.find(({ name }) => name === field.name);
  if (layout === undefined) return [];
  const gap = own.padding.find(({ offset }) => offset === layout.offset + layout.size);
  const label = view.kind.startsWith("packed")
    ? `bit ${layout.bitOffset}`
    : `offset ${layout.offset}${gap === undefined ? "" : `, then ${gap.size} padding`}`;
  const position = positionAt(file, field.end);
  return [{ position, label, paddingLeft: true, tooltip: { kind: "markdown", value: fieldText(view, field.name) } }];
}

function sliceHints(project: ProjectLibrary, item: FunctionExport, file: ZigFile): readonly InlayHint[] {
  const plan = project.analysis().plan.functions.find(({ symbol }) => symbol === item.symbol);
  return item.params.flatMap((param, i): InlayHint[] => {
    const arg = plan?.args[i];
    const isInferred = plan?.decisions.some(({ parameter, source }) => parameter === param.name && source === "convention") === true;
    if (arg === undefined || !isInferred) return [];
    const label = arg.kind === "slice" ? `= ${arg.name}[0..${arg.lengths.join(" * ")}]` : arg.kind === "out" ? "= a result" : null;
    if (label === null) return [];
    return [{ position: positionAt(file, param.span.end), label, kind: InlayHintKind.Type, paddingLeft: true }];
  });
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}
