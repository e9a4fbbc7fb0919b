import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** What was executed of one script, by line. */
export interface FileCoverage {
  /** Absolute. */
  readonly file: string;
  /** By line, from 1 on: true where most of it ran: a line with `if (x) {` counts although the block was not entered. Lines without code are not among them. */
  readonly lines: ReadonlyMap<number, boolean>;
}

/** As V8 writes it: ranges of functions and blocks with the number of times they ran; inner ones come later and override outer ones. */
interface V8Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly V8Range[] }[];
}

interface V8Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/**
 * Reads what children wrote for `NODE_V8_COVERAGE` into `folder`: of scripts below `directory`, without packages and without `excluded`
 * files. What one child executed counts as executed. A child that crashed wrote nothing.
 */
export function readCoverage(folder: string, directory: string, excluded: ReadonlySet<string>): readonly FileCoverage[] {
  const runs = new Map<string, Map<number, boolean>>();
  for (const name of readdirSync(folder).sort()) {
    const report = parseReport(readFileSync(join(folder, name), "utf8"));
    for (const script of report) {
      const file = scriptPath(script.url, directory);
      if (file === null || excluded.has(file)) continue;
      const text = readText(file);
      if (text === null) continue;
      const lines = runs.get(file) ?? new Map<number, boolean>();
      runs.set(file, lines);
      for (const [line, isCovered] of linesOf(script, text)) lines.set(line, isCovered || lines.get(line) === true);
    }
  }
  return [...runs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, lines]) => ({ file, lines }));
}

function parseReport(text: string): readonly V8Script[] {
  try {
    return (JSON.parse(text) as { readonly result: readonly V8Script[] }).result;
  } catch {
    // A child was killed while it wrote.
    return [];
  }
}

function scriptPath(url: string, directory: string): string | null {
  if (!url.startsWith("file://")) return null;
  const file = fileURLToPath(url).replaceAll("\\", "/");
  const inside = relative(directory, file).replaceAll("\\", "/");
  return inside.startsWith("..") || inside.split("/").includes("node_modules") ? null : file;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Node strips types by blanks, so that offsets are those of the TypeScript source. */
function linesOf({ functions }: V8Script, text: string): ReadonlyMap<number, boolean> {
  const isRun = new Uint8Array(text.length).fill(1);
  const ranges = functions.flatMap((each) => each.ranges);
  // Outer ranges first, so that inner ones win.
  for (const { startOffset, endOffset, count } of ranges.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset))
    isRun.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  const lines = new Map<number, boolean>();
  let start = 0;
  let isComment = false;
  for (const [index, line] of text.split("\n").entries()) {
    const code = line.trim();
    if (code.startsWith("/*")) isComment = true;
    if (!isComment && !isBlank(code)) {
      const from = start + line.indexOf(code);
      const ran = isRun.subarray(from, from + code.length).reduce((sum, each) => sum + each, 0);
      lines.set(index + 1, ran * 2 >= code.length);
    }
    if (code.includes("*/")) isComment = false;
    start += line.length + 1;
  }
  return lines;
}

/** Lines that cannot run: empty ones, comments, and closing brackets. */
function isBlank(code: string): boolean {
  return code === "" || code.startsWith("//") || /^[\])};,]+$/.test(code);
}
