import { directoryOf, joinPath } from "../model/path.ts";

/** Which scripts import which files, by their relative import specifiers. Absolute paths, with `/`. */
export interface ScriptImports {
  set(path: string, text: string): void;
  delete(path: string): void;
  /** Scripts that import a file, sorted; a specifier may leave the extension out or have that of the compiled file. */
  importersOf(path: string): readonly string[];
  /** Scripts that import a file, those that import them, and so on. */
  usersOf(path: string): readonly string[];
}

export const scriptExtensions: readonly string[] = ["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"];

export function isScript(path: string): boolean {
  return scriptExtensions.some((extension) => path.endsWith(`.${extension}`));
}

export function createScriptImports(): ScriptImports {
  const targets = new Map<string, readonly string[]>();
  /** By the last part of what is imported through an alias of the project (`@/ffi`), which only its tools can resolve. */
  const byAlias = new Map<string, Set<string>>();
  const importers = new Map<string, Set<string>>();
  const forget = (path: string): void => {
    for (const users of byAlias.values()) users.delete(path);
    for (const target of targets.get(path) ?? []) importers.get(target)?.delete(path);
    targets.delete(path);
  };
  const importersOf = (path: string): readonly string[] =>
    [...new Set(spellings(path).flatMap((each) => [...(importers.get(each) ?? [])]))].sort();
  return {
    set(path, text) {
      forget(path);
      for (const name of aliasedNames(text)) byAlias.set(name, (byAlias.get(name) ?? new Set()).add(path));
      const found = relativeImports(path, text);
      if (found.length === 0) return;
      targets.set(path, found);
      for (const target of found) {
        const known = importers.get(target) ?? new Set();
        importers.set(target, known.add(path));
      }
    },
    delete: forget,
    importersOf,
    usersOf(path) {
      const found = new Set<string>();
      const open = [path];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const importers = [...importersOf(next), ...(byAlias.get(nameOf(next)) ?? [])];
        const fresh = importers.filter((each) => !found.has(each));
        for (const each of fresh) found.add(each);
        open.push(...fresh);
      }
      return [...found];
    },
  };
}

const specifier = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(["'])(\.{1,2}\/[^"'\n]+)\1/g;

function relativeImports(path: string, text: string): readonly string[] {
  const found = Array.from(text.matchAll(specifier), (match) => joinPath(directoryOf(path), match[2] ?? ""));
  return [...new Set(found)];
}

const aliased = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(["'])([^."'\n][^"'\n]*\/[^"'\n]+|[#~][^"'\n]+)\1/g;

function aliasedNames(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(aliased), (match) => nameOf(`/${match[2] ?? ""}`)));
}

/** The last part of a path without its extension; of an index the folder. */
function nameOf(path: string): string {
  return /([^/]+?)(?:\/index)?(?:\.[cm]?[jt]sx?)?$/.exec(path)?.[1] ?? "";
}

/** How an import may name a file. */
function spellings(path: string): readonly string[] {
  const dot = path.lastIndexOf(".");
  const stem = path.slice(0, dot);
  const compiled = { ".ts": ".js", ".mts": ".mjs", ".cts": ".cjs", ".tsx": ".js" }[path.slice(dot)];
  const folder = /\/index$/.test(stem) ? [stem.slice(0, -"/index".length)] : [];
  return [path, stem, ...folder, ...(compiled === undefined ? [] : [stem + compiled])];
}
