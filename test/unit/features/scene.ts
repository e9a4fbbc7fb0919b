import { parseTarget } from "../../../server/src/model/target.ts";
import type { Place, Snapshot } from "../../../server/src/features/snapshot.ts";
import { createFileIndex } from "../../../server/src/lsp/fileIndex.ts";
import { createProject } from "../../../server/src/lsp/project.ts";
import { parser as scripts } from "../bindings/declared.ts";
import { parser } from "../syntax/zig.ts";

export interface Scene {
  readonly snapshot: Snapshot;
  /** Where `$0` stood; `$0` itself is not in the text. */
  readonly place: Place;
  /** Replaces the text of a file, or adds one. */
  readonly set: (name: string, text: string) => void;
  readonly text: (name: string) => string;
}

/** A project of files that exist only here, under `/p`. At most one has a `$0`. */
export function scene(files: Readonly<Record<string, string>>): Scene {
  const texts = new Map<string, string>();
  let place: Place = { path: "/p/none", offset: 0 };
  const index = createFileIndex();
  const target = parseTarget("x86_64-linux-gnu");
  if (target === undefined) throw new Error("no target");
  const host = {
    read: (path: string) => {
      const text = texts.get(path);
      return text === undefined ? undefined : { text, isValidUtf8: true };
    },
    exists: (path: string) => texts.has(path),
  };
  const project = createProject({
    host,
    parser,
    index,
    version: "0.0.0",
    target,
    uri: (path) => `file://${path}`,
    docs: () => undefined,
    scripts: () => scripts,
  });
  const set = (name: string, text: string): void => {
    texts.set(`/p/${name}`, text);
    index.set(`/p/${name}`, text);
    project.touch(`/p/${name}`);
    project.rebuild(["/p"]);
  };
  for (const [name, marked] of Object.entries(files)) {
    const offset = marked.indexOf("$0");
    if (offset >= 0) place = { path: `/p/${name}`, offset };
    set(name, marked.replace("$0", ""));
  }
  return { snapshot: project.snapshot, place, set, text: (name) => texts.get(`/p/${name}`) ?? "" };
}

/** The bindings of the only library, written where they belong. */
export function generated({ snapshot, set }: Scene): void {
  const [project] = snapshot.libraries;
  if (project === undefined) throw new Error("no library");
  set(project.library.out.replace("/p/", ""), project.bindings());
}
