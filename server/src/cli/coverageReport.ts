import type { FileCoverage } from "../spec/coverage.ts";

/** A table for people: share of the lines that ran, and those that did not. */
export function coverageTable(files: readonly FileCoverage[], show: (path: string) => string): string {
  const rows = files.map(({ file, lines }) => {
    const missing = [...lines].flatMap(([line, isCovered]) => (isCovered ? [] : [line]));
    const share = lines.size === 0 ? 100 : (100 * (lines.size - missing.length)) / lines.size;
    return { name: show(file), share: `${share.toFixed(1)} %`, missing: rangesOf(missing) };
  });
  const width = Math.max(5, ...rows.map(({ name }) => name.length));
  const body = rows.map(({ name, share, missing }) => `${name.padEnd(width)}  ${share.padStart(7)}  ${missing}`.trimEnd());
  return [`${"lines".padEnd(width)}  ${"covered".padStart(7)}  not covered`, ...body, ""].join("\n");
}

/** The `lcov` format, which editors and CI services read. */
export function lcov(files: readonly FileCoverage[], show: (path: string) => string): string {
  return files
    .map(({ file, lines }) => {
      const counted = [...lines].map(([line, isCovered]) => `DA:${line},${isCovered ? 1 : 0}`);
      const hit = [...lines.values()].filter((isCovered) => isCovered).length;
      return ["TN:", `SF:${show(file)}`, ...counted, `LF:${lines.size}`, `LH:${hit}`, "end_of_record", ""].join("\n");
    })
    .join("");
}

/** `3-5, 9` */
function rangesOf(lines: readonly number[]): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const line of lines) {
    const open = ranges.at(-1);
    if (open?.last === line - 1) open.last = line;
    else ranges.push({ first: line, last: line });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(", ");
}
