import { matchesGlob } from "node:path";
import type { Connection } from "vscode-languageserver";
import { linedText, rangeOfOffsets, type Lined } from "../features/positions.ts";
import type { Config } from "../model/config.ts";
import { pathBelow } from "../model/path.ts";
import { methods } from "../protocol/methods.ts";
import type { SpecFile, SpecFilesChange, SpecItem } from "../protocol/specFiles.ts";
import type { SpecParser } from "../syntax/bindings/scriptGrammar.ts";
import type { SpecOutlineItem } from "../syntax/specs.ts";
import { isIgnored } from "../workspace/discover.ts";
import type { FileIndex } from "./fileIndex.ts";
import { quietly, type Log } from "./guard.ts";
import type { Project } from "./project.ts";

/** The spec files of all libraries, as the texts are now: open editors before the disk. Nothing is read before somebody asks. */
export interface SpecFiles {
  /** From now on changes are notified. */
  all(): Promise<readonly SpecFile[]>;
  /** Something that matters may have changed: an editor's text, the libraries. */
  refresh(): void;
  /** These files are others now, or gone: results of what they concern are out of date. */
  changedOnDisk(paths: readonly string[]): void;
  dispose(): void;
}

export interface SpecFilesOptions {
  readonly connection: Connection;
  readonly project: Project;
  readonly index: FileIndex;
  readonly loadParser: () => Promise<SpecParser>;
  readonly log: Log;
}

const delayMs = 100;

interface Known {
  readonly text: string;
  readonly place: Place;
  /** Null: the file matches, and declares nothing of ours. */
  readonly file: SpecFile | null;
}

export function createSpecFiles({ connection, project, index, loadParser, log }: SpecFilesOptions): SpecFiles {
  const { snapshot } = project;
  let parser: Promise<SpecParser> | undefined;
  let known: ReadonlyMap<string, Known> = new Map();
  let timer: NodeJS.Timeout | undefined;
  const stale = new Set<string>();

  const scan = async (): Promise<ReadonlyMap<string, Known>> => {
    parser ??= loadParser();
    const loaded = await parser;
    const placeOf = placesOf(project);
    const found = new Map<string, Known>();
    for (const path of index.scriptPaths) {
      const place = placeOf(path);
      const text = place === null ? undefined : snapshot.read(path);
      if (place === null || text === undefined) continue;
      const before = known.get(path);
      const isSame = before?.text === text && before.place.config === place.config && before.place.directory === place.directory;
      found.set(path, isSame ? before : { text, place, file: readFile({ path, text, place }, loaded, snapshot.uri) });
    }
    return found;
  };
  const publish = async (): Promise<void> => {
    const before = known;
    known = await scan();
    const uris = (paths: Iterable<string>): readonly string[] => Array.from(paths, (path) => snapshot.uri(path));
    const isSpec = (path: string): boolean => known.get(path)?.file !== undefined && known.get(path)?.file !== null;
    const changed = [...known].flatMap(([path, { file }]) => (file === null || isEqual(before.get(path)?.file, file) ? [] : [file]));
    const removed = [...before].filter(([path, { file }]) => file !== null && !isSpec(path)).map(([path]) => path);
    const change: SpecFilesChange = { changed, removed: uris(removed), stale: uris([...stale].filter(isSpec)) };
    stale.clear();
    if (change.changed.length + change.removed.length + change.stale.length > 0)
      await connection.sendNotification(methods.specsChanged, change);
  };
  const refresh = (): void => {
    if (parser === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => quietly("spec files", log, publish), delayMs);
  };
  return {
    async all() {
      known = await scan();
      return [...known.values()].flatMap(({ file }) => file ?? []);
    },
    refresh,
    changedOnDisk(paths) {
      if (parser === undefined) return;
      for (const path of importersOf(project, paths)) stale.add(path);
      refresh();
    },
    dispose: () => clearTimeout(timer),
  };
}

/** Where a spec file belongs. */
interface Place {
  readonly config: string | null;
  readonly directory: string;
}

/** The innermost project whose globs match a path. */
function placesOf({ snapshot }: Project): (path: string) => Place | null {
  const configs = new Map<string, { readonly config: Config; readonly globs: Set<string> }>();
  for (const { config, library } of snapshot.libraries) {
    const key = config.file ?? config.directory;
    const known = configs.get(key) ?? { config, globs: new Set() };
    for (const glob of library.specs) known.globs.add(glob);
    configs.set(key, known);
  }
  const order = [...configs.values()].sort(
    (a, b) => b.config.directory.length - a.config.directory.length || Number(a.config.file === null) - Number(b.config.file === null),
  );
  return (path) => {
    for (const { config, globs } of order) {
      const name = pathBelow(config.directory, path);
      if (name === undefined || isIgnored(name)) continue;
      if ([...globs].some((glob) => matchesGlob(name, glob))) return { config: config.file, directory: config.directory };
    }
    return null;
  };
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly place: Place;
}

function readFile({ path, text, place }: Source, parser: SpecParser, uri: (path: string) => string): SpecFile | null {
  const outline = parser.specs(text, path);
  if (outline === null) return null;
  const lined = linedText(text);
  return {
    uri: uri(path),
    config: place.config === null ? null : uri(place.config),
    directory: uri(place.directory),
    items: outline.items.map((item) => itemOf(item, lined)),
  };
}

function itemOf({ start, end, children, ...item }: SpecOutlineItem, lined: Lined): SpecItem {
  return { ...item, range: rangeOfOffsets(lined, { start, end }), children: children.map((child) => itemOf(child, lined)) };
}

function isEqual(a: SpecFile | null | undefined, b: SpecFile): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The scripts that changed files concern, however indirectly: themselves, their importers, those of the bindings of a library. */
function importersOf({ snapshot }: Project, paths: readonly string[]): ReadonlySet<string> {
  const queue = paths.flatMap((path) => {
    if (!path.endsWith(".zig")) return [path];
    return snapshot.librariesOf(path).flatMap(({ isLoose, library }) => (isLoose ? [] : [library.out]));
  });
  const seen = new Set(queue);
  for (let path = queue.pop(); path !== undefined; path = queue.pop())
    for (const importer of snapshot.importersOf(path)) {
      if (seen.has(importer)) continue;
      seen.add(importer);
      queue.push(importer);
    }
  return seen;
}
