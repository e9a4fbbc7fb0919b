import type { Issue } from "../model/issue.ts";
import { directoryOf, joinPath } from "../model/path.ts";
import type { ReadSource } from "../model/span.ts";
import type { ZigParser } from "./grammar.ts";
import { spanOf } from "./lines.ts";
import type { ZigFile } from "./outline.ts";
import { scopesOf, type FileScopes } from "./scopes.ts";

/** A root file and everything that it imports, directly or not. */
export interface Program {
  /** In import order, breadth first, the root first. */
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly issues: readonly Issue[];
}

export interface LoadedFile {
  readonly file: ZigFile;
  readonly scopes: FileScopes;
  /** Every import that leads to it is in a branch somewhere. */
  readonly isConditional: boolean;
}

/** Outlines by path, valid as long as the text is the same. A `Map` fits. */
export interface OutlineCache {
  get(path: string): CachedOutline | undefined;
  set(path: string, entry: CachedOutline): unknown;
}

export interface CachedOutline {
  readonly text: string;
  readonly outline: ZigFile;
}

export interface ProgramSource {
  /** Absolute path, with `/`. */
  readonly root: string;
  readonly read: ReadSource;
  readonly parser: ZigParser;
  readonly cache?: OutlineCache;
}

export function loadProgram(source: ProgramSource): Program {
  const files = new Map<string, Omit<LoadedFile, "isConditional">>();
  const issues: Issue[] = [];
  const unreadable = new Set<string>();
  const queue = [source.root];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (files.has(path) || unreadable.has(path)) continue;
    const text = source.read(path);
    if (text === undefined) {
      unreadable.add(path);
      continue;
    }
    const file = outlineOf(source, path, text.text);
    files.set(path, { file, scopes: scopesOf(file) });
    if (!text.isValidUtf8) issues.push(notUtf8(file));
    queue.push(...file.imports.flatMap((item) => importedPath(path, item.path) ?? []));
  }
  for (const { file } of files.values()) issues.push(...syntaxIssues(file), ...missingImports(file, unreadable));
  if (unreadable.has(source.root)) issues.push(missingRoot(source.root));
  const certain = certainFiles(source.root, files);
  return { files: new Map([...files].map(([path, loaded]) => [path, { ...loaded, isConditional: !certain.has(path) }])), issues };
}

/** Files that the root leads to without a condition. */
function certainFiles(root: string, files: ReadonlyMap<string, Pick<LoadedFile, "file">>): ReadonlySet<string> {
  const certain = new Set([root]);
  for (const path of certain) {
    for (const item of files.get(path)?.file.imports ?? []) {
      const imported = item.isConditional ? undefined : importedPath(path, item.path);
      if (imported !== undefined) certain.add(imported);
    }
  }
  return certain;
}

/** The file that an import means; undefined for packages (`std`, `root`, names from the build) and data files. */
export function importedPath(from: string, path: string): string | undefined {
  return path.endsWith(".zig") ? joinPath(directoryOf(from), path) : undefined;
}

/** The outline of a text, from the cache where it has it, else made from what the cache has of the same file. */
export function outlineOf(source: Pick<ProgramSource, "parser" | "cache">, path: string, text: string): ZigFile {
  const cached = source.cache?.get(path);
  if (cached?.text === text) return cached.outline;
  const outline = source.parser.outline(text, path, cached?.outline);
  source.cache?.set(path, { text, outline });
  return outline;
}

function notUtf8(file: ZigFile): Issue {
  const start = Math.max(0, file.text.indexOf("\ufffd"));
  const span = spanOf(file, { start, end: start + 1 });
  const message = "The file is not UTF-8 from here on: Zig refuses such files, and columns given for it may be off. Save it as UTF-8.";
  return { code: "zig/not-utf8", severity: "warning", message, zig: { span, text: file.text.slice(start, start + 1) } };
}

function syntaxIssues(file: ZigFile): readonly Issue[] {
  return file.problems.map((problem) => ({
    code: "zig/syntax",
    severity: "warning",
    message: `Syntax error: ${problem.message}. The declaration is skipped or only partly known; the rest of the file is read.`,
    zig: { span: spanOf(file, problem), text: file.text.slice(problem.start, Math.min(problem.end, problem.start + 80)) },
  }));
}

function missingImports(file: ZigFile, unreadable: ReadonlySet<string>): readonly Issue[] {
  const seen = new Set<string>();
  return file.imports.flatMap((item): readonly Issue[] => {
    const path = importedPath(file.path, item.path);
    if (path === undefined || !unreadable.has(path) || seen.has(path)) return [];
    seen.add(path);
    const message = `${item.path} cannot be read: no file at ${path}. Types that come through it are unknown, and its exports are missing.`;
    return [
      {
        code: "zig/missing-import",
        severity: "error",
        message,
        zig: { span: spanOf(file, item), text: file.text.slice(item.start, item.end) },
      },
    ];
  });
}

function missingRoot(root: string): Issue {
  const span = { file: root, line: 1, column: 1, start: 0, end: 0 };
  return { code: "zig/missing-import", severity: "error", message: `The root file ${root} cannot be read.`, zig: { span, text: "" } };
}
