import { manifestMarker } from "../emit/manifestZig.ts";
import { directoryOf, joinPath } from "../model/path.ts";

/** What a cheap look at a Zig file's text tells, without parsing: enough to find the roots of libraries. */
export interface ZigScan {
  readonly hasExports: boolean;
  /** Whether what it imports is analyzed for its own sake (`comptime { _ = @import("api.zig"); }`), so that exports in it are exported. */
  readonly joinsImports: boolean;
  /** Absolute paths of the `.zig` files that it imports, also those inside function bodies. */
  readonly imports: readonly string[];
}

export function scanZig(path: string, text: string): ZigScan {
  // A manifest belongs to the library that it describes. It imports its root, which would not be one any more.
  if (text.startsWith(manifestMarker)) return { hasExports: false, joinsImports: false, imports: [] };
  const hasExports = !path.endsWith("/build.zig") && /^\s*(?:pub\s+)?export\b|@export\(/m.test(text);
  const imports = new Set<string>();
  for (const [, file] of text.matchAll(importOrText)) if (file !== undefined) imports.add(joinPath(directoryOf(path), file));
  const joinsImports = /^(?:comptime\s*\{|(?:pub\s+)?usingnamespace\b)/m.test(text) && !/^pub\s+fn\s+main\s*\(/m.test(text);
  return { hasExports, joinsImports, imports: [...imports] };
}

/** Comments, strings and characters are read as a whole, so that what stands in them is no import. */
const importOrText = /\/\/[^\n]*|\\\\[^\n]*|@import\s*\(\s*"([^"\\\n]+\.zig)"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/**
 * Roots of libraries by convention, sorted: files with exports that no other file imports, and files without exports that join others which
 * have them. A file with exports that only programs, tests or each other import stands for itself.
 */
export function rootsOf(scans: ReadonlyMap<string, ZigScan>): readonly string[] {
  const imported = new Set([...scans].flatMap(([path, scan]) => scan.imports.filter((other) => other !== path)));
  const paths = [...scans.keys()].sort();
  const roots = paths.filter((path) => scans.get(path)?.hasExports === true && !imported.has(path));
  const left = new Set(paths.filter((path) => scans.get(path)?.hasExports === true));
  const take = (root: string): void => {
    for (const path of closureOf(scans, root)) left.delete(path);
  };
  roots.forEach(take);
  const joining = paths.filter((path) => scans.get(path)?.joinsImports === true && !imported.has(path));
  while (left.size > 0) {
    const best = mostOf(joining, (path) => [...closureOf(scans, path)].filter((each) => left.has(each)).length);
    if (best === undefined) break;
    roots.push(best);
    take(best);
  }
  return [...roots, ...notImportedBy(left, scans)].sort();
}

/** The first item with the highest count above zero. */
function mostOf(items: readonly string[], count: (item: string) => number): string | undefined {
  const counts = items.map((item) => ({ item, count: count(item) })).filter((each) => each.count > 0);
  return counts.sort((a, b) => b.count - a.count)[0]?.item;
}

/** Files that import each other in a circle have no root; then each stands for itself. */
function notImportedBy(files: ReadonlySet<string>, scans: ReadonlyMap<string, ZigScan>): readonly string[] {
  const imported = new Set([...files].flatMap((path) => (scans.get(path)?.imports ?? []).filter((other) => other !== path)));
  const first = [...files].filter((path) => !imported.has(path));
  return first.length > 0 ? first : [...files];
}

/** The file itself and all that it imports, directly or not, as far as they were scanned. */
export function closureOf(scans: ReadonlyMap<string, ZigScan>, root: string): ReadonlySet<string> {
  const seen = new Set([root]);
  const queue = [root];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const next of scans.get(path)?.imports ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}
