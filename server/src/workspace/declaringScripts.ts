import { provenance } from "../emit/bindings.ts";
import type { DeclarationFile } from "../model/declarations.ts";
import { mentionsDeclarations } from "../syntax/bindings/mentions.ts";

/** Whether a script may declare native functions by hand. What we generated is checked as a whole, by its text. */
export function isDeclaring(text: string): boolean {
  return mentionsDeclarations(text) && isHandWritten(text);
}

export function isHandWritten(text: string): boolean {
  return provenance(text) === "foreign";
}

/** What scripts declare, and what those do that import one which opens libraries for others: their own text may name none. */
export function withCallers(
  files: readonly string[],
  read: (path: string) => DeclarationFile,
  importersOf: (path: string) => readonly string[],
): readonly DeclarationFile[] {
  const known = new Set(files);
  const found = files.map(read);
  const callers = found.filter(({ isOpener }) => isOpener).flatMap(({ file }) => importersOf(file).filter((path) => !known.has(path)));
  return [...found, ...[...new Set(callers)].sort().map(read)];
}

const foreign = new Set(["node_modules", ".git", ".zig-cache", "zig-cache", "zig-out", "dist", "build", "out", "coverage"]);

/** Whether a script, by its path below the project, is a source: not built, not installed, no mere types. */
export function isOfTheProject(path: string): boolean {
  return !/\.(?:d\.[cm]?ts|min\.js)$/.test(path) && !path.split("/").some((part) => foreign.has(part));
}
