import type { Export } from "../model/decls.ts";
import type { Range } from "../syntax/outline.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { librariesOfBindings, type Place, type Snapshot } from "./snapshot.ts";
import { isMemberName, scriptWords } from "./scriptWords.ts";
import { wordAt } from "./zigSymbol.ts";

export interface ScriptSymbol {
  readonly project: ProjectLibrary;
  readonly item: Export;
  readonly range: Range;
}

/** The Zig export that a name in a script means: in a bindings file, or as a member in a file that imports one. */
export function zigExportAtScript(snapshot: Snapshot, place: Place): ScriptSymbol | null {
  const text = snapshot.read(place.path);
  const range = text === undefined ? null : wordAt(text, place.offset);
  if (text === undefined || range === null) return null;
  const word = text.slice(range.start, range.end);
  const own = librariesOfBindings(snapshot, place.path);
  const projects =
    own.length > 0 ? own : snapshot.libraries.filter(({ library }) => snapshot.importersOf(library.out).includes(place.path));
  for (const project of projects) {
    const item = project.analysis().module.exports.find(({ symbol }) => symbol === word);
    const isMeant = own.length > 0 || isMemberName(text, range);
    if (item !== undefined && isMeant && scriptWords(text, word).some(({ start }) => start === range.start))
      return { project, item, range };
  }
  return null;
}
