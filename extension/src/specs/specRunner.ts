import { existsSync } from "node:fs";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { SpecSessionEvent } from "../../../server/src/protocol/specSession.ts";
import { cliPath } from "../cli.ts";
import { requestStatus } from "../requests.ts";
import { ensureTrusted } from "../trust.ts";
import { ensurePackages } from "./packages.ts";
import { createSpecDebugger } from "./specDebugger.ts";
import { startSpecProcess } from "./specProcess.ts";
import { createSpecResults, type SpecResults } from "./specResults.ts";
import { selectSpecs, type ProjectSelection } from "./specSelection.ts";
import { itemsOf, type SpecTree } from "./specTree.ts";
import { userNode } from "./userNode.ts";

export interface SpecRunnerOptions {
  readonly client: LanguageClient;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly controller: vscode.TestController;
  readonly tree: SpecTree;
  readonly diagnostics: vscode.DiagnosticCollection;
  readonly zigPlaces: Map<string, vscode.Location>;
}

export type SpecRunMode = "run" | "debug" | "bench";

export interface SpecRunner {
  readonly run: (request: vscode.TestRunRequest, token: vscode.CancellationToken, mode: SpecRunMode) => Promise<void>;
  /** True for a file that is run again by itself when something changes. */
  readonly isWatched: (uri: string) => boolean;
}

export function createSpecRunner(options: SpecRunnerOptions): SpecRunner {
  const watched = new Map<object, ReadonlySet<string>>();
  return {
    isWatched: (uri) => [...watched.values()].some((uris) => uris.has(uri)),
    async run(request, token, mode) {
      const { controller, tree } = options;
      // A run that did not start is a run without results: what is in the way is said in a message.
      if (!(await ensureTrusted(vscode.l10n.t("Running specs")))) return;
      const projects = selectSpecs(tree, request, controller.items);
      if (projects.length === 0) return;
      const node = await userNode();
      if (node === undefined) return;
      for (const { directory } of projects) if (!(await ensurePackages(directory))) return;
      const zig = await zigArguments(options.client);
      const start: RunStart = { request, token, mode, command: [node, cliPath(options.extensionUri), "spec-session", ...zig] };
      if (request.continuous !== true) {
        await runOnce(options, projects, start);
        return;
      }
      watched.set(start, new Set(projects.flatMap(({ files }) => files.map(({ uri }) => uri))));
      try {
        await Promise.all(projects.map((project) => watch(options, project, start)));
      } finally {
        watched.delete(start);
      }
    },
  };
}

interface RunStart {
  readonly request: vscode.TestRunRequest;
  readonly token: vscode.CancellationToken;
  readonly mode: SpecRunMode;
  readonly command: readonly string[];
}

/** The compiler that the server found; nothing where its name alone does not tell, and the command line looks for itself. */
async function zigArguments(client: LanguageClient): Promise<readonly string[]> {
  const { zig } = await requestStatus(client);
  return zig.kind === "found" && existsSync(zig.command) ? ["--zig", zig.command] : [];
}

async function runOnce(options: SpecRunnerOptions, projects: readonly ProjectSelection[], start: RunStart): Promise<void> {
  const run = options.controller.createTestRun(start.request);
  try {
    for (const project of projects) enqueue(options, run, project);
    for (const project of projects) {
      if (run.token.isCancellationRequested || start.token.isCancellationRequested) return;
      await session(options, { project, start, runs: { current: () => run, note: (text) => run.appendOutput(text), isOver: run.token } });
    }
  } finally {
    run.end();
  }
}

/** One run of the Test Explorer for each time that something has changed. */
async function watch(options: SpecRunnerOptions, project: ProjectSelection, start: RunStart): Promise<void> {
  let current: vscode.TestRun | undefined;
  const stopped = new vscode.CancellationTokenSource();
  const { include, exclude, profile } = start.request;
  const begin = (): vscode.TestRun => {
    // With the editor's own request the window would take all runs for one.
    const run = options.controller.createTestRun(new vscode.TestRunRequest(include, exclude, profile, true));
    run.token.onCancellationRequested(() => stopped.cancel());
    enqueue(options, run, project);
    return run;
  };
  const onEvent = (event: SpecSessionEvent): void => {
    if (event.kind === "run-started") {
      current?.end();
      current = begin();
    }
  };
  const onRunEnd = (): void => {
    current?.end();
    current = undefined;
  };
  try {
    const note = (text: string): void => current?.appendOutput(text);
    const runs: Runs = { current: () => (current ??= begin()), note, onEvent, onRunEnd, isOver: stopped.token };
    await session(options, { project, start, runs });
  } finally {
    onRunEnd();
    stopped.dispose();
  }
}

interface Runs {
  readonly current: () => vscode.TestRun;
  /** Output of the run that there is, if there is one. */
  readonly note: (text: string) => void;
  readonly isOver: vscode.CancellationToken;
  readonly onEvent?: (event: SpecSessionEvent) => void;
  readonly onRunEnd?: () => void;
}

