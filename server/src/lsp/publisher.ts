import { DiagnosticSeverity, type Connection, type Diagnostic } from "vscode-languageserver";
import { configDiagnostics } from "../features/configDiagnostics.ts";
import { diagnosticsOf } from "../features/diagnostics.ts";
import { configFileName } from "../workspace/config.ts";
import type { Analysis } from "../workspace/library.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { quietly, type Log } from "./guard.ts";
import type { Project } from "./project.ts";

/** Sends diagnostics: of open files soon after a change, of all others when there is time. */
export interface Publisher {
  /** Open files after `delay` ms without a further change, then the rest. */
  schedule(delay: number): void;
  /** All that would be sent for a file, computed now. */
  diagnose(path: string): readonly Diagnostic[];
  /** What a build said of files; replaces what earlier builds said. */
  setBuildErrors(errors: ReadonlyMap<string, readonly Diagnostic[]>): void;
  /** The build's words about a file are out of date once it changes. */
  clearBuildErrors(path: string): void;
  /** Looks at every file now; numbers of errors and warnings. */
  sweep(): Promise<Count>;
  dispose(): void;
}

export interface Count {
  readonly errors: number;
  readonly warnings: number;
}

/** What the diagnostics of a library's files were made from. */
interface Seen {
  readonly analysis: Analysis;
  readonly bindings: string | undefined;
}

export interface PublisherOptions {
  readonly connection: Connection;
  readonly project: Project;
  /** Paths of open files. */
  readonly open: () => readonly string[];
  /** The client asks for the diagnostics of open Zig files itself. */
  readonly isPulled: boolean;
  readonly configs: () => Iterable<string>;
  readonly version: (path: string) => number | undefined;
  readonly log: Log;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { connection, project, log } = options;
  const sent = new Map<string, string>();
  const seen = new WeakMap<ProjectLibrary, Seen>();
  let buildErrors = new Map<string, readonly Diagnostic[]>();
  let timer: NodeJS.Timeout | undefined;
  let round = 0;

  const diagnose = (path: string): readonly Diagnostic[] => {
    if (!path.endsWith(`/${configFileName}`)) return diagnosticsOf(project.snapshot, path);
    const text = project.snapshot.read(path) ?? "";
    return configDiagnostics(project.snapshot, { text, problems: project.configProblems(path), config: project.config(path) });
  };
  const publish = (path: string): readonly Diagnostic[] => {
    const own = diagnose(path);
    const isPulled = options.isPulled && path.endsWith(".zig") && options.open().includes(path);
    const diagnostics = [...(isPulled ? [] : own), ...(buildErrors.get(path) ?? [])];
    const key = JSON.stringify(diagnostics);
    if ((sent.get(path) ?? "[]") !== key) {
      sent.set(path, key);
      const version = options.version(path);
      const message = { uri: project.snapshot.uri(path), diagnostics, ...(version === undefined ? {} : { version }) };
      quietly("publishing diagnostics", log, () => connection.sendDiagnostics(message));
    }
    return own;
  };
  const publishAll = async (isForced: boolean): Promise<Count> => {
    const mine = ++round;
    const count = { errors: 0, warnings: 0 };
    const held = new Set<string>([...options.open(), ...options.configs()]);
    for (const path of held) tally(count, publish(path));
    for (const library of project.snapshot.libraries) {
      // Requests go first: between two libraries there is room for them.
      await new Promise((resolve) => setImmediate(resolve));
      if (mine !== round) return count;
      const state: Seen = { analysis: library.analysis(), bindings: project.snapshot.read(library.library.out) };
      const paths = [...state.analysis.module.files, library.library.out];
      const before = seen.get(library);
      const isSame = before?.analysis === state.analysis && before.bindings === state.bindings;
      for (const path of paths) {
        if ((!isSame || isForced) && !held.has(path)) tally(count, publish(path));
        held.add(path);
      }
      seen.set(library, state);
    }
    // What was sent for files that are no longer part of anything is taken back.
    for (const path of [...sent.keys()]) if (!held.has(path)) publish(path);
    return count;
  };
  const run = (): void => {
    quietly("diagnostics", log, async () => {
      await publishAll(false);
    });
  };
  return {
    schedule(delay) {
      clearTimeout(timer);
      timer = setTimeout(run, delay);
    },
    diagnose,
    setBuildErrors(errors) {
      const before = buildErrors;
      buildErrors = new Map(errors);
      for (const path of new Set([...before.keys(), ...buildErrors.keys()])) publish(path);
    },
    clearBuildErrors(path) {
      buildErrors.delete(path);
    },
    sweep: () => publishAll(true),
    dispose() {
      clearTimeout(timer);
      round++;
    },
  };
}

function tally(count: { errors: number; warnings: number }, diagnostics: readonly Diagnostic[]): void {
  for (const { severity } of diagnostics) {
    if (severity === DiagnosticSeverity.Error) count.errors++;
    else if (severity === DiagnosticSeverity.Warning) count.warnings++;
  }
}
