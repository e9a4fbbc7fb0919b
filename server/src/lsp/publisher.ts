import { DiagnosticSeverity, type Connection, type Diagnostic, type PublishDiagnosticsParams } from "vscode-languageserver";
import { configDiagnostics } from "../features/configDiagnostics.ts";
import { diagnosticsOf } from "../features/diagnostics.ts";
import type { HandWritten } from "../workspace/handWritten.ts";
import { pathBelow } from "../model/path.ts";
import { configFileName } from "../workspace/config.ts";
import type { Analysis } from "../workspace/library.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import type { Verified } from "../workspace/verification.ts";
import { quietly, type Log } from "./guard.ts";
import type { Project } from "./project.ts";

/** Sends diagnostics: of open files soon after a change, of all others when there is time. */
export interface Publisher {
  /** Open files after `delay` ms without a further change, then the rest. */
  schedule(delay: number): void;
  /** All that would be sent for a file, computed now. */
  diagnose(path: string): readonly Diagnostic[];
  /** The same for a client that asks, which then has it. */
  pull(path: string): readonly Diagnostic[];
  /** What a build said of files; replaces what earlier builds said. */
  setBuildErrors(errors: ReadonlyMap<string, readonly Diagnostic[]>): void;
  /** The build's words about a file are out of date once it changes. */
  clearBuildErrors(path: string): void;
  /** They are nobody's any more once the folder is closed. */
  clearBuildErrorsBelow(folder: string): void;
  /** Looks at every file now; numbers of errors and warnings. */
  sweep(): Promise<Count>;
  dispose(): void;
}

export interface Count {
  readonly errors: number;
  readonly warnings: number;
}

/** What the client holds of a file: under which address, and the diagnostics as JSON. */
interface Sent {
  readonly uri: string;
  readonly key: string;
}

/** What the diagnostics of a library's files were made from. */
interface Seen {
  readonly analysis: Analysis;
  readonly bindings: string | undefined;
  readonly verified: Verified | undefined;
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
  /** Asks the client to ask again for what it pulls. */
  readonly refresh: () => Promise<void>;
  readonly log: Log;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { connection, project, log } = options;
  const sent = new Map<string, Sent>();
  const pulled = new Map<string, string>();
  const seen = new WeakMap<ProjectLibrary, Seen>();
  let seenHandWritten: HandWritten | undefined;
  let buildErrors = new Map<string, readonly Diagnostic[]>();
  let isOutOfDate = false;
  let timer: NodeJS.Timeout | undefined;
  let isDisposed = false;
  /** What was sent holds for no library that is as it was. */
  let isStale = false;
  let round = 0;

