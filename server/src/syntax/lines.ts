import type { Span } from "../model/span.ts";
import type { Range } from "./outline.ts";

/** Offset of each line's first character; a `\r` before the `\n` belongs to its line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** 0-based index of the line that holds the offset. */
export function lineAt(lines: readonly number[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function spanOf(file: { readonly path: string; readonly lines: readonly number[] }, range: Range): Span {
  const line = lineAt(file.lines, range.start);
  const column = range.start - (file.lines[line] ?? 0) + 1;
  return { file: file.path, line: line + 1, column, start: range.start, end: range.end };
}
