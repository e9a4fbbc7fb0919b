import type { Container, FfiModule, FunctionExport } from "../../model/decls.ts";
import type { Declaration, DeclarationFile, DeclarationTable, NotUnderstood } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import { manifestSymbolPrefix } from "../../model/manifest.ts";
import { parseTarget, type Target } from "../../model/target.ts";
import { enumIssues } from "./enums.ts";
import { compareFunction, sidesOf, structIssues } from "./functions.ts";
import { mirroredType } from "./mirrors.ts";
import { pairTables, type KnownLibrary, type Pair } from "./pairing.ts";

export interface ComparisonRequest {
  readonly libraries: readonly KnownLibrary[];
  readonly files: readonly DeclarationFile[];
  /** Zig triples, for libraries that have none of their own. */
  readonly targets: readonly string[];
  /**
   * Gives what an earlier comparison of the same table, struct or enum with the same library found, or computes it: for those who compare
   * again after each keystroke.
   */
  readonly keep?: ((about: object, library: KnownLibrary, compute: () => Found | null) => Found | null) | undefined;
}

/** Of one table or mirror with one library; null in its place: the library has nothing that it mirrors. */
export interface Found {
  readonly issues: readonly Issue[];
  /** Declarations whose symbol the library exports. */
  readonly paired: number;
}

export interface Comparison {
  readonly issues: readonly Issue[];
  readonly notUnderstood: readonly NotUnderstood[];
  readonly checked: {
    readonly exports: number;
    readonly declarations: number;
    /** Declarations whose symbol a library exports. */
    readonly paired: number;
    /** Structs and enums that were compared by name. */
    readonly types: number;
  };
  /** Which library each table was taken for. */
  readonly pairs: readonly Pair[];
}

/**
 * Hand-written declarations against the Zig libraries that they are for, by their C ABI on each target. A table that fits no library is not
 * understood, and never reported as wrong.
 */
export function compareTables({
  libraries,
  files,
  targets,
  keep = (_about, _library, compute) => compute(),
}: ComparisonRequest): Comparison {
  const machinesOf = (library: KnownLibrary): readonly Target[] =>
    (library.targets ?? targets).map(parseTarget).filter((target) => target !== undefined);
  const tables = uniqueTables(files);
  const { pairs, foreign } = pairTables(tables, libraries);
  const found = pairs.flatMap(({ table, library }) => keep(table, library, () => compareTable(table, library, machinesOf(library))) ?? []);
  const mirrors = files.flatMap((file) => file.mirrors.map((mirror) => mirror.container));
  const declared = [...mirrors, ...pairs.flatMap(({ table }) => [...table.containers.values()].filter(({ kind }) => kind === "enum"))];
  const named = unique(declared).flatMap((container) => {
    for (const library of libraries) {
      const mirrored = keep(container, library, () => compareMirror(container, library, machinesOf(library)));
      if (mirrored !== null) return [mirrored];
    }
    return [];
  });
  const issues = [...found.flatMap((each) => each.issues), ...named.flatMap((each) => each.issues), ...unboundExports(pairs, libraries)];
  return {
    issues: uniqueIssues(issues),
    notUnderstood: [...uniqueNotes(files), ...foreign],
    checked: {
      exports: libraries.reduce((sum, { module }) => sum + module.exports.length, 0),
      declarations: tables.reduce((sum, { declarations }) => sum + declarations.length, 0),
      paired: found.reduce((sum, { paired }) => sum + paired, 0),
      types: named.length,
    },
    pairs,
  };
}

/** The same table is seen from each file that imports it. */
function uniqueTables(files: readonly DeclarationFile[]): readonly DeclarationTable[] {
  const seen = new Map<string, DeclarationTable>();
  for (const table of files.flatMap((file) => file.tables)) {
    const places = table.declarations.map(({ span }) => `${span.file}:${String(span.start)}`);
    const key = places.length === 0 ? `${table.span.file}:${String(table.span.start)}` : places.join(" ");
    if (!seen.has(key)) seen.set(key, table);
  }
  return [...seen.values()];
}

