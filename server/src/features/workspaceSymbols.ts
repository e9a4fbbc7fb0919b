import { SymbolKind, type SymbolInformation } from "vscode-languageserver";
import { locationOfSpan } from "./positions.ts";
import type { Snapshot } from "./snapshot.ts";

const maxSymbols = 500;

/** Exports of all libraries whose name has the letters of the query in order. */
export function workspaceSymbols(snapshot: Snapshot, query: string): readonly SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const { library, analysis } of snapshot.libraries) {
    for (const item of analysis().module.exports) {
      if (found.length >= maxSymbols) return found;
      if (!hasLetters(item.symbol.toLowerCase(), query.toLowerCase())) continue;
      const kind = item.kind === "fn" ? SymbolKind.Function : SymbolKind.Variable;
      found.push({ name: item.symbol, kind, location: locationOfSpan(snapshot, item.span), containerName: `export of ${library.name}` });
    }
  }
  return found;
}

function hasLetters(name: string, query: string): boolean {
  let at = 0;
  for (const letter of query) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
