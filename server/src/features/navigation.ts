import type { Location } from "vscode-languageserver";
import type { Declaration } from "../model/declarations.ts";
import type { Export } from "../model/decls.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { boundFunctions } from "../workspace/generatedFile.ts";
import { linedText, locationOfSpan, rangeOfOffsets } from "./positions.ts";
import { scriptSymbolAt } from "./scriptSymbol.ts";
import { scriptUses } from "./scriptUses.ts";
import type { Place, Snapshot } from "./snapshot.ts";
import { zigSymbolAt } from "./zigSymbol.ts";

/** The other side of a boundary: from a Zig export to its TypeScript declaration, from a name in a script to Zig. */
export function definition(snapshot: Snapshot, place: Place): readonly Location[] {
  if (!place.path.endsWith(".zig")) {
    const symbol = scriptSymbolAt(snapshot, place);
    if (symbol === null) return [];
    return [locationOfSpan(snapshot, symbol.kind === "export" ? symbol.item.span : symbol.container.span)];
  }
  const symbol = zigSymbolAt(snapshot, place);
  return symbol?.kind === "export" ? declarations(snapshot, symbol.project, symbol.item) : [];
}

/** An export in Zig, in its bindings, and wherever scripts use it. */
export function references(snapshot: Snapshot, place: Place, includeDeclaration: boolean): readonly Location[] {
  const symbol = place.path.endsWith(".zig") ? zigSymbolAt(snapshot, place) : scriptSymbolAt(snapshot, place);
  if (symbol?.kind !== "export") return [];
  const { project, item } = symbol;
  const own = includeDeclaration ? [locationOfSpan(snapshot, item.span), ...declarations(snapshot, project, item)] : [];
  return [...own, ...useLocations(snapshot, project, item.symbol)];
}

/** The uses of an export in scripts other than its bindings. */
export function useLocations(snapshot: Snapshot, project: ProjectLibrary, symbol: string): readonly Location[] {
  return (scriptUses(snapshot, project).get(symbol) ?? []).map(({ path, range }) => ({
    uri: snapshot.uri(path),
    range: rangeOfOffsets(linedText(snapshot.read(path) ?? ""), range),
  }));
}

function declarations(snapshot: Snapshot, project: ProjectLibrary, item: Export): readonly Location[] {
  const { out } = project.library;
  const text = snapshot.read(out);
  const bound = text === undefined ? undefined : boundFunctions(text).get(item.symbol);
  return [
    ...(text === undefined || bound === undefined ? [] : [{ uri: snapshot.uri(out), range: rangeOfOffsets(linedText(text), bound) }]),
    ...handWrittenDeclarations(snapshot, project, item.symbol).map(({ span }) => locationOfSpan(snapshot, span)),
  ];
}

/** How scripts declare an export by hand. */
export function handWrittenDeclarations(snapshot: Snapshot, project: ProjectLibrary, symbol: string): readonly Declaration[] {
  return snapshot
    .handWritten()
    .pairs.flatMap((pair) => (pair.project === project ? pair.table.declarations : []))
    .filter((declaration) => declaration.symbol === symbol);
}
