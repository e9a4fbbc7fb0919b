import type { Edit, Fix } from "./edit.ts";

/**
 * Edits of corrections that can be made at once, by file: of two corrections that are in each other's way the first, whole. What two of them
 * do alike is done once. Insertions at one place stay, in their order.
 */
export function mergeEdits(fixes: readonly Pick<Fix, "edits">[]): ReadonlyMap<string, readonly Edit[]> {
  const byFile = new Map<string, Edit[]>();
  for (const { edits } of fixes) {
    const kept = (edit: Edit): readonly Edit[] => byFile.get(edit.span.file) ?? [];
    const added = edits.filter((edit) => !kept(edit).some((other) => isSame(other, edit)));
    if (added.some((edit) => kept(edit).some((other) => isInTheWay(other, edit)))) continue;
    for (const edit of added) byFile.set(edit.span.file, [...kept(edit), edit]);
  }
  return byFile;
}

function isSame(a: Edit, b: Edit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}

function isInTheWay(kept: Edit, edit: Edit): boolean {
  const [a, b] = [kept.span, edit.span];
  if (a.start === b.start && a.end === b.end) return a.start !== a.end;
  return b.start < a.end && a.start < b.end;
}

/** A text after edits of it. */
export function editedText(text: string, edits: readonly Edit[]): string {
  let result = text;
  // From the end, so that offsets stay true; of insertions at one place the first stands first, and all of them before what is replaced there.
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end || b.index - a.index);
  for (const { span, text: replacement } of ordered) result = result.slice(0, span.start) + replacement + result.slice(span.end);
  return result;
}
