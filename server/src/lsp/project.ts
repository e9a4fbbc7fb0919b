import type { Config, LibraryConfig } from "../model/config.ts";
import { directoryOf, pathBelow } from "../model/path.ts";
import type { Target } from "../model/target.ts";
import type { Snapshot } from "../features/snapshot.ts";
import type { ScriptParser } from "../syntax/bindings/scriptGrammar.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import type { CachedOutline } from "../syntax/program.ts";
import type { ZigFile } from "../syntax/outline.ts";
import { artifactsByPlatform } from "../toolchain/artifacts.ts";
import { ConfigError, defaultConfig, parseConfig, type ConfigProblem } from "../workspace/config.ts";
import { createHandWritten } from "../workspace/handWritten.ts";
import type { Host } from "../workspace/host.ts";
import { createProjectLibrary, type ProjectLibrary } from "../workspace/projectLibrary.ts";
import { createSuppressions } from "../workspace/suppressions.ts";
import { closureOf, rootsOf } from "../workspace/zigScan.ts";
import { isInFolders, type FileIndex } from "./fileIndex.ts";

export interface ProjectOptions {
  readonly host: Host;
  readonly parser: ZigParser;
  readonly index: FileIndex;
  readonly version: string;
  readonly target: Target;
  readonly uri: (path: string) => string;
  readonly docs: (code: string) => string | undefined;
  /** Reads hand-written declarations; undefined while it is not loaded. */
  readonly scripts?: () => ScriptParser | undefined;
}

/** The libraries of all open folders, found by configuration and by convention, and what features read of them. */
export interface Project {
  readonly snapshot: Snapshot;
  /** What is wrong with a `zig-ffi.json`. */
  configProblems(file: string): readonly ConfigProblem[];
  /** The valid configuration of a `zig-ffi.json`. */
  config(file: string): Config | undefined;
  /** Finds the libraries again; those that are as before keep what was derived for them. */
  rebuild(folders: readonly string[]): void;
  /** Whether one of the libraries is made of a file, among others. */
  holds(path: string): boolean;
  /** A file's text changed, or it came or went. */
  touch(path: string): void;
  /** Nothing is kept for a file that is read alone once nobody looks at it. */
  forgetLoose(path: string): void;
  /** The scripts that declare something are others, or can be read from now on. */
  scriptsChanged(): void;
  /** Which compiler was found, if any. True when it is another version than before. */
  useZig(version: string | undefined): boolean;
}

