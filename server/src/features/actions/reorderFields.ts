import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { ContainerOutline, FieldOutline, ZigFile } from "../../syntax/outline.ts";
import { layoutView } from "../layoutView.ts";
import { packedOrder } from "../reorderedSize.ts";
import { containerOutlineAt } from "../zigSymbol.ts";
import { editOf, type ActionContext, type OffsetEdit } from "./actionContext.ts";

/** Fields of an extern struct in the order that leaves no holes, each with its comments. Says how many bytes that saves. */
export function reorderFields(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot, range, projects } = context;
  const [project] = projects;
  if (project === undefined) return [];
  for (const container of project.analysis().module.containers.values()) {
    if (container.span.file !== file.path || container.kind !== "struct" || container.layout !== "extern") continue;
    const found = containerOutlineAt(file, container.span.start);
    if (found === undefined || range.start < found.variable.start || range.end > found.variable.end) continue;
    const view = layoutView(snapshot, project, container);
    const [own] = view.layouts;
    if (own === undefined || view.reorderSaves <= 0) continue;
    const edit = reorderEdit(file, found.outline, packedOrder(own.fields));
    if (edit === null) continue;
    const title = `Reorder the fields of ${container.name} to remove padding (saves ${view.reorderSaves} of ${own.size} bytes)`;
    return [{ title, kind: CodeActionKind.RefactorRewrite, ...editOf(snapshot, file, [edit]) }];
  }
  return [];
}

/** Null where something other than comments stands between the fields, or lines are shared by some of them only. */
function reorderEdit(file: ZigFile, outline: ContainerOutline, order: readonly number[]): OffsetEdit | null {
  const isField = outline.members.map((member) => member.kind === "field");
  if (isField.slice(isField.indexOf(true), isField.lastIndexOf(true) + 1).includes(false)) return null;
  const fields = outline.members.filter((member) => member.kind === "field");
  const [first] = fields;
  const last = fields.at(-1);
  if (first === undefined || last === undefined || fields.length !== order.length) return null;
  const { text } = file;
  if (!text.slice(first.start, last.end).includes("\n")) {
    const parts = order.map((index) => sourceOf(text, fields[index]));
    return { range: { start: first.start, end: last.end }, text: parts.join(", ") };
  }
  return reorderLines(text, outline, { fields, order });
}

interface Reordering {
  readonly fields: readonly FieldOutline[];
  readonly order: readonly number[];
}

/** Every field with the comments above it and behind it on its line. */
function reorderLines(text: string, outline: ContainerOutline, { fields, order }: Reordering): OffsetEdit | null {
  const blocks: string[] = [];
  const start = text.indexOf("\n", text.indexOf("{", outline.argument?.end ?? outline.start)) + 1;
  let at = start;
  for (const [index, field] of fields.entries()) {
    const newline = text.indexOf("\n", field.end);
    const next = fields[index + 1];
    const sharesLine = text.slice(text.lastIndexOf("\n", field.start) + 1, field.start).trim() !== "";
    if (newline < 0 || field.start < at || sharesLine || (next !== undefined && next.start < newline)) return null;
    const block = text.slice(at, newline + 1);
    const end = field.end - at;
    const hasComma = /^\s*,/.test(block.slice(end));
    blocks.push(hasComma ? block : `${block.slice(0, end)},${block.slice(end)}`);
    at = newline + 1;
  }
  if (at > outline.end) return null;
  return { range: { start, end: at }, text: order.map((index) => blocks[index] ?? "").join("") };
}

function sourceOf(text: string, field: FieldOutline | undefined): string {
  return field === undefined ? "" : text.slice(field.start, field.end);
}
