import type { Container } from "../../model/decls.ts";
import { directoryOf, joinPath, relativePath } from "../../model/path.ts";
import type { ReadSource } from "../../model/span.ts";
import { probeModuleName, type Question, type Questions } from "./questions.ts";

/** Copies of a module's sources with the questions appended, so that private declarations of every file can be asked for. */
export interface Overlay {
  /** Text of each copy by its path below the overlay's folder. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files that are copied as they are (`@embedFile`), by their path below the overlay's folder: absolute. */
  readonly copies: ReadonlyMap<string, string>;
  /** Below the overlay's folder. */
  readonly root: string;
  /** Every question, by its number. */
  readonly questions: readonly Question[];
  /** What stands on a line of a copy: lines after the original's last one carry a question each. */
  place(file: string, line: number): OverlayPlace | undefined;
}

export type OverlayPlace =
  { readonly kind: "source"; readonly file: string; readonly line: number } | { readonly kind: "question"; readonly question: Question };

/** The sources that a module is compiled from, by absolute path. Undefined when the root cannot be read. */
export function readSources(root: string, read: ReadSource): Sources | undefined {
  const zig = new Map<string, string>();
  const data = new Set<string>();
  const queue = [root];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (zig.has(path)) continue;
    const text = read(path)?.text;
    if (text === undefined) {
      if (path === root) return undefined;
      continue;
    }
    zig.set(path, text);
    for (const name of importsIn(text)) {
      const target = joinPath(directoryOf(path), name.path);
      if (name.path.endsWith(".zig") && !name.isEmbedded) queue.push(target);
      else data.add(target);
    }
  }
  return { root, zig, data: [...data].filter((path) => !zig.has(path)) };
}

/** Names that the sources import and only a build can explain. */
export function packagesOf({ zig }: Sources): readonly string[] {
  const known = ["std", "builtin", "root"];
  const names = [...zig.values()].flatMap((text) => importsIn(text, true).map(({ path }) => path));
  return [...new Set(names)].filter((name) => !/\.(?:zig|zon)$/.test(name) && !known.includes(name));
}

export interface Sources {
  readonly root: string;
  readonly zig: ReadonlyMap<string, string>;
  /** Embedded files and `.zon` data; may be missing. */
  readonly data: readonly string[];
}

export function createOverlay(sources: Sources, { list, marked }: Questions): Overlay {
  const base = commonFolder([...sources.zig.keys(), ...sources.data]);
  const shown = (path: string): string => relativePath(base, path);
  const starts = new Map<string, number>();
  const byFile = new Map<string, number[]>();
  list.forEach((question, index) => byFile.set(question.file, [...(byFile.get(question.file) ?? []), index]));
  const texts = new Map<string, string>();
  for (const [path, text] of sources.zig) {
    const edited = applyEdits(text, [...exportEdits(text), ...markEdits(path, text, marked)]);
    const blocks = (byFile.get(path) ?? []).map((index) => blockText(list[index], index));
    if (path === sources.root) blocks.push(...rootBlocks([...byFile.keys()], sources));
    starts.set(shown(path), lineCount(text));
    texts.set(shown(path), `${edited}\n${blocks.join("\n")}\n`);
  }
  const originals = new Map([...sources.zig.keys()].map((path) => [shown(path), path]));
  return {
    texts,
    copies: new Map(sources.data.map((path) => [shown(path), path])),
    root: shown(sources.root),
    questions: list,
    place(name, line) {
      const file = originals.get(name);
      if (file === undefined) return undefined;
      const start = starts.get(name) ?? 0;
      if (line <= start) return { kind: "source", file, line };
      const question = list[byFile.get(file)?.[line - start - 1] ?? -1];
      return question === undefined ? undefined : { kind: "question", question };
    },
  };
}

function blockText(question: Question | undefined, index: number): string {
  return `comptime { ${(question?.statement ?? "").replaceAll("%", `"${index}"`)} }`;
}

/** A file's own blocks are only looked at when something uses the file. */
function rootBlocks(files: readonly string[], { root, zig }: Sources): readonly string[] {
  const others = files.filter((file) => file !== root && zig.has(file));
  const uses = others.map((file) => `comptime { _ = @import(${JSON.stringify(relativePath(directoryOf(root), file))}); }`);
  return [...uses, `comptime { @import("${probeModuleName}").end(); }`];
}

function lineCount(text: string): number {
  return text.split("\n").length;
}

function commonFolder(paths: readonly string[]): string {
  let folder = directoryOf(paths[0] ?? "/");
  while (folder !== "" && !paths.every((path) => path.startsWith(folder === "/" ? folder : `${folder}/`))) folder = directoryOf(folder);
  return folder;
}

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = text;
  for (const { at, remove, text: put } of [...edits].sort((a, b) => b.at - a.at)) out = out.slice(0, at) + put + out.slice(at + remove);
  return out;
}

/** Comments and all kinds of literals, so that what is found between them is code. */
const notCode = String.raw`//[^\n]*|\\\\[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;

/** Names in `@import` and `@embedFile`, also those inside function bodies: the compiler loads every one. */
function importsIn(text: string, hasPackages = false): readonly { readonly path: string; readonly isEmbedded: boolean }[] {
  const pattern = new RegExp(String.raw`@(?<builtin>import|embedFile)\s*\(\s*"(?<path>(?:\\.|[^"\\\n])*)"|${notCode}`, "g");
  return [...text.matchAll(pattern)].flatMap(({ groups }) => {
    const { builtin, path } = groups ?? {};
    if (builtin === undefined || path === undefined) return [];
    const isEmbedded = builtin === "embedFile";
    const isWanted = hasPackages ? !isEmbedded : isEmbedded || /\.(?:zig|zon)$/.test(path);
    return isWanted ? [{ path, isEmbedded }] : [];
  });
}

/** `@export` is replaced by a call that logs name and type, which tells symbols whose names are computed. */
function exportEdits(text: string): readonly Edit[] {
  if (!text.includes("@export")) return [];
  const pattern = new RegExp(String.raw`(?<call>@export)(?=\s*\()|${notCode}`, "g");
  return [...text.matchAll(pattern)].flatMap((match) =>
    match.groups?.["call"] === undefined
      ? []
      : [{ at: match.index, remove: "@export".length, text: `@import("${probeModuleName}").exported` }],
  );
}

function markEdits(path: string, text: string, marked: readonly Container[]): readonly Edit[] {
  return marked.flatMap((container, index): Edit[] => {
    // A tuple takes no declarations.
    if (container.span.file !== path || (container.kind === "struct" && container.isTuple)) return [];
    const { start, end } = container.span;
    const isInline = text.slice(start, end).endsWith("}");
    const at = bodyStart(text, isInline ? start : end);
    return at === undefined ? [] : [{ at, remove: 0, text: ` pub const ${probeModuleName}_mark = ${index};` }];
  });
}

/** Behind the `{` of the container that starts at an offset or is the value of the name that ends there. */
function bodyStart(text: string, from: number): number | undefined {
  const pattern = new RegExp(String.raw`(?<mark>[(){])|${notCode}`, "g");
  pattern.lastIndex = from;
  let depth = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const mark = match.groups?.["mark"];
    if (mark === "(") depth++;
    if (mark === ")") depth--;
    if (mark !== "{" || depth !== 0) continue;
    // The container's own doc comment must stay first.
    const doc = /(?:\s*\/\/![^\n]*)+\n/y;
    doc.lastIndex = pattern.lastIndex;
    return pattern.lastIndex + (doc.exec(text)?.[0].length ?? 0);
  }
  return undefined;
}
