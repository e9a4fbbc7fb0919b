import type { Position } from "../protocol/places.ts";
import type { SpecFile, SpecItem, SpecUse } from "../protocol/specFiles.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { linedText, positionAt } from "./positions.ts";
import { scriptUses } from "./scriptUses.ts";
import type { Snapshot } from "./snapshot.ts";

export interface SpecUsesOptions {
  readonly project: ProjectLibrary;
  readonly symbol: string;
  readonly specs: readonly SpecFile[];
  readonly pathOf: (uri: string) => string | undefined;
}

/** The specs that use an export: the innermost items around each use, or whole files where it is used outside of all or indirectly. */
export function specUses(snapshot: Snapshot, { project, symbol, specs, pathOf }: SpecUsesOptions): readonly SpecUse[] {
  const byPath = new Map(specs.map((spec) => [pathOf(spec.uri), spec]));
  const found = new Map<SpecFile, Set<SpecItem> | null>();
  for (const use of scriptUses(snapshot, project).get(symbol) ?? []) {
    const spec = byPath.get(use.path);
    if (spec === undefined) {
      for (const path of importersOf(snapshot, use.path)) {
        const importer = byPath.get(path);
        if (importer !== undefined) found.set(importer, null);
      }
      continue;
    }
    const known = found.get(spec);
    const item = innermost(spec.items, positionAt(linedText(snapshot.read(use.path) ?? ""), use.range.start));
    if (item === null) found.set(spec, null);
    else if (known !== null) found.set(spec, (known ?? new Set()).add(item));
  }
  return [...found].map(([{ uri }, items]) => ({
    uri,
    items: items === null ? null : [...items].map(({ kind, id, isLoop }) => ({ kind, id, isLoop })),
  }));
}

/** The item that the position lies in; a suite, where that is outside of its tests. */
function innermost(items: readonly SpecItem[], position: Position): SpecItem | null {
  const around = items.find(({ range }) => !isBefore(position, range.start) && isBefore(position, range.end));
  return around === undefined ? null : (innermost(around.children, position) ?? around);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function importersOf(snapshot: Snapshot, path: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [path];
  for (let next = queue.pop(); next !== undefined; next = queue.pop())
    for (const importer of snapshot.importersOf(next)) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      queue.push(importer);
    }
  return seen;
}
