import type { Container, Export } from "../model/decls.ts";
import type { Range } from "../syntax/outline.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { isMemberName, scriptWords } from "./scriptWords.ts";
import { librariesOfBindings, type Place, type Snapshot } from "./snapshot.ts";
import { wordAt } from "./zigSymbol.ts";

/** What a name in a script means on the Zig side. */
export type ScriptSymbol =
  | { readonly kind: "export"; readonly project: ProjectLibrary; readonly item: Export; readonly range: Range }
  | { readonly kind: "container"; readonly project: ProjectLibrary; readonly container: Container; readonly range: Range };

/** In a bindings file every name of its library counts; in a file that imports one, members and imported types. */
export function scriptSymbolAt(snapshot: Snapshot, place: Place): ScriptSymbol | null {
  const text = snapshot.read(place.path);
  const range = text === undefined ? null : wordAt(text, place.offset);
  if (text === undefined || range === null) return null;
  const word = text.slice(range.start, range.end);
  const own = librariesOfBindings(snapshot, place.path);
  const projects =
    own.length > 0 ? own : snapshot.libraries.filter(({ library }) => snapshot.importersOf(library.out).includes(place.path));
  if (projects.length === 0 || !scriptWords(text, new Set([word])).some((each) => each.range.start === range.start)) return null;
  for (const project of projects) {
    const item = project.analysis().module.exports.find(({ symbol }) => symbol === word);
    if (item !== undefined && (own.length > 0 || isMemberName(text, range))) return { kind: "export", project, item, range };
    const container = own.length > 0 || isImported(text, word) ? containerOf(project, word) : undefined;
    if (container !== undefined) return { kind: "container", project, container, range };
  }
  return null;
}

function isImported(text: string, word: string): boolean {
  return Array.from(text.matchAll(/\bimport\b([^;"']*)\bfrom\b/g), (match) => match[1] ?? "").some((names) =>
    names.split(/[^\p{ID_Continue}$]+/u).includes(word),
  );
}

/** By the name that the plan gave the type. */
function containerOf({ analysis }: ProjectLibrary, name: string): Container | undefined {
  const { plan, module } = analysis();
  const type = plan.types.find((each) => each.name === name);
  return type === undefined ? undefined : [...module.containers.values()].find((container) => container.name === type.zigName);
}
