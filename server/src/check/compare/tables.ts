import type { DeclarationFile, DeclarationTable, NotUnderstood } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import { parseTarget, type Target } from "../../model/target.ts";
import { agreedTypes } from "./agreement.ts";
import { sidesOf, type Found, type Keep } from "./findings.ts";
import { compareFunction } from "./functions.ts";
import { mirrorIssues } from "./mirrors.ts";
import { pairTables, type KnownLibrary, type Pair } from "./pairing.ts";
import { missingSymbol, unboundExports } from "./symbols.ts";
import { variableIssues } from "./variables.ts";

export interface ComparisonRequest {
  readonly libraries: readonly KnownLibrary[];
  readonly files: readonly DeclarationFile[];
  /** Zig triples, for libraries that have none of their own. */
  readonly targets: readonly string[];
  readonly keep?: Keep | undefined;
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
  /** See `agreedTypes`; computed when asked for. */
  readonly agreed: () => ReadonlySet<string>;
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
  const targetsOf = (library: KnownLibrary): readonly Target[] =>
    (library.targets ?? targets).map(parseTarget).filter((target) => target !== undefined);
  const tables = uniqueTables(files);
  const notes = uniqueNotes(files);
  const { pairs, foreign } = pairTables(tables, libraries);
  const found = pairs.flatMap((pair) => {
    const kept = keep(pair.table, pair.library, () => compareTable(pair, targetsOf(pair.library)));
    return kept === null ? [] : [pair.library.isOpen === true ? withoutMissing(kept) : kept];
  });
  const mirrors = mirrorIssues({ libraries, files, pairs, targetsOf, keep });
  const issues = [...found.flatMap((each) => each.issues), ...mirrors.issues, ...unboundExports(pairs, libraries, notes)];
  return {
    issues: uniqueIssues(issues),
    notUnderstood: [...notes, ...foreign],
    checked: {
      exports: libraries.reduce((sum, { module }) => sum + module.exports.length, 0),
      declarations: tables.reduce((sum, { declarations }) => sum + declarations.length, 0),
      paired: found.reduce((sum, { paired }) => sum + paired, 0),
      types: mirrors.types,
    },
    pairs,
    agreed: () => agreedTypes(pairs, targetsOf),
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
  const keyOf = ({ span, reason }: NotUnderstood): string => `${span.file}:${String(span.start)}:${reason}`;
  return firstOfEach(
    files.flatMap((file) => file.notUnderstood),
    keyOf,
  );
}

/** A struct is compared for each function that takes it. */
function uniqueIssues(issues: readonly Issue[]): readonly Issue[] {
  return firstOfEach(issues, ({ code, message, ts, zig }) =>
    [code, message, ts?.span.file, ts?.span.start, zig?.span.file, zig?.span.start].join(" "),
  );
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item);
  return [...seen.values()];
}

function compareTable({ table, library: { module } }: Pair, targets: readonly Target[]): Found {
  const sides = sidesOf(module, table, targets);
  const exports = new Map(module.exports.map((item) => [item.symbol, item]));
  let paired = 0;
  const issues = table.declarations.flatMap((declaration): readonly Issue[] => {
    const item = exports.get(declaration.symbol);
    if (item === undefined) return missingSymbol(module, declaration);
    paired++;
    if (item.kind !== "fn" || declaration.kind !== "fn") return variableIssues(sides, item, declaration);
    return item.unknown === null ? compareFunction(module, sides, item, declaration) : [];
  });
  return { issues, paired };
}

/** What the sources do not export may come from another part of the build. */
function withoutMissing({ issues, paired }: Found): Found {
  return { issues: issues.filter(({ code }) => code !== "abi/missing-symbol"), paired };
}
