import type { Insertion } from "../../model/declarations.ts";
import { emptyPlace, rangeInside, span } from "./session.ts";
import { sourceAt, type Place, type Value } from "./values.ts";

/** Place and style of a further entry in an object literal; null where `table` is no literal. */
export function insertionInto(table: Value, typePlaces: readonly Place[]): Insertion | null {
  if (table.kind !== "object" || table.literal === null) return null;
  const { literal } = table;
  const style = spellingOf(typePlaces);
  return { ...entryPlace(literal, lastEntryEnd(table, literal)), ...style, quote: quoteOf(literal) };
}

export type EntryPlace = Pick<Insertion, "span" | "indent" | "needsComma" | "hasTrailingComma">;

/** After the last entry of an object literal. `end` is the end of what is known to be an entry in it. */
export function entryPlace(literal: Place, end: number | null): EntryPlace {
  const { text } = literal.file;
  const closing = literal.end - 1;
  if (end === null) {
    return {
      span: span(emptyPlace(literal, literal.start + 1)),
      indent: `${indentAt(text, literal.start)}  `,
      needsComma: false,
      hasTrailingComma: true,
    };
  }
  const rest = text.slice(end, closing);
  const comma = /^\s*,/.exec(rest);
  const hasTrailingComma = comma !== null || text[end - 1] === ",";
  const offset = comma === null ? end : end + comma[0].length;
  return { span: span(emptyPlace(literal, offset)), indent: indentAt(text, end - 1), needsComma: !hasTrailingComma, hasTrailingComma };
}

function lastEntryEnd(table: Value & { readonly kind: "object" }, literal: Place): number | null {
  const ends = [...table.entries.values()].flatMap((entry) =>
    entry.whole !== null && entry.whole.file === literal.file && rangeInside(entry.whole, literal) ? [entry.whole.end] : [],
  );
  // A spread may stand last.
  const inner = literal.file.text.slice(literal.start + 1, literal.end - 1).trimEnd();
  if (inner === "") return null;
  const written = literal.start + 1 + inner.length;
  const last = Math.max(literal.start, ...ends);
  return last > literal.start && !/\.\.\./.test(literal.file.text.slice(last, written)) ? last : written;
}

/** The white space that starts the line of the offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(offset - 1, 0)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset + 1))?.[0] ?? "";
}

export function quoteOf(at: Place): Insertion["quote"] {
  const quote = /["']/.exec(sourceAt(at))?.[0] ?? /["']/.exec(at.file.text)?.[0];
  return quote === "'" ? "'" : '"';
}

function spellingOf(places: readonly Place[]): Pick<Insertion, "spelling" | "object"> {
  for (const at of places) {
    const text = sourceAt(at);
    if (/^["'`]/.test(text)) return { spelling: "string", object: null };
    const member = /^([\w$.]+)\.[\w$]+$/.exec(text);
    if (member?.[1] !== undefined) return { spelling: "member", object: member[1] };
    if (/^[A-Za-z_$][\w$]*$/.test(text)) return { spelling: "name", object: null };
  }
  return { spelling: "string", object: null };
}
