import type { Span } from "../model/span.ts";
import type { Range } from "../syntax/outline.ts";
import { scriptsOf } from "../workspace/handWritten.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { isUse } from "./scriptSymbol.ts";
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
  const add = (path: string, isUsed: (text: string, range: Range, name: string) => boolean): void => {
    const text = seen.has(path) ? undefined : snapshot.read(path);
    seen.add(path);
    if (text === undefined) return;
    for (const { name, range } of scriptWords(text, symbols)) {
      if (!isUsed(text, range, name)) continue;
      const known = uses.get(name) ?? [];
      uses.set(name, known);
      known.push({ path, range });
    }
  };
  for (const { file, declared } of declaringScripts(snapshot, project)) {
    const isDeclaration = ({ start, end }: Range): boolean => declared.some((span) => span.start <= start && end <= span.end);
    add(file, (text, range) => !isDeclaration(range) && isUse(text, range, { isDeclaredHere: true }));
    for (const importer of snapshot.importersOf(file)) add(importer, (text, range) => isUse(text, range, { isDeclaredHere: false }));
  }
  for (const path of snapshot.importersOf(project.library.out)) add(path, (text, range) => isMemberName(text, range));
  return uses;
}

interface DeclaringScript {
  readonly file: string;
  /** Of the declarations in it. */
  readonly declared: readonly Span[];
}

function declaringScripts(snapshot: Snapshot, project: ProjectLibrary): readonly DeclaringScript[] {
  const tables = snapshot.handWritten().pairs.flatMap((pair) => (pair.project === project ? [pair.table] : []));
  return [...new Set(tables.flatMap(scriptsOf))].map((file) => ({
    file,
    declared: tables
      .flatMap(({ declarations }) => declarations.flatMap(({ span, whole }) => [span, whole]))
      .filter((span) => span.file === file && span.start < span.end),
  }));
}
