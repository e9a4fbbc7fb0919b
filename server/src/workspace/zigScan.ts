import { directoryOf, joinPath } from "../model/path.ts";

/** What a cheap look at a Zig file's text tells, without parsing: enough to find the roots of libraries. */
export interface ZigScan {
  readonly hasExports: boolean;
  /** Absolute paths of the `.zig` files that it imports, also those inside function bodies. */
  readonly imports: readonly string[];
}

export function scanZig(path: string, text: string): ZigScan {
  const hasExports = !path.endsWith("/build.zig") && /^\s*(?:pub\s+)?export\b|@export\(/m.test(text);
  const imports = new Set<string>();
  for (const match of text.matchAll(/^(?!\s*\/\/).*?@import\s*\(\s*"([^"\\\n]+\.zig)"|@import\s*\(\s*"([^"\\\n]+\.zig)"/gm)) {
    imports.add(joinPath(directoryOf(path), match[1] ?? match[2] ?? ""));
  }
  return { hasExports, imports: [...imports] };
}

/** Roots of libraries by convention: files with exports that no other file imports; sorted. */
export function rootsOf(scans: ReadonlyMap<string, ZigScan>): readonly string[] {
  const exporting = [...scans].flatMap(([path, scan]) => (scan.hasExports ? [path] : [])).sort();
  const imported = new Set([...scans].flatMap(([path, scan]) => scan.imports.filter((other) => other !== path)));
  const roots = exporting.filter((path) => !imported.has(path));
  // Files that import each other in a circle have no root; then each stands for itself.
  return roots.length > 0 ? roots : exporting;
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
