import { readFile } from "node:fs/promises";
import { glob } from "tinyglobby";
import { baseName, pathBelow } from "../model/path.ts";
import { configFileName } from "../workspace/config.ts";
import { isDeclaring, isHandWritten, isOfTheProject } from "../workspace/declaringScripts.ts";
import { ignoredFolders, isIgnored } from "../workspace/discover.ts";
import { createScriptImports, isScript, scriptExtensions, type ScriptImports } from "../workspace/scriptImports.ts";
import { scanZig, type ZigScan } from "../workspace/zigScan.ts";

/** A cheap look at every file of the open folders that could matter: what finds libraries and the scripts that use them. */
export interface FileIndex {
  readonly scans: ReadonlyMap<string, ZigScan>;
  readonly scripts: ScriptImports;
  /** Scripts that may declare native functions by hand. */
  readonly declaring: ReadonlySet<string>;
  /** Sources of the project that import a script and were written by hand. */
  readonly importersOf: (path: string) => readonly string[];
  /** Paths of all `zig-ffi.json`. */
  readonly configs: ReadonlySet<string>;
  /** Paths of all scripts. */
  readonly scriptPaths: ReadonlySet<string>;
  /** Looks at all files of a folder. Ends early, with what it has, when `isCancelled` says so. */
  addFolder(folder: string, progress: IndexProgress): Promise<void>;
  removeFolder(folder: string): void;
  /** True when the libraries may be others now. */
  set(path: string, text: string): boolean;
  delete(path: string): boolean;
}

export interface IndexProgress {
  readonly isCancelled: () => boolean;
  readonly report: (done: number, total: number) => void;
}

/** Longer scripts are bundles. */
const maxScriptBytes = 1 << 20;
const batchSize = 64;

export function createFileIndex(): FileIndex {
  const scans = new Map<string, ZigScan>();
  const configs = new Set<string>();
  const declaring = new Set<string>();
  const folders = new Set<string>();
  const scriptPaths = new Set<string>();
  const generated = new Set<string>();
  const scripts = createScriptImports();
  const self: FileIndex = {
    scans,
    scripts,
    declaring,
    configs,
    scriptPaths,
    importersOf: (path) => scripts.importersOf(path).filter((each) => isOfTheProject(inFolder(folders, each)) && !generated.has(each)),
    async addFolder(folder, progress) {
      folders.add(folder);
      const files = await filesOf(folder);
      for (let at = 0; at < files.length && !progress.isCancelled(); at += batchSize) {
        progress.report(at, files.length);
        const batch = files.slice(at, at + batchSize);
        const texts = await Promise.all(batch.map(textOf));
        batch.forEach((path, i) => {
          const text = texts[i];
          if (text !== undefined) self.set(path, text);
        });
      }
    },
    removeFolder(folder) {
      folders.delete(folder);
      for (const path of [...scans.keys(), ...configs, ...declaring, ...scriptPaths])
        if (pathBelow(folder, path) !== undefined && !isInFolders(folders, path)) self.delete(path);
    },
    set(path, text) {
      // What is watched are all files, those of builds and packages too.
      if (isIgnored(inFolder(folders, path))) return self.delete(path);
      if (path.endsWith(".zig")) {
        const before = scans.get(path);
        const scan = scanZig(path, text);
        scans.set(path, scan);
        return before === undefined || JSON.stringify(before) !== JSON.stringify(scan);
      }
      if (path.endsWith(`/${configFileName}`)) {
        configs.add(path);
        return true;
      }
      if (!isScript(path) || text.length > maxScriptBytes) return false;
      scriptPaths.add(path);
      scripts.set(path, text);
      if (isHandWritten(text)) generated.delete(path);
      else generated.add(path);
      if (isOfTheProject(inFolder(folders, path)) && isDeclaring(text)) declaring.add(path);
      else declaring.delete(path);
      return false;
    },
    delete(path) {
      scripts.delete(path);
      declaring.delete(path);
      generated.delete(path);
      scriptPaths.delete(path);
      return [scans.delete(path), configs.delete(path)].includes(true);
    },
  };
  return self;
}

export function isInFolders(folders: Iterable<string>, path: string): boolean {
  for (const folder of folders) if (pathBelow(folder, path) !== undefined) return true;
  return false;
}

/** The path below the open folder that holds a file; of others the name. */
function inFolder(folders: ReadonlySet<string>, path: string): string {
  const below = [...folders].flatMap((folder) => pathBelow(folder, path) ?? []);
  return below.sort((a, b) => b.length - a.length)[0] ?? baseName(path);
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const patterns = ["**/*.zig", `**/${configFileName}`, `**/*.{${scriptExtensions.join(",")}}`];
  const files = await glob(patterns, { cwd: folder, absolute: true, ignore: [...ignoredFolders], followSymbolicLinks: false });
  // What finds the libraries goes first, so that an early end loses only uses.
  return files.map((file) => file.replaceAll("\\", "/")).sort((a, b) => Number(isScript(a)) - Number(isScript(b)));
}

async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch(() => undefined);
}