  const diagnose = (path: string): readonly Diagnostic[] => {
    if (!path.endsWith(`/${configFileName}`)) return diagnosticsOf(project.snapshot, path);
    const text = project.snapshot.read(path) ?? "";
    return configDiagnostics(project.snapshot, { text, problems: project.configProblems(path), config: project.config(path) });
  };
  const publish = (path: string): readonly Diagnostic[] => {
    const own = diagnose(path);
    const isPulled = options.isPulled && path.endsWith(".zig") && options.open().includes(path);
    if (isPulled && (pulled.get(path) ?? "[]") !== JSON.stringify(own)) isOutOfDate = true;
    send(path, [...(isPulled ? [] : own), ...(buildErrors.get(path) ?? [])]);
    return own;
  };
  const send = (path: string, diagnostics: Diagnostic[]): void => {
    const before = sent.get(path);
    if (before === undefined && diagnostics.length === 0) return;
    const uri = project.snapshot.uri(path);
    const key = JSON.stringify(diagnostics);
    if (before?.uri === uri && before.key === key) return;
    // An editor may spell the address of a file otherwise than we do while it is closed.
    if (before !== undefined && before.uri !== uri) deliver({ uri: before.uri, diagnostics: [] });
    if (diagnostics.length === 0) sent.delete(path);
    else sent.set(path, { uri, key });
    if (diagnostics.length === 0 && before?.uri !== uri) return;
    const version = options.version(path);
    deliver({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  };
  const deliver = (message: PublishDiagnosticsParams): void =>
    quietly("publishing diagnostics", log, () => connection.sendDiagnostics(message));
  const publishAll = async (isForced: boolean): Promise<Count> => {
    const mine = ++round;
    const count = new Map<string, Diagnostic>();
    const held = new Set<string>([...options.open(), ...options.configs()]);
    for (const path of held) tally(count, publish(path));
    askAgain();
    for (const library of project.snapshot.libraries) {
      // Requests go first: between two libraries there is room for them.
      await new Promise((resolve) => setImmediate(resolve));
      if (mine !== round) return counted(count);
      const [analysis, bindings] = [library.analysis(), project.snapshot.read(library.library.out)];
      const state: Seen = { analysis, bindings, verified: library.verified() };
      const paths = [...analysis.module.files, library.library.out];
      const before = seen.get(library);
      const isSame = before?.analysis === analysis && before.bindings === bindings && before.verified === state.verified;
      for (const path of paths) {
        if ((!isSame || isForced) && !held.has(path)) tally(count, publish(path));
        held.add(path);
      }
      seen.set(library, state);
    }
    const handWritten = project.snapshot.handWritten();
    // What had an issue before may have none now.
    const concerned = [handWritten, seenHandWritten].flatMap((each) => [...(each?.scripts ?? []), ...(each?.files ?? [])]);
    for (const path of new Set(concerned)) {
      if (!held.has(path) || path.endsWith(".zig")) {
        if ((seenHandWritten !== handWritten || isForced) && !options.open().includes(path)) tally(count, publish(path));
        held.add(path);
      }
    }
    seenHandWritten = handWritten;
    // What was sent for files that are no longer part of anything is taken back.
    for (const path of [...sent.keys()]) if (!held.has(path)) send(path, [...(buildErrors.get(path) ?? [])]);
    return counted(count);
  };
  /** A change in one file may be wrong in another one, whose diagnostics the client holds: it has to be told. */
  const askAgain = (): void => {
    if (!isOutOfDate) return;
    isOutOfDate = false;
    quietly("refresh", log, options.refresh);
  };
  const run = (): void => {
    quietly("diagnostics", log, async () => {
      const isForced = isStale;
      isStale = false;
      await publishAll(isForced);
    });
  };
  return {
    schedule(delay) {
      clearTimeout(timer);
      // What was begun before the end may come to it later.
      if (!isDisposed) timer = setTimeout(run, delay);
    },
    diagnose,
    pull(path) {
      const own = diagnose(path);
      pulled.set(path, JSON.stringify(own));
      return own;
    },
    setBuildErrors(errors) {
      const before = buildErrors;
      buildErrors = new Map(errors);
      for (const path of new Set([...before.keys(), ...buildErrors.keys()])) publish(path);
    },
    clearBuildErrors(path) {
      if (buildErrors.delete(path)) isStale = true;
    },
    clearBuildErrorsBelow(folder) {
      for (const path of [...buildErrors.keys()]) if (pathBelow(folder, path) !== undefined) buildErrors.delete(path);
    },
    sweep: () => publishAll(true),
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
      round++;
    },
  };
}

/** What two sides are told of the same disagreement counts once. */
function tally(count: Map<string, Diagnostic>, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    const { severity, code, message } = diagnostic;
    const text = typeof message === "string" ? message : message.value;
    count.set(`${severity ?? ""} ${String(code)} ${text}`, diagnostic);
  }
}

function counted(count: ReadonlyMap<string, Diagnostic>): Count {
  const of = (wanted: DiagnosticSeverity): number => [...count.values()].filter(({ severity }) => severity === wanted).length;
  return { errors: of(DiagnosticSeverity.Error), warnings: of(DiagnosticSeverity.Warning) };
}
