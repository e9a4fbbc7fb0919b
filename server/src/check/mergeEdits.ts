import type { Edit } from "./fixes.ts";

/**
 * Edits that can be made at once, by file: of two that overlap or do the same, the first. Insertions at one place stay, in their order.
 */
export function mergeEdits(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) {
    const kept = byFile.get(edit.span.file) ?? [];
    byFile.set(edit.span.file, kept);
    if (!kept.some((other) => isInTheWay(other, edit))) kept.push(edit);
  }
  return byFile;
}

function isInTheWay(kept: Edit, edit: Edit): boolean {
  const [a, b] = [kept.span, edit.span];
  if (a.start === b.start && a.end === b.end) return a.start !== a.end || kept.text === edit.text;
  return b.start < a.end && a.start < b.end;
}

/** A text after edits of it. */
export function editedText(text: string, edits: readonly Edit[]): string {
  let result = text;
  // From the end, so that offsets stay true; of insertions at one place the first stands first.
  const ordered = edits.map((edit, index) => ({ ...edit, index })).sort((a, b) => b.span.start - a.span.start || b.index - a.index);
  for (const { span, text: replacement } of ordered) result = result.slice(0, span.start) + replacement + result.slice(span.end);
  return result;
}
