import type { KnownLibrary } from "../check/compare/pairing.ts";
import { directoryOf, joinPath } from "../model/path.ts";
import type { ReadSource } from "../model/span.ts";

/** Libraries with what the nearest build.zig above each says about what else is in it. Nothing is run: only its text is looked at. */
export function withBuilds(libraries: readonly KnownLibrary[], read: ReadSource): readonly KnownLibrary[] {
  const built = libraries.map((library) => {
    const script = buildScriptAbove(library.module.root, read);
    return { library, script, isOpen: isOpenAlone(library, script) };
  });
  // The modules of one build may be parts of each other.
  const open = new Set(built.flatMap(({ script, isOpen }) => (isOpen && script !== undefined ? [script.path] : [])));
  return built.map(({ library, script, isOpen }) => ({
    ...library,
    build: script?.path,
    isOpen: isOpen || (script !== undefined && open.has(script.path)),
  }));
}

interface BuildScript {
  readonly path: string;
  /** Without comments. */
  readonly text: string;
}

function buildScriptAbove(file: string, read: ReadSource): BuildScript | undefined {
  for (let folder = directoryOf(file); ; folder = directoryOf(folder)) {
    const path = joinPath(folder, "build.zig");
    const text = read(path)?.text;
    if (text !== undefined) return { path, text: text.replace(/^\s*\/\/.*$/gm, "") };
    if (directoryOf(folder) === folder) return undefined;
  }
}

const foreignParts = /\.\s*(?:addCSourceFiles?|addObjectFile|addObject|addAssemblyFile)\s*\(/;

function hasForeignParts(text: string): boolean {
  if (foreignParts.test(text)) return true;
  // A program of the same build that links the library itself adds nothing to it.
  const own = new Set(Array.from(text.matchAll(/\bconst\s+(\w+)\s*=\s*\w+\s*\.\s*add(?:Shared|Static)?Library\s*\(/g), ([, name]) => name));
  return Array.from(text.matchAll(/\.\s*linkLibrary\s*\(\s*([^)]*?)\s*\)/g)).some(([, name]) => !own.has(name));
}

function isOpenAlone({ module }: KnownLibrary, script: BuildScript | undefined): boolean {
  if (script !== undefined && hasForeignParts(script.text)) return true;
  const options = optionsIn(script?.text ?? "");
  return (module.elsewhere?.packages ?? []).some((name) => !options.has(name));
}

/** Modules that hold nothing but constants: `addOptions("config", ..)`. */
function optionsIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/\.\s*addOptions\s*\(\s*"([^"\\\n]+)"/g), (match) => match[1] ?? ""));
}
