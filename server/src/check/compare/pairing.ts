import type { FfiModule } from "../../model/decls.ts";
import type { DeclarationTable } from "../../model/declarations.ts";
import { baseName, stemOf } from "../../model/path.ts";

/** A Zig library that declarations may be about. */
export interface KnownLibrary {
  readonly name: string;
  readonly module: FfiModule;
}

/** A table with the library that it is about. */
export interface Pair {
  readonly table: DeclarationTable;
  readonly library: KnownLibrary;
}

/** At least this share of a table's symbols must be exported for the table to be about a library whose file name does not fit. */
const neededShare = 1 / 3;

/** The library that most of a table's symbols are from; undefined where too few are and no name fits. */
export function libraryOf(table: DeclarationTable, libraries: readonly KnownLibrary[]): KnownLibrary | undefined {
  const symbols = new Set(table.declarations.map(({ symbol }) => symbol));
  if (symbols.size === 0) return undefined;
  const scored = libraries.map((library) => {
    const matches = library.module.exports.filter(({ symbol }) => symbols.has(symbol)).length;
    const isNamed = pathFits(table.path, library);
    return { library, matches, isNamed, fits: isNamed || (matches > 0 && matches >= symbols.size * neededShare) };
  });
  const best = scored.filter(({ fits }) => fits).sort((a, b) => b.matches - a.matches || Number(b.isNamed) - Number(a.isNamed));
  return best[0]?.library;
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
