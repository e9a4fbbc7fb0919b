import type { FfiModule } from "../model/decls.ts";
import type { LibraryInfo } from "./symbols/libraryInfo.ts";

/** What a source exports and a built library does not, and the other way round. Symbols in the order of their side. */
export interface LibraryDifference {
  /** Certain: the source exports them unconditionally, under a literal name. */
  readonly missing: readonly string[];
  /** Not in the library, and exported by the source under a condition only: that may be right. */
  readonly conditional: readonly string[];
  readonly extra: readonly string[];
  /** Why `extra` may yet come from the source, or null: exports that only the compiler can name, files that could not be read. */
  readonly doubt: string | null;
}

/** Compares symbols only; a symbol's signature is not in a library. */
export function libraryDifference(module: FfiModule, info: LibraryInfo): LibraryDifference {
  const built = new Set(info.exports.map(({ name }) => name));
  const declared = new Set(module.exports.map(({ symbol }) => symbol));
  const absent = module.exports.filter(({ symbol, unknown }) => unknown === null && !built.has(symbol));
  const missing = absent.filter(({ isConditional }) => isConditional !== true).map(({ symbol }) => symbol);
  const conditional = absent.filter(({ isConditional }) => isConditional === true).map(({ symbol }) => symbol);
  const extra = info.exports.map(({ name }) => name).filter((name) => !declared.has(name));
  const open = module.issues.filter(({ code }) => code === "zig/unknown-export" || code === "zig/missing-import" || code === "zig/syntax");
  return { missing, conditional, extra, doubt: open[0]?.message ?? null };
}
