import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import type { LibraryConfig } from "../model/config.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import { ignoredFolders } from "../workspace/discover.ts";
import { createScriptImports, isScript, scriptExtensions } from "../workspace/scriptImports.ts";
import { slashed, type CliContext } from "./context.ts";
import { note } from "./output.ts";
import { interruptedExitCode } from "./specSetup.ts";

export interface SpecWatch {
  readonly context: CliContext;
  readonly libraries: readonly LibraryConfig[];
  /** The spec files there are; new ones may come. */
  readonly select: () => readonly string[];
  /** Tells whether the specs ran: without a build they did not. */
  readonly run: (files: readonly string[], signal: AbortSignal) => Promise<{ readonly isBuilt: boolean }>;
  readonly signal: AbortSignal;
}

const settleMs = 30;

/** Runs all specs, then, after each change, those that the changed files concern, until it is interrupted. A change ends a run under way. */
export async function watchSpecs(options: SpecWatch): Promise<number> {
  const isInterrupted = (): boolean => options.signal.aborted;
  let files = options.select();
  while (!isInterrupted()) {
    // Watching starts before the run: a change meanwhile must not be lost.
    const watched = watchedFiles(options);
    const change = nextChange(watched.folders, options.signal);
    const current = new AbortController();
    void change.then(() => current.abort());
    if (files.length > 0) {
      const { isBuilt } = await options.run(files, AbortSignal.any([options.signal, current.signal]));
      // What a change has interrupted, or a failed build kept from running, runs after the next change.
      if (isBuilt && !current.signal.aborted) files = [];
    }
    if (!isInterrupted()) note("zig-ffi: watching for changes");
    const changed = await change;
    const concerned = concernedSpecs(options, watched.zig, changed);
    files = options.select().filter((file) => files.includes(file) || concerned.has(file));
  }
  return interruptedExitCode;
}

interface Watched {
  readonly folders: ReadonlySet<string>;
  /** The libraries that a Zig file is part of. */
  readonly zig: ReadonlyMap<string, readonly LibraryConfig[]>;
}

function watchedFiles({ context, libraries, select }: SpecWatch): Watched {
  const zig = new Map<string, readonly LibraryConfig[]>();
  for (const library of libraries) {
    const { files } = readZigModule({ root: library.root, read: context.host.read, parser: context.parser });
    for (const file of files) zig.set(file, [...(zig.get(file) ?? []), library]);
  }
  const scripts = [...scriptsOf(context), ...select()];
  return { zig, folders: new Set([...zig.keys(), ...scripts].map((file) => dirname(file))) };
}

function scriptsOf(context: CliContext): readonly string[] {
  const patterns = scriptExtensions.map((extension) => `**/*.${extension}`);
  return globSync(patterns, { cwd: context.config.directory, absolute: true, ignore: [...ignoredFolders, "**/dist/**"] }).map(slashed);
}

/** Watches folders: editors replace files, so a file's own watch would go blind. */
function nextChange(folders: ReadonlySet<string>, signal: AbortSignal): Promise<ReadonlySet<string>> {
  return new Promise((resolve) => {
    const changed = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      for (const watcher of watchers) watcher.close();
      signal.removeEventListener("abort", end);
      resolve(changed);
    };
    const onChange = (folder: string, name: string | null): void => {
      if (name === null || !(name.endsWith(".zig") || isScript(name))) return;
      changed.add(slashed(join(folder, name)));
      clearTimeout(timer);
      timer = setTimeout(end, settleMs);
    };
    const watchers = [...folders].map((folder) => watch(folder, (_, name) => onChange(folder, name)));
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}

/** The specs that import a changed script, or the bindings of a library with a changed Zig file, however indirectly. */
function concernedSpecs({ context, libraries }: SpecWatch, zig: Watched["zig"], changed: ReadonlySet<string>): ReadonlySet<string> {
  const imports = createScriptImports();
  for (const script of scriptsOf(context)) {
    const source = context.host.read(script);
    if (source !== undefined) imports.set(script, source.text);
  }
  const queue = [...changed].flatMap((file) => {
    if (!file.endsWith(".zig")) return [file];
    // A file that is new may be imported by any.
    return (zig.get(file) ?? libraries).map(({ out }) => out);
  });
  const seen = new Set(queue);
  for (let file = queue.pop(); file !== undefined; file = queue.pop())
    for (const importer of imports.importersOf(file)) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      queue.push(importer);
    }
  return seen;
}
