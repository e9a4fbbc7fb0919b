import type { Location, Position, Range } from "vscode-languageserver";
import type { Span } from "../model/span.ts";
import { lineAt, lineStarts } from "../syntax/lines.ts";
import type { Range as Offsets } from "../syntax/outline.ts";
import type { Snapshot } from "./snapshot.ts";

/** A span as the protocol has it. Its end is on another line only where the text says so. */
export function rangeOfSpan(text: string | undefined, span: Span): Range {
  const start = { line: span.line - 1, character: span.column - 1 };
  const covered = text?.slice(span.start, span.end) ?? "";
  const breaks = covered.split("\n");
  if (breaks.length === 1) return { start, end: { line: start.line, character: start.character + (span.end - span.start) } };
  return { start, end: { line: start.line + breaks.length - 1, character: breaks.at(-1)?.length ?? 0 } };
}

export function locationOfSpan(snapshot: Snapshot, span: Span): Location {
  return { uri: snapshot.uri(span.file), range: rangeOfSpan(snapshot.read(span.file), span) };
}

export interface Lined {
  readonly text: string;
  readonly lines: readonly number[];
}

export function linedText(text: string): Lined {
  return { text, lines: lineStarts(text) };
}

export function rangeOfOffsets(file: Lined, { start, end }: Offsets): Range {
  return { start: positionAt(file, start), end: positionAt(file, end) };
}

export function positionAt({ lines }: Lined, offset: number): Position {
  const line = lineAt(lines, offset);
  return { line, character: offset - (lines[line] ?? 0) };
}

/** Lines beyond the end and characters beyond the line's end are clamped, as the protocol wants it. */
export function offsetAt({ text, lines }: Lined, position: Position): number {
  const start = lines[position.line];
  if (start === undefined) return text.length;
  const next = lines[position.line + 1];
  return Math.min(start + position.character, next === undefined ? text.length : next - 1);
}
