import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isAbsolute, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { LibraryConfig } from "../model/config.ts";
import type { BenchReport } from "../protocol/benchReport.ts";
import type { SpecCompileError, SpecSessionEvent, SpecSessionRequest } from "../protocol/specSession.ts";
import { runSpecs } from "../spec/runSpecs.ts";
import type { BuildResult } from "../toolchain/build.ts";
import { benchEnvironment, benchResults, warmUpMs } from "./bench.ts";
import { benchTable } from "./benchTable.ts";
import { buildForSpecs, requireZig } from "./build.ts";
import { CliError, createCliContext, selectLibraries, slashed, type CliContext, type GlobalOptions } from "./context.ts";
import { projectDirectory } from "./generate.ts";
import { checkNode, childEntry, interruptible, nodeCommand, selectSpecs, specLibrary } from "./specSetup.ts";
import { watchSpecs } from "./testWatch.ts";

export interface SpecSessionOptions extends GlobalOptions {
  readonly zig?: string;
}

const timeoutMs = 5000;
const benchMode = "ReleaseFast";
const benchMs = 500;

/** `zig-ffi spec-session`, for editors: like `zig-ffi test`, with its request on standard input and events on standard output. */
export async function specSession(options: SpecSessionOptions): Promise<number> {
  checkNode();
  const interrupt = interruptible();
  const inputEnd = new AbortController();
  // Whoever started us is gone.
  process.stdout.on("error", () => inputEnd.abort());
  const input = openInput(() => inputEnd.abort());
  try {
    const request = await input.request;
    const context = await createCliContext(options);
    const libraries = selectLibraries(context, []);
    const session: Session = { context, libraries, request, zig: options.zig };
    // Its lack is told before anything else.
    await requireZig(options.zig);
    const signal = AbortSignal.any([interrupt.signal, inputEnd.signal]);
    const select = (): readonly string[] => selectFiles(session);
    if (!request.watch) await runOnce(session, select(), signal);
    else await watchSpecs({ context, libraries, select, run: (files, current) => runOnce(session, files, current), signal });
    return 0;
  } finally {
    input.close();
    interrupt.release();
  }
}

interface Session {
  readonly context: CliContext;
  readonly libraries: readonly LibraryConfig[];
  readonly zig: string | undefined;
  readonly request: SpecSessionRequest;
}

function openInput(onEnd: () => void): { readonly request: Promise<SpecSessionRequest>; readonly close: () => void } {
  const lines = createInterface({ input: process.stdin });
  const request = new Promise<SpecSessionRequest>((done, fail) => {
    lines.once("line", (line) => done(JSON.parse(line) as SpecSessionRequest));
    lines.once("close", () => {
      onEnd();
      fail(new CliError("spec-session is for editors, and reads its request from standard input; zig-ffi test is for people"));
    });
  });
  return {
    request,
    close: () => {
      lines.close();
      process.stdin.destroy();
    },
  };
}

function selectFiles({ context, libraries, request }: Session): readonly string[] {
  if (request.files === null) return selectSpecs(context, libraries, []);
  return request.files.map(({ file }) => slashed(file)).filter((file) => existsSync(file));
}

async function runOnce(session: Session, files: readonly string[], signal: AbortSignal): Promise<{ readonly isBuilt: boolean }> {
  const { context, libraries, zig, request } = session;
  const filters = new Map(request.files?.map(({ file, filter }) => [slashed(file), filter]));
  emit({ kind: "run-started", files });
  try {
    const onResult = (library: LibraryConfig, result: BuildResult): void => reportBuild(context, library, result);
    const optimize = request.bench ? benchMode : undefined;
    const built = await buildForSpecs(context, libraries, { zig, optimize, signal, onResult });
    if (built.kind !== "built") return { isBuilt: false };
    emit({ kind: "build-ended", libraries: libraries.map(({ name }) => name) });
    const startedAt = new Date().toISOString();
    const results = await runSpecs({
      ...{ files, timeoutMs, signal, filter: null },
      filterOf: (file) => filters.get(file) ?? null,
      debug: request.debug,
      bench: request.bench ? { timeMs: benchMs, warmUpMs } : undefined,
      // One debugger at a time, and benchmarks would disturb each other.
      jobs: request.debug || request.bench ? 1 : availableParallelism(),
      libraries: built.artifacts.map(specLibrary),
      projectDirectory: context.config.directory,
      node: nodeCommand,
      crashHandler: built.crashHandler,
      entry: childEntry(),
      env: process.env,
      onEvent: emit,
    });
    if (request.bench && !signal.aborted) {
      const environment = benchEnvironment(libraries, { zig: built.zig, optimize: benchMode });
      const report: BenchReport = {
        version: 1,
        label: startedAt,
        startedAt,
        environment,
        results: results.flatMap((file) => benchResults(context, file)),
      };
      emit({ kind: "measured", table: benchTable(report, []) });
    }
    return { isBuilt: true };
  } finally {
    emit({ kind: "run-ended" });
  }
}

function reportBuild(context: CliContext, library: LibraryConfig, result: BuildResult): void {
  if (result.kind !== "failed") return;
  const directory = projectDirectory(context, library);
  const errors = result.errors.map(({ file, line, column, message, notes }): SpecCompileError => {
    const path = file === null ? null : slashed(isAbsolute(file) ? file : resolve(directory, file));
    return {
      file: path,
      line: line ?? 1,
      column: column ?? 1,
      message: [message, ...notes.map((note) => `note: ${note.message}`)].join("\n"),
    };
  });
  const message = result.hint ?? (errors.length === 0 ? result.log.trim().split("\n").slice(-20).join("\n") : `the build ${result.exit}`);
  emit({ kind: "build-failed", library: library.name, message, errors });
}

function emit(event: SpecSessionEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