export function createProject(options: ProjectOptions): Project {
  const { host, parser, index, version } = options;
  const cache = new Map<string, CachedOutline>();
  const loose = new Map<string, ProjectLibrary>();
  let configs = new Map<string, Config | readonly ConfigProblem[]>();
  let libraries: readonly ProjectLibrary[] = [];
  let closures = new Map<string, ReadonlySet<string>>();
  let zigVersion: string | undefined;

  const create = (config: Config, library: LibraryConfig, isLoose: boolean): ProjectLibrary => {
    const before = libraries.find((each) => isSame(each, config, library));
    if (before !== undefined && !isLoose) return before;
    const artifacts = artifactsByPlatform(library, config.directory);
    return createProjectLibrary({ config, library, isLoose, host, parser, cache, version, artifacts, zigVersion: () => zigVersion });
  };
  const looseLibrary = (path: string): ProjectLibrary | undefined => {
    const known = loose.get(path);
    if (known !== undefined) return known;
    if (!host.exists(path)) return undefined;
    const config = defaultConfig(directoryOf(path), [path]);
    const [library] = config.libraries;
    if (library === undefined) return undefined;
    const limited = limitedHost(host, maxLooseFiles);
    const artifacts = artifactsByPlatform(library, config.directory);
    const made = createProjectLibrary({
      config,
      library,
      isLoose: true,
      host: limited,
      parser,
      cache,
      version,
      artifacts,
      zigVersion: () => zigVersion,
    });
    loose.set(path, made);
    return made;
  };
  const outline = (path: string): ZigFile | undefined => {
    const text = host.read(path)?.text;
    if (text === undefined) return undefined;
    const known = cache.get(path);
    if (known?.text === text) return known.outline;
    const made = parser.outline(text, path, known?.outline);
    cache.set(path, { text, outline: made });
    return made;
  };
  const read = (path: string): string | undefined => host.read(path)?.text;
  const isSuppressed = createSuppressions(read);
  const handWritten = createHandWritten({
    host,
    parser: options.scripts ?? (() => undefined),
    candidates: () => index.declaring,
    importersOf: (path) => index.importersOf(path),
    libraries: () => libraries,
    isSuppressed,
    usersOf: (file) => index.scripts.usersOf(file),
  });
  /** One outside the folders configures nothing, and is read for who looks at it. */
  const configOf = (file: string): Config | readonly ConfigProblem[] | undefined => configs.get(file) ?? readConfig(host, file)[0]?.[1];
  const snapshot: Snapshot = {
    get libraries() {
      return libraries;
    },
    librariesOf(path) {
      if (!path.endsWith(".zig")) return [];
      const holders = libraries.filter(({ library }) => closures.get(library.root)?.has(path) === true);
      const alone = holders.length > 0 ? undefined : looseLibrary(path);
      return alone === undefined ? holders : [alone];
    },
    read,
    outline,
    handWritten: handWritten.current,
    isSuppressed,
    importersOf: (path) => index.scripts.importersOf(path),
    uri: options.uri,
    docs: options.docs,
    target: options.target,
  };
  return {
    snapshot,
    configProblems(file) {
      const config = configOf(file);
      return config !== undefined && isProblems(config) ? config : [];
    },
    config(file) {
      const config = configOf(file);
      return config === undefined || isProblems(config) ? undefined : config;
    },
    rebuild(folders) {
      // A library may be made of files outside the folders; that they are known makes nothing else of them.
      const isOurs = (path: string): boolean => isInFolders(folders, path);
      configs = new Map(
        [...index.configs]
          .filter(isOurs)
          .sort()
          .flatMap((file) => readConfig(host, file)),
      );
      const valid = [...configs.values()].flatMap((config) => (isProblems(config) ? [] : [config]));
      const configured = valid.flatMap((config) => config.libraries.map((library) => create(config, library, false)));
      closures = new Map(configured.map(({ library }) => [library.root, closureOf(index.scans, library.root)]));
      const covered = new Set([...closures.values()].flatMap((closure) => [...closure]));
      const roots = rootsOf(new Map([...index.scans].filter(([path]) => !covered.has(path) && isOurs(path))));
      const conventional = roots.flatMap((root) =>
        conventionalConfig(folders, root).map(([config, library]) => create(config, library, false)),
      );
      for (const { library } of conventional) closures.set(library.root, closureOf(index.scans, library.root));
      libraries = [...configured, ...conventional];
      loose.clear();
      handWritten.invalidate();
    },
    holds: (path) => [...closures.values()].some((closure) => closure.has(path)),
    touch(path) {
      for (const library of libraries) library.touch(path);
      for (const library of loose.values()) library.touch(path);
      handWritten.touch(path);
      if (!host.exists(path)) cache.delete(path);
    },
    forgetLoose(path) {
      loose.delete(path);
    },
    scriptsChanged() {
      handWritten.invalidate();
    },
    useZig(found) {
      if (found === zigVersion) return false;
      zigVersion = found;
      handWritten.invalidate();
      return true;
    },
  };
}

/** A file that no library holds may import a whole tree; what lies beyond is unknown to it. */
const maxLooseFiles = 40;

/** Reads no more than the first `most` Zig files that it is asked for. */
function limitedHost(host: Host, most: number): Host {
  const allowed = new Set<string>();
  return {
    ...host,
    read(path) {
      const source = path.endsWith(".zig") ? host.read(path) : undefined;
      if (source === undefined || (!allowed.has(path) && allowed.size >= most)) return undefined;
      allowed.add(path);
      return source;
    },
  };
}

function isSame(before: ProjectLibrary, config: Config, library: LibraryConfig): boolean {
  return (
    JSON.stringify(before.library) === JSON.stringify(library) &&
    before.config.file === config.file &&
    JSON.stringify(before.config.targets) === JSON.stringify(config.targets)
  );
}

function isProblems(value: Config | readonly ConfigProblem[]): value is readonly ConfigProblem[] {
  return Array.isArray(value);
}

function readConfig(host: Host, file: string): readonly (readonly [string, Config | readonly ConfigProblem[]])[] {
  const text = host.read(file)?.text;
  if (text === undefined) return [];
  try {
    return [[file, parseConfig(file, text)]];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [[file, error.problems]];
  }
}

/** The command line takes its working directory for the project's: in an editor that is the open folder. */
function conventionalConfig(folders: readonly string[], root: string): readonly (readonly [Config, LibraryConfig])[] {
  const holders = folders.filter((each) => pathBelow(each, root) !== undefined).sort((a, b) => b.length - a.length);
  const folder = holders[0] ?? directoryOf(root);
  const config = defaultConfig(folder, [root]);
  return config.libraries.map((library) => [config, library] as const);
}
