import { provenance } from "../emit/bindings.ts";
import { mentionsDeclarations } from "../syntax/bindings/mentions.ts";

/** Whether a script may declare native functions by hand. What we generated is checked as a whole, by its text. */
export function isDeclaring(text: string): boolean {
  return mentionsDeclarations(text) && provenance(text) === "foreign";
}

const foreign = new Set(["node_modules", ".git", ".zig-cache", "zig-cache", "zig-out", "dist", "build", "out", "coverage"]);

/** Whether a script, by its path below the project, is a source: not built, not installed, no mere types. */
export function isOfTheProject(path: string): boolean {
  return !/\.(?:d\.[cm]?ts|min\.js)$/.test(path) && !path.split("/").some((part) => foreign.has(part));
}
