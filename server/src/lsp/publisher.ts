import { DiagnosticSeverity, type Connection, type Diagnostic } from "vscode-languageserver";
import { configDiagnostics } from "../features/configDiagnostics.ts";
import { diagnosticsOf } from "../features/diagnostics.ts";
import { configFileName } from "../workspace/config.ts";
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
  sweep(): Promise<{ readonly errors: number; readonly warnings: number }>;
  dispose(): void;
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
  const publishAll = async (): Promise<{ readonly errors: number; readonly warnings: number }> => {
    const mine = ++round;
    const count = { errors: 0, warnings: 0 };
    for (const path of allPaths(options, sent.keys())) {
      for (const { severity } of publish(path)) {
        if (severity === DiagnosticSeverity.Error) count.errors++;
        else if (severity === DiagnosticSeverity.Warning) count.warnings++;
      }
      // Requests go first: between two files there is room for them.
      await new Promise((resolve) => setImmediate(resolve));
      if (mine !== round) break;
    }
    return count;
  };
  const run = (): void => {
    quietly("diagnostics", log, async () => {
      for (const path of options.open()) publish(path);
      await publishAll();
    });
  };
  return {
    schedule(delay) {
      clearTimeout(timer);
      timer = setTimeout(run, delay);
    },
    diagnose,
    setBuildErrors(errors) {
      buildErrors = new Map(errors);
    },
    clearBuildErrors(path) {
      buildErrors.delete(path);
    },
    sweep: publishAll,
    dispose() {
      clearTimeout(timer);
      round++;
    },
  };
}

/** Open files, every file of a library with its bindings, configurations, and what was sent before and may have to be taken back. */
function allPaths({ project, open, configs }: PublisherOptions, sent: Iterable<string>): readonly string[] {
  const { libraries } = project.snapshot;
  const ofLibraries = libraries.flatMap((each) => [...each.analysis().module.files, each.library.out]);
  return [...new Set([...open(), ...configs(), ...ofLibraries, ...sent])];
}
