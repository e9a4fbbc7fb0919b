import type { FfiModule } from "../../model/decls.ts";
import type { Declaration, NotUnderstood } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import { manifestSymbolPrefix } from "../../model/manifest.ts";
import type { KnownLibrary, Pair } from "./pairing.ts";

/** A declared symbol that the library does not export. Silent where exports may be out of sight. */
export function missingSymbol(module: FfiModule, declaration: Declaration): readonly Issue[] {
  if (declaration.isOptional || mayExportMore(module) || module.elsewhere?.externs.includes(declaration.symbol) === true) return [];
  const near = nearest(
    declaration.symbol,
    module.exports.map(({ symbol }) => symbol),
  );
  const hint = near === null ? "" : `; did you mean ${near}?`;
  return [
    {
      code: "abi/missing-symbol",
      severity: "error",
      symbol: declaration.symbol,
      ...(near === null ? {} : { suggestion: near }),
      message: `${declaration.symbol} is declared, and the Zig library does not export it: opening the library fails, or the call does${hint}`,
      ts: { span: declaration.span, text: declaration.symbol },
    },
  ];
}

/** Exports that cannot be seen: files that are not there, names that only the compiler knows. */
function mayExportMore(module: FfiModule): boolean {
  return module.issues.some(({ code }) => code === "zig/missing-import" || code === "zig/unknown-export" || code === "zig/syntax");
}

/** Exports of a declared library that none of its tables names. Of what may stand in a part that cannot be read nothing is said. */
export function unboundExports(
  pairs: readonly Pair[],
  libraries: readonly KnownLibrary[],
  notes: readonly NotUnderstood[],
): readonly Issue[] {
  return libraries.flatMap((library) => {
    const own = pairs.filter((pair) => pair.library === library);
    const [first] = own;
    if (first === undefined) return [];
    const bound = new Set(own.flatMap(({ table }) => table.declarations.map(({ symbol }) => symbol)));
    const symbols = new Set(library.module.exports.map(({ symbol }) => symbol));
    const inTables = notes.filter((note) => own.some((pair) => isInside(note, pair)));
    const named = new Set(inTables.flatMap((note) => wordsOf(note).filter((word) => symbols.has(word))));
    if (inTables.some((note) => !wordsOf(note).some((word) => symbols.has(word)))) return [];
    return library.module.exports
      .filter((item) => item.kind === "fn" && item.isConditional !== true && !bound.has(item.symbol) && !named.has(item.symbol))
      .filter(({ symbol }) => !symbol.startsWith(manifestSymbolPrefix))
      .map((item): Issue => ({
        code: "abi/unbound-export",
        severity: "information",
        symbol: item.symbol,
        message: `${item.symbol} is exported and nobody declares it`,
        zig: { span: item.span, text: item.symbol },
        ts: { span: first.table.span, text: first.table.path ?? "" },
      }));
  });
}

function isInside({ span }: NotUnderstood, { table }: Pair): boolean {
  return span.file === table.span.file && span.start >= table.span.start && span.end <= table.span.end;
}

function wordsOf({ text }: NotUnderstood): readonly string[] {
  return text.match(/[\w$]+/g) ?? [];
}

/** A symbol that differs in a letter or two. */
function nearest(symbol: string, candidates: readonly string[]): string | null {
  // In a name of a letter or two nothing is alike.
  const limit = symbol.length < 4 ? 0 : Math.max(1, Math.floor(symbol.length / 5));
  const near = candidates
    .map((candidate) => ({ candidate, distance: distance(symbol, candidate, limit) }))
    .filter((each) => each.distance <= limit);
  return near.sort((a, b) => a.distance - b.distance)[0]?.candidate ?? null;
}

/** Levenshtein's distance, given up above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const value = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(value);
      least = Math.min(least, value);
    }
    if (least > limit) return Infinity;
    row = next;
  }
  return row[b.length] ?? Infinity;
}
