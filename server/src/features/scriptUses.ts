import type { Range } from "../syntax/outline.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { isMemberName, scriptWords } from "./scriptWords.ts";
import type { Snapshot } from "./snapshot.ts";

export interface ScriptUse {
  readonly path: string;
  readonly range: Range;
}

/** Where scripts that import a library's bindings use its exports, by symbol. Without types: a member of that name counts. */
export function scriptUses(snapshot: Snapshot, project: ProjectLibrary): ReadonlyMap<string, readonly ScriptUse[]> {
  const symbols = new Set(project.analysis().module.exports.map(({ symbol }) => symbol));
  const uses = new Map<string, ScriptUse[]>();
  for (const path of snapshot.importersOf(project.library.out)) {
    const text = snapshot.read(path);
    if (text === undefined) continue;
    for (const { name, range } of scriptWords(text, symbols)) {
      if (!isMemberName(text, range)) continue;
      const known = uses.get(name) ?? [];
      uses.set(name, known);
      known.push({ path, range });
    }
  }
  return uses;
}
