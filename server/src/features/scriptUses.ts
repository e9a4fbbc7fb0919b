import type { Span } from "../model/span.ts";
import type { Range } from "../syntax/outline.ts";
import { scriptsOf, type DeclaredLibrary } from "../workspace/handWritten.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { scriptAliases } from "./scriptAliases.ts";
import { declaringPairs, isUse } from "./scriptSymbol.ts";
import { isMemberName, scriptWords } from "./scriptWords.ts";
import type { Snapshot } from "./snapshot.ts";

export interface ScriptUse {
  readonly path: string;
  readonly range: Range;
}

/**
 * Where scripts use a library's exports, by symbol: those that import its bindings, that declare it by hand, or import such a script.
 * Without types: a member of that name counts.
 */
export function scriptUses(snapshot: Snapshot, project: ProjectLibrary): ReadonlyMap<string, readonly ScriptUse[]> {
  const symbols = new Set(project.analysis().module.exports.map(({ symbol }) => symbol));
  const uses = new Map<string, ScriptUse[]>();
  const seen = new Set<string>();
  const add = (path: string, isUsed: (text: string, range: Range) => boolean): void => {
    const text = seen.has(path) ? undefined : snapshot.read(path);
    seen.add(path);
    if (text === undefined) return;
    const pairs = declaringPairs(snapshot, path).filter((pair) => pair.project === project);
    const aliases = scriptAliases({ path, text, symbols, pairs });
    const declared = declaredIn(pairs, path);
    for (const { name, range } of scriptWords(text, new Set([...symbols, ...aliases.map((alias) => alias.name)]))) {
      if (declared.some((span) => span.start <= range.start && range.end <= span.end)) continue;
      const alias = aliases.find((each) => each.name === name && each.isUse(range));
      const symbol = alias?.symbol ?? (symbols.has(name) && isUsed(text, range) ? name : undefined);
      if (symbol === undefined) continue;
      const known = uses.get(symbol) ?? [];
      uses.set(symbol, known);
      known.push({ path, range });
    }
  };
  for (const file of declaringScripts(snapshot, project)) {
    add(file, (text, range) => isUse(text, range, { isDeclaredHere: true }));
    for (const importer of snapshot.importersOf(file)) add(importer, (text, range) => isUse(text, range, { isDeclaredHere: false }));
  }
  for (const path of snapshot.importersOf(project.library.out)) add(path, (text, range) => isMemberName(text, range));
  return uses;
}

function declaringScripts(snapshot: Snapshot, project: ProjectLibrary): ReadonlySet<string> {
  return new Set(snapshot.handWritten().pairs.flatMap((pair) => (pair.project === project ? scriptsOf(pair.table) : [])));
}

/** Where a script holds declarations, which are no uses. */
function declaredIn(pairs: readonly DeclaredLibrary[], path: string): readonly Span[] {
  return pairs
    .flatMap(({ table }) => table.declarations.flatMap(({ span, whole }) => [span, whole]))
    .filter((span) => span.file === path && span.start < span.end);
}