interface Session {
  readonly project: ProjectSelection;
  readonly start: RunStart;
  readonly runs: Runs;
}

async function session(options: SpecRunnerOptions, { project, start, runs }: Session): Promise<void> {
  const { tree, zigPlaces, log } = options;
  const { request, token, mode, command } = start;
  let results: { readonly run: vscode.TestRun; readonly results: SpecResults } | undefined;
  const resultsOf = (run: vscode.TestRun): SpecResults => {
    if (results?.run !== run) results = { run, results: createSpecResults({ run, tree, project, zigPlaces }) };
    return results.results;
  };
  const state = { isStopped: false };
  const folder = vscode.workspace.getWorkspaceFolder(project.directory);
  const debug =
    mode === "debug"
      ? createSpecDebugger({ run: runs.current(), folder, node: command[0] ?? "node", onStop: () => stopUnlessEvent() })
      : undefined;
  let events = 0;
  const process = startSpecProcess({
    command: [...command, ...(project.config === null ? [] : ["--config", project.config.fsPath])],
    cwd: project.directory.fsPath,
    request: {
      files: project.files.map(({ selection }) => selection),
      watch: request.continuous === true,
      debug: mode === "debug",
      bench: mode === "bench",
    },
    onEvent: (event) => {
      events++;
      runs.onEvent?.(event);
      const run = runs.current();
      if (event.kind === "build-failed") reportBuildFailure(options, resultsOf(run), event);
      else if (event.kind === "build-ended") options.diagnostics.clear();
      else resultsOf(run).event(event);
      if (event.kind === "debugger-awaited") void attach(event);
      if (event.kind === "run-ended") runs.onRunEnd?.();
    },
    onNote: (text) => {
      log.info(text);
      runs.note(`${text}\r\n`);
    },
  });
  const stop = (): void => {
    state.isStopped = true;
    process.stop();
  };
  /** A debug session ends with its process, which is told soon after; otherwise it was the user, who wants the test to end. */
  const stopUnlessEvent = (): void => {
    const before = events;
    setTimeout(() => (events === before ? stop() : undefined), 2000);
  };
  const attach = async ({ port, pid, file }: Extract<SpecSessionEvent, { kind: "debugger-awaited" }>): Promise<void> => {
    const name = vscode.l10n.t("Spec {0}", file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1));
    // First, because the child goes on as soon as the other one is there.
    await debug?.attachNative(pid, `${name} (Zig)`);
    const isAttached = (await debug?.attach(port, name)) ?? false;
    if (isAttached || state.isStopped) return;
    resultsOf(runs.current()).fail(vscode.l10n.t("The JavaScript debugger could not be started."));
    stop();
  };
  const listeners = [token, runs.isOver].map((each) => each.onCancellationRequested(stop));
  if (token.isCancellationRequested || runs.isOver.isCancellationRequested) stop();
  try {
    const { code, notes } = await process.ended;
    if (code !== 0 && !state.isStopped) resultsOf(runs.current()).fail(notes.trim() === "" ? endText(code) : notes.trim());
  } catch (error) {
    resultsOf(runs.current()).fail(error instanceof Error ? error.message : String(error));
  } finally {
    debug?.dispose();
    for (const listener of listeners) listener.dispose();
  }
}

function endText(code: number | null): string {
  return code === null ? vscode.l10n.t("The run was killed.") : vscode.l10n.t("The run ended with exit code {0}.", code);
}

/** The tests that are going to run, as far as they are known. */
function enqueue({ tree }: SpecRunnerOptions, run: vscode.TestRun, { files }: ProjectSelection): void {
  const visit = (item: vscode.TestItem): void => {
    const node = tree.nodeOf(item);
    // A loop has no result of its own.
    if (node?.kind === "test" && !node.isLoop) run.enqueued(item);
    for (const child of itemsOf(item.children)) visit(child);
  };
  for (const { items } of files) for (const item of items) visit(item);
}

type BuildFailed = Extract<SpecSessionEvent, { readonly kind: "build-failed" }>;

/** One message for the run, and a problem at each line that the compiler names. */
function reportBuildFailure({ diagnostics }: SpecRunnerOptions, results: SpecResults, { library, message, errors }: BuildFailed): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const { file, line, column, message: text } of errors) {
    if (file === null) continue;
    const start = new vscode.Position(line - 1, column - 1);
    const diagnostic = new vscode.Diagnostic(new vscode.Range(start, start.translate(0, 1)), text);
    diagnostic.source = "zig";
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
  }
  diagnostics.set([...byFile].map(([file, found]) => [vscode.Uri.file(file), found]));
  const [first] = errors;
  const place =
    first === undefined || first.file === null
      ? undefined
      : new vscode.Location(vscode.Uri.file(first.file), new vscode.Position(first.line - 1, first.column - 1));
  const lines = errors.map(({ file, line, column, message: text }) => `${file === null ? "" : `${file}:${line}:${column}: `}${text}`);
  results.fail(
    [vscode.l10n.t("{0} does not compile: no spec was run.", library), ...(lines.length === 0 ? [message] : lines)].join("\n"),
    place,
  );
}
