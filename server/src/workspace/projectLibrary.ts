import { provenance } from "../emit/bindings.ts";
import type { Config, LibraryConfig } from "../model/config.ts";
import type { OutlineCache } from "../syntax/program.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import type { Host } from "./host.ts";
import { analyse, bindingsText, type Analysis } from "./library.ts";

/** One library of an open project, with everything that is derived from its sources: computed when asked for, kept until a file changes. */
export interface ProjectLibrary {
  readonly config: Config;
  readonly library: LibraryConfig;
  /** A file that belongs to no library is read alone, for what can be said of its types. */
  readonly isLoose: boolean;
  readonly analysis: () => Analysis;
  /** The text that the bindings file should have. */
  readonly bindings: () => string;
  readonly bindingsState: () => BindingsState;
  /** Tells that a file changed, appeared or went. True when something that was derived is no longer valid. */
  readonly touch: (path: string) => boolean;
}

/** Of the bindings file: as the source gives it, not so, not there, changed by hand, or not written by us. */
export type BindingsState = "fresh" | "stale" | "missing" | "edited" | "foreign";

export interface ProjectLibraryOptions {
  readonly config: Config;
  readonly library: LibraryConfig;
  readonly isLoose: boolean;
  readonly host: Host;
  readonly parser: ZigParser;
  readonly cache: OutlineCache;
  readonly version: string;
  /** Absolute artifact paths by `process.platform`. */
  readonly artifacts: Readonly<Record<string, string>>;
}

export function createProjectLibrary(options: ProjectLibraryOptions): ProjectLibrary {
  const { config, library, isLoose, host } = options;
  let analysis: Analysis | undefined;
  let bindings: { readonly analysis: Analysis; readonly text: string } | undefined;
  let judged: { readonly current: string; readonly wanted: string; readonly state: BindingsState } | undefined;
  const self: ProjectLibrary = {
    config,
    library,
    isLoose,
    analysis: () => (analysis ??= analyse(library, { ...options, targets: config.targets })),
    bindings() {
      const now = self.analysis();
      if (bindings?.analysis !== now) bindings = { analysis: now, text: bindingsText(library, now.plan, options) };
      return bindings.text;
    },
    bindingsState() {
      const current = host.read(library.out)?.text;
      if (current === undefined) return "missing";
      const wanted = self.bindings();
      if (judged?.current !== current || judged.wanted !== wanted) judged = { current, wanted, state: stateOf(current, wanted) };
      return judged.state;
    },
    touch(path) {
      if (analysis === undefined || !concerns(analysis, path)) return false;
      analysis = undefined;
      return true;
    },
  };
  return self;
}

function stateOf(current: string, wanted: string): BindingsState {
  if (current === wanted) return "fresh";
  const from = provenance(current);
  return from === "generated" ? "stale" : from;
}

/** A file that could not be read may have appeared: which one is not known, so every Zig file may be it. */
function concerns({ module }: Analysis, path: string): boolean {
  return module.files.includes(path) || (path.endsWith(".zig") && module.issues.some((issue) => issue.code === "zig/missing-import"));
}
