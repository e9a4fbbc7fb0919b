import type { LayoutField } from "../../../server/src/protocol/layoutView.ts";

/** A byte map as rows of equal width; units are bytes, or bits for packed types. */
export interface ByteMap {
  readonly unit: "byte" | "bit";
  /** Units a row. */
  readonly width: number;
  readonly lines: readonly MapLine[];
  /** Units that no field uses. */
  readonly padding: number;
}

export type MapLine =
  | { readonly kind: "row"; readonly start: number; readonly runs: readonly MapRun[]; readonly isCacheLine: boolean }
  /** Rows that lie wholly in one field (or in padding) and are left out. */
  | { readonly kind: "more"; readonly start: number; readonly rows: number; readonly field: number | null };

/** Neighbouring units of one field; `field` is an index, null is padding. */
export interface MapRun {
  readonly start: number;
  readonly length: number;
  readonly field: number | null;
}

const cacheLine = 64;
/** Of equal rows this many are shown, then their number. */
const shownEqualRows = 2;

/** Fields of a struct lie one after the other; those of a union on each other, so each gets rows of its own. */
export function byteMap(kind: string, size: number, fields: readonly LayoutField[]): ByteMap {
  const isPacked = kind.startsWith("packed");
  const spans = fields.map((field) =>
    isPacked ? { start: field.bitOffset, length: field.bitSize } : { start: field.offset, length: field.size },
  );
  const total = isPacked ? Math.max(size * 8, 0) : size;
  const width = isPacked || total <= cacheLine ? 8 : 16;
  const unit = isPacked ? "bit" : "byte";
  if (kind.endsWith("union")) {
    const lines = spans.flatMap((span, index) => linesOf(runsOf(total, [{ ...span, index }]), width, unit));
    const used = Math.max(0, ...spans.map(({ start, length }) => start + length));
    return { unit, width, lines, padding: total - used };
  }
  const runs = runsOf(
    total,
    spans.map((span, index) => ({ ...span, index })),
  );
  const padding = runs.filter(({ field }) => field === null).reduce((sum, { length }) => sum + length, 0);
  return { unit, width, lines: linesOf(runs, width, unit), padding };
}

interface IndexedSpan {
  readonly start: number;
  readonly length: number;
  readonly index: number;
}

function runsOf(total: number, spans: readonly IndexedSpan[]): readonly MapRun[] {
  const runs: MapRun[] = [];
  let end = 0;
  for (const span of [...spans].filter(({ length }) => length > 0).sort((a, b) => a.start - b.start)) {
    if (span.start > end) runs.push({ start: end, length: span.start - end, field: null });
    runs.push({ start: span.start, length: span.length, field: span.index });
    end = span.start + span.length;
  }
  if (end < total) runs.push({ start: end, length: total - end, field: null });
  return runs;
}

function linesOf(runs: readonly MapRun[], width: number, unit: "byte" | "bit"): readonly MapLine[] {
  const lines: MapLine[] = [];
  let row: MapRun[] = [];
  const flush = (): void => {
    const [first] = row;
    if (first === undefined) return;
    const start = first.start - (first.start % width);
    lines.push({ kind: "row", start, runs: row, isCacheLine: unit === "byte" && start > 0 && start % cacheLine === 0 });
    row = [];
  };
  for (const run of runs) {
    let { start, length } = run;
    while (length > 0) {
      const wholeRows = start % width === 0 ? Math.floor(length / width) : 0;
      if (wholeRows > shownEqualRows + 1) {
        flush();
        for (let shown = 0; shown < shownEqualRows; shown++) {
          row = [{ ...run, start: start + shown * width, length: width }];
          flush();
        }
        lines.push({ kind: "more", start: start + shownEqualRows * width, rows: wholeRows - shownEqualRows, field: run.field });
        start += wholeRows * width;
        length -= wholeRows * width;
        continue;
      }
      const part = Math.min(length, width - (start % width));
      row.push({ ...run, start, length: part });
      start += part;
      length -= part;
      if (start % width === 0) flush();
    }
  }
  flush();
  return lines;
}
