import { mirroredType } from "../check/compare/mirrored.ts";
import type { Declaration } from "../model/declarations.ts";
import type { Container, Export } from "../model/decls.ts";
import type { Span } from "../model/span.ts";
import type { Range } from "../syntax/outline.ts";
import { scriptsOf, type DeclaredLibrary } from "../workspace/handWritten.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { scriptAliases } from "./scriptAliases.ts";
import { isMemberName, scriptWords } from "./scriptWords.ts";
import { librariesOfBindings, type Place, type Snapshot } from "./snapshot.ts";
import { wordAt } from "./zigSymbol.ts";

/** What a name in a script means on the Zig side. */
export type ScriptSymbol =
  | {
      readonly kind: "export";
      readonly project: ProjectLibrary;
      readonly item: Export;
      readonly range: Range;
      /** The hand-written declaration that stands there or that the name means; absent for generated bindings. */
      readonly declaration?: Declaration | undefined;
    }
  | { readonly kind: "container"; readonly project: ProjectLibrary; readonly container: Container; readonly range: Range };

/** In a bindings file every name of its library counts; in a file that imports one, members and imported types. */
export function scriptSymbolAt(snapshot: Snapshot, place: Place): ScriptSymbol | null {
  const text = snapshot.read(place.path);
  const range = text === undefined ? null : wordAt(text, place.offset);
  if (text === undefined) return null;
  const declared = declaredAt(snapshot, place);
  if (declared !== null || range === null) return declared;
  const word = text.slice(range.start, range.end);
  const own = librariesOfBindings(snapshot, place.path);
  const projects =
    own.length > 0 ? own : snapshot.libraries.filter(({ library }) => snapshot.importersOf(library.out).includes(place.path));
  const pairs = declaringPairs(snapshot, place.path);
  if (projects.length + pairs.length === 0) return null;
  if (!scriptWords(text, new Set([word])).some((each) => each.range.start === range.start)) return null;
  const aliased = own.length > 0 ? null : aliasedAt({ path: place.path, text, range }, projects, pairs);
  if (aliased !== null) return aliased;
  for (const project of projects) {
    const item = project.analysis().module.exports.find(({ symbol }) => symbol === word);
    if (item !== undefined && (own.length > 0 || isMemberName(text, range))) return { kind: "export", project, item, range };
    const container = own.length > 0 || isImported(text, word) ? containerOf(project, word) : undefined;
    if (container !== undefined) return { kind: "container", project, container, range };
  }
  for (const { table, project } of pairs) {
    const declaration = table.declarations.find(({ symbol }) => symbol === word);
    const item = declaration === undefined ? undefined : exportOf(project, word);
    if (item !== undefined && isUse(text, range, { isDeclaredHere: scriptsOf(table).includes(place.path) }))
      return { kind: "export", project, item, range, declaration };
  }
  return null;
}

interface Word {
  readonly path: string;
  readonly text: string;
  readonly range: Range;
}

/** An export under another name than its symbol, or taken out of an object. */
function aliasedAt(
  { path, text, range }: Word,
  projects: readonly ProjectLibrary[],
  pairs: readonly DeclaredLibrary[],
): ScriptSymbol | null {
  const word = text.slice(range.start, range.end);
  for (const project of new Set([...projects, ...pairs.map((pair) => pair.project)])) {
    const own = pairs.filter((pair) => pair.project === project);
    const symbols = project.analysis().module.exports.map(({ symbol }) => symbol);
    const alias = scriptAliases({ path, text, symbols, pairs: own }).find(({ name, isUse }) => name === word && isUse(range));
    const item = alias === undefined ? undefined : exportOf(project, alias.symbol);
    const declaration = own.flatMap(({ table }) => table.declarations).find(({ symbol }) => symbol === alias?.symbol);
    if (item !== undefined) return { kind: "export", project, item, range, declaration };
  }
  return null;
}

/** Tables that a script holds, or imports from the script that holds them. */
export function declaringPairs(snapshot: Snapshot, path: string): readonly DeclaredLibrary[] {
  return snapshot
    .handWritten()
    .pairs.filter(({ table }) => scriptsOf(table).some((file) => file === path || snapshot.importersOf(file).includes(path)));
}

/** Where a declared symbol's name stands as a use: as a member, called, or imported. */
export function isUse(text: string, range: Range, { isDeclaredHere }: { readonly isDeclaredHere: boolean }): boolean {
  if (isMemberName(text, range)) return true;
  const word = text.slice(range.start, range.end);
  return isDeclaredHere ? /^\s*\(/.test(text.slice(range.end, range.end + 20)) : isImported(text, word);
}

/** A declaration's name or one of its types; a struct or enum that mirrors one of Zig's. */
function declaredAt(snapshot: Snapshot, { path, offset }: Place): ScriptSymbol | null {
  const isHere = (span: Span | null): boolean => span !== null && span.file === path && span.start <= offset && offset <= span.end;
  for (const { table, project } of snapshot.handWritten().pairs) {
    for (const declaration of table.declarations) {
      const spans = [declaration.span, ...(declaration.params ?? []).map(({ span }) => span), declaration.returns.span];
      const span = spans.find((each) => each.start < each.end && isHere(each));
      const item = span === undefined ? undefined : exportOf(project, declaration.symbol);
      if (span !== undefined && item !== undefined) return { kind: "export", project, item, range: span, declaration };
    }
    for (const mirror of table.containers.values()) {
      if (!isHere(mirror.span)) continue;
      const container = mirroredType(mirror, {
        library: { name: project.library.name, module: project.analysis().module },
        isUsed: true,
      });
      if (container !== undefined) return { kind: "container", project, container, range: mirror.span };
    }
  }
  return null;
}

function exportOf({ analysis }: ProjectLibrary, symbol: string): Export | undefined {
  return analysis().module.exports.find((item) => item.symbol === symbol);
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
