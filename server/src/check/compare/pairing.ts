import type { FfiModule } from "../../model/decls.ts";
import type { DeclarationTable, NotUnderstood } from "../../model/declarations.ts";
import { baseName, stemOf } from "../../model/path.ts";

/** A Zig library that declarations may be about. */
export interface KnownLibrary {
  readonly name: string;
  readonly module: FfiModule;
  /** Zig triples that it is used on, where they are not those of the whole comparison. */
  readonly targets?: readonly string[] | undefined;
  /** The build.zig that makes it. */
  readonly build?: string | undefined;
  /** Whether its build puts other things into it than the module's files, so that it may export more than the module does. */
  readonly isOpen?: boolean | undefined;
}

export interface Pair {
  readonly table: DeclarationTable;
  readonly library: KnownLibrary;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  /** Tables that are about no library here, with the reason. */
  readonly foreign: readonly NotUnderstood[];
}

/** Which library each table is about: by the library's file name, else by the symbols. */
export function pairTables(tables: readonly DeclarationTable[], libraries: readonly KnownLibrary[]): Pairing {
  const claims = tables.map((table) => claimOf(table, libraries));
  const pairs: Pair[] = [];
  const foreign: NotUnderstood[] = [];
  for (const claim of claims) {
    const { table, library } = claim;
    if (library === undefined) {
      if (table.declarations.length > 0) foreign.push(left(table, "its symbols are not those of any Zig library here: it is left alone"));
    } else if (isOverruled(claim, claims)) foreign.push(left(table, overruled(claim)));
    else pairs.push({ table, library }, ...companionsOf(claim, library, libraries).map((other) => ({ table, library: other })));
  }
  return { pairs, foreign };
}

interface Claim {
  readonly table: DeclarationTable;
  readonly symbols: ReadonlySet<string>;
  readonly library: KnownLibrary | undefined;
  /** How many of the symbols the library exports. */
  readonly matches: number;
  readonly isNamed: boolean;
}

/** At least this share of a table's symbols must be exported for the table to be about a library whose file name does not fit. */
const neededShare = 1 / 3;

/** A table with at least this share declares the library beyond doubt. */
const wholeShare = 3 / 4;

function claimOf(table: DeclarationTable, libraries: readonly KnownLibrary[]): Claim {
  const symbols = new Set(table.declarations.map(({ symbol }) => symbol));
  const none: Claim = { table, symbols, library: undefined, matches: 0, isNamed: false };
  if (symbols.size === 0) return none;
  const claims = libraries.map((library): Claim => {
    const matches = library.module.exports.filter(({ symbol }) => symbols.has(symbol)).length;
    return { table, symbols, library, matches, isNamed: pathFits(table.path, library) };
  });
  const fitting = claims.filter(({ isNamed, matches }) => isNamed || (matches > 0 && matches >= symbols.size * neededShare));
  return fitting.sort((a, b) => b.matches - a.matches || Number(b.isNamed) - Number(a.isNamed))[0] ?? none;
}

/**
 * A library that wraps another one often exports the same names with other parameters. Where one table declares the Zig library and a
 * second one repeats some of its symbols among many that are not the library's, the second one is for the wrapper.
 */
function isOverruled(claim: Claim, claims: readonly Claim[]): boolean {
  if (claim.isNamed || shareOf(claim) >= wholeShare) return false;
  return claims.some(
    (other) =>
      other.library === claim.library && shareOf(other) >= wholeShare && [...claim.symbols].some((name) => other.symbols.has(name)),
  );
}

/**
 * A build may make one library of several modules, each of which looks like a library of its own: those that export what the table declares
 * besides.
 */
function companionsOf({ symbols }: Claim, library: KnownLibrary, libraries: readonly KnownLibrary[]): readonly KnownLibrary[] {
  if (library.isOpen !== true || library.build === undefined) return [];
  const exported = new Set(library.module.exports.map(({ symbol }) => symbol));
  return libraries.filter((other) => {
    if (other === library || other.build !== library.build) return false;
    const own = other.module.exports.map(({ symbol }) => symbol).filter((symbol) => symbols.has(symbol));
    // Two variants of one library (for two systems) export the same names.
    if (own.length === 0 || own.some((symbol) => exported.has(symbol))) return false;
    for (const symbol of own) exported.add(symbol);
    return true;
  });
}

function shareOf({ matches, symbols }: Claim): number {
  return symbols.size === 0 ? 0 : matches / symbols.size;
}

function overruled({ matches, symbols }: Claim): string {
  const missing = symbols.size - matches;
  return `${String(missing)} of its ${String(symbols.size)} symbols are not the Zig library's, which another table declares: it is taken for another library's and left alone`;
}

function left(table: DeclarationTable, reason: string): NotUnderstood {
  return { span: table.span, text: table.path ?? "a library whose path is not known", reason };
}

/** `./zig-out/lib/libvec.so`, `vec.dll`, `*vec*`, `libvec-*.so`: the stem is the library's name or its root's. */
function pathFits(path: string | null, { name, module }: KnownLibrary): boolean {
  if (path === null) return false;
  const stem = baseName(path.replaceAll("\\", "/"))
    .replace(/\.(?:so(?:\.\d+)*|dylib|dll|\*)$/, "")
    .replace(/^\*/, "")
    .replace(/[-_.]?\*.*$/, "")
    .replace(/^lib(?=.)/, "");
  return stem !== "" && [name, stemOf(module.root)].some((each) => each === stem || each.replace(/^lib(?=.)/, "") === stem);
}
