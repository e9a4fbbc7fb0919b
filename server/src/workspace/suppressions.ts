import type { Issue } from "../model/issue.ts";
import { lineStarts } from "../syntax/lines.ts";

const suppression = /zig-ffi-ignore\s+(?<codes>[\w/-]+(?:\s*,\s*[\w/-]+)*)\s*:\s*\S/;

/**
 * `// zig-ffi-ignore abi/param-type: why` on the line or the one above, on either side of an issue. Without a reason it does not count.
 */
export function createSuppressions(read: (path: string) => string | undefined): (issue: Issue) => boolean {
  const known = new Map<string, { readonly text: string; readonly codes: CodesByLine }>();
  const codesOf = (path: string): CodesByLine => {
    const text = read(path);
    if (text === undefined) return none;
    const before = known.get(path);
    if (before?.text === text) return before.codes;
    const codes = codesIn(text);
    known.set(path, { text, codes });
    return codes;
  };
  return (issue) =>
    [issue.ts, issue.zig].some((site) => {
      if (site === undefined) return false;
      const codes = codesOf(site.span.file);
      const { line } = site.span;
      return codes.size > 0 && [line, line - 1].some((at) => codes.get(at)?.includes(issue.code) === true);
    });
}

/** By 1-based line. */
type CodesByLine = ReadonlyMap<number, readonly string[]>;

const none: CodesByLine = new Map();

function codesIn(text: string): CodesByLine {
  if (!text.includes("zig-ffi-ignore")) return none;
  const lines = lineStarts(text);
  return new Map(
    lines.flatMap((start, i) => {
      const codes = suppression.exec(text.slice(start, lines[i + 1] ?? text.length))?.groups?.["codes"];
      return codes === undefined ? [] : [[i + 1, codes.split(",").map((code) => code.trim())] as const];
    }),
  );
}