function uniqueNotes(files: readonly DeclarationFile[]): readonly NotUnderstood[] {
  const seen = new Map<string, NotUnderstood>();
  for (const note of files.flatMap((file) => file.notUnderstood))
    seen.set(`${note.span.file}:${String(note.span.start)}:${note.reason}`, note);
  return [...seen.values()];
}

function unique(containers: readonly Container[]): readonly Container[] {
  return [...new Map(containers.map((container) => [container.id, container])).values()];
}

function uniqueIssues(issues: readonly Issue[]): readonly Issue[] {
  const keyOf = ({ code, message, ts, zig }: Issue): string =>
    [code, message, ts?.span.file, ts?.span.start, zig?.span.file, zig?.span.start].join(" ");
  return [...new Map(issues.map((issue) => [keyOf(issue), issue])).values()];
}

function compareTable(table: DeclarationTable, { module }: KnownLibrary, targets: readonly Target[]): Found {
  const sides = sidesOf(module, table, targets);
  const exports = new Map(module.exports.map((item) => [item.symbol, item]));
  let paired = 0;
  const issues = table.declarations.flatMap((declaration): readonly Issue[] => {
    const item = exports.get(declaration.symbol);
    if (item === undefined) return missingSymbol(module, declaration);
    paired++;
    if (item.kind !== "fn") return declaration.kind === "fn" ? [notAFunction(item.symbol, item.span, item.typeText, declaration)] : [];
    return declaration.kind === "fn" && item.unknown === null ? compareFunction(module, sides, item, declaration) : [];
  });
  return { issues, paired };
}

function missingSymbol(module: FfiModule, declaration: Declaration): readonly Issue[] {
  if (declaration.isOptional || mayExportMore(module)) return [];
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
      message: `${declaration.symbol} is declared, and the Zig library does not export it: opening the library fails, or the call does${hint}`,
      ts: { span: declaration.span, text: declaration.symbol },
    },
  ];
}

/** Exports that cannot be seen: files that are not there, names that only the compiler knows. */
function mayExportMore(module: FfiModule): boolean {
  return module.issues.some(({ code }) => code === "zig/missing-import" || code === "zig/unknown-export" || code === "zig/syntax");
}

function notAFunction(symbol: string, span: FunctionExport["span"], text: string, declaration: Declaration): Issue {
  return {
    code: "abi/param-type",
    severity: "error",
    symbol,
    message: `${symbol} is a variable of type ${text} in Zig, and is declared as a function: calling it runs data as code`,
    zig: { span, text },
    ts: { span: declaration.span, text: symbol },
  };
}

function compareMirror(mirror: Container, { module }: KnownLibrary, targets: readonly Target[]): Found | null {
  const zig = mirroredType(mirror, module.containers.values());
  if (zig === undefined) return null;
  if (zig.kind === "enum" && mirror.kind === "enum") return { issues: enumIssues(zig, mirror), paired: 0 };
  const sides = sidesOf(module, { containers: new Map([[mirror.id, mirror]]), span: mirror.span }, targets);
  return { issues: structIssues(sides, zig, mirror, null), paired: 0 };
}

function unboundExports(pairs: Comparison["pairs"], libraries: readonly KnownLibrary[]): readonly Issue[] {
  return libraries.flatMap((library) => {
    const own = pairs.filter((pair) => pair.library === library);
    const [first] = own;
    if (first === undefined) return [];
    const bound = new Set(own.flatMap(({ table }) => table.declarations.map(({ symbol }) => symbol)));
    return library.module.exports
      .filter((item) => item.kind === "fn" && !bound.has(item.symbol) && !item.symbol.startsWith(manifestSymbolPrefix))
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

/** A symbol that differs in a letter or two. */
function nearest(symbol: string, candidates: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(symbol.length / 5));
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
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
