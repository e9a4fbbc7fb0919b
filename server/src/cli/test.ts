import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { LibraryConfig, OptimizeMode } from "../model/config.ts";
import type { SpecFileResult } from "../protocol/specEvents.ts";
import { runSpecs } from "../spec/runSpecs.ts";
import { jsonReporter } from "../spec/reporters/json.ts";
import { junitReporter } from "../spec/reporters/junit.ts";
import type { ReportContext, Reporter } from "../spec/reporters/reporter.ts";
import { specReporter } from "../spec/reporters/spec.ts";
import { tapReporter } from "../spec/reporters/tap.ts";
import { readCoverage } from "../spec/coverage.ts";
import { summarize } from "../spec/summary.ts";
import type { BuildResult } from "../toolchain/build.ts";
import { buildForSpecs, requireZig } from "./build.ts";
import { coverageTable, lcov } from "./coverageReport.ts";
import { note } from "./output.ts";
import { watchSpecs } from "./testWatch.ts";
import { projectDirectory } from "./generate.ts";
import { createCliContext, selectLibraries, slashed, type CliContext, type GlobalOptions } from "./context.ts";
import {
  checkNode,
  childEntry,
  interruptedExitCode,
  interruptible,
  nodeCommand,
  pattern,
  positive,
  selectSpecs,
  shardOf,
  specLibrary,
} from "./specSetup.ts";

export interface TestCommandOptions extends GlobalOptions {
  readonly testNamePattern?: string;
  readonly reporter: keyof typeof reporters;
  readonly timeout: string;
  readonly jobs?: string;
  readonly shard?: string;
  readonly watch?: boolean;
  /** A file to write, or just the table. */
  readonly coverage?: string | true;
  readonly optimize?: OptimizeMode;
  readonly zig?: string;
}

const reporters = { spec: specReporter, json: jsonReporter, junit: junitReporter, tap: tapReporter } satisfies Readonly<
  Record<string, Reporter>
>;
export const reporterNames: readonly string[] = Object.keys(reporters);

/** `zig-ffi test`: builds the libraries, then runs spec files against them. Failing specs and compile errors give 1, anything else in the way 2. */
export async function test(args: readonly string[], options: TestCommandOptions): Promise<number> {
  // Two things that take a while, at the same time.
  const [, context] = await Promise.all([requireZig(options.zig), createCliContext(options)]);
  const libraries = selectLibraries(context, []);
  checkNode();
  const settings: Settings = {
    ...{ context, libraries, options },
    filter: pattern(options.testNamePattern),
    timeoutMs: positive("--timeout", options.timeout),
    jobs: options.jobs === undefined ? availableParallelism() : positive("--jobs", options.jobs),
  };
  const select = (): readonly string[] => shardOf(selectSpecs(context, libraries, args), options.shard);
  const interrupt = interruptible();
  try {
    if (options.watch !== true) return (await runOnce(settings, select(), interrupt.signal)).code;
    const run = (files: readonly string[], signal: AbortSignal): Promise<RunEnd> => runOnce(settings, files, signal);
    return await watchSpecs({ context, libraries, select, run, signal: interrupt.signal });
  } finally {
    interrupt.release();
  }
}

interface Settings {
  readonly context: CliContext;
  readonly libraries: readonly LibraryConfig[];
  readonly options: TestCommandOptions;
  readonly filter: string | null;
  readonly timeoutMs: number;
  readonly jobs: number;
}

interface RunEnd {
  readonly code: number;
  readonly isBuilt: boolean;
}

async function runOnce(settings: Settings, files: readonly string[], signal: AbortSignal): Promise<RunEnd> {
  const { context, libraries, options, filter, timeoutMs, jobs } = settings;
  const report = startReport(context, reporters[options.reporter]);
  const broken: SpecFileResult[] = [];
  const built = await buildForSpecs(context, libraries, {
    ...{ ...options, signal },
    onResult: (library, result) => {
      if (result.kind === "failed") broken.push(brokenBuild(context, library, result));
    },
  });
  // People have read it on standard error.
  if (broken.length > 0 && options.reporter !== "spec") report.end(broken);
  if (built.kind !== "built") return { code: built.kind === "failed" ? 1 : interruptedExitCode, isBuilt: false };
  const coverage = options.coverage === undefined ? null : startCoverage();
  const results = await runSpecs({
    ...{ files, filter, timeoutMs, jobs, signal },
    libraries: built.artifacts.map(specLibrary),
    projectDirectory: context.config.directory,
    node: nodeCommand,
    crashHandler: built.crashHandler,
    entry: childEntry(),
    env: { ...process.env, ...coverage?.env },
    onEvent: (event) => (event.kind === "file-ended" ? report.file(event.result) : undefined),
  });
  if (signal.aborted) {
    // While watching it is how one leaves, or a change that starts the next run.
    if (options.watch !== true) note("zig-ffi: interrupted");
    return { code: interruptedExitCode, isBuilt: true };
  }
  report.end(results);
  coverage?.end(context, files, options.coverage);
  const { failed, fileFailures } = summarize(results);
  return { code: failed + fileFailures > 0 || isNothingMatched(settings, results) ? 1 : 0, isBuilt: true };
}

/**
 * Nothing has failed where nothing has run, but a name that matches no test is a mistake; an empty part of few files is none, nor is a
 * part without a match: others may have it.
 */
function isNothingMatched({ filter, options }: Settings, results: readonly SpecFileResult[]): boolean {
  if (results.length === 0) {
    note(`zig-ffi: no spec file falls to --shard ${options.shard ?? "1/1"}`);
    return false;
  }
  if (filter === null || results.some(({ tests }) => tests.length > 0)) return false;
  note(`zig-ffi: no test matches ${filter}`);
  return options.watch !== true && options.shard === undefined;
}

type FailedBuild = Extract<BuildResult, { readonly kind: "failed" }>;

/** A build that failed, as programs read it: the root of the library is the file that failed. */
function brokenBuild(context: CliContext, library: LibraryConfig, result: FailedBuild): SpecFileResult {
  const { name, root } = library;
  const directory = projectDirectory(context, library);
  const messages = result.errors.map(({ message }) => message);
  const message = [`${name} does not compile`, ...(messages.length === 0 ? [result.log.trim()] : messages)].join("\n");
  const places = result.errors.flatMap(({ file, line, column }) =>
    file === null ? [] : [`at ${slashed(resolve(directory, file))}:${line ?? 1}:${column ?? 1}`],
  );
  return {
    ...{ file: root, tests: [], stdout: "", stderr: "", durationMs: 0, startedAt: new Date().toISOString() },
    failures: [{ message, stack: places.length === 0 ? null : places.join("\n"), difference: null, crash: null }],
  };
}

function startReport(
  context: CliContext,
  reporter: Reporter,
): { readonly file: (result: SpecFileResult) => void; readonly end: (results: readonly SpecFileResult[]) => void } {
  const started = performance.now();
  const isColoured = process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
  const now = (): ReportContext => ({
    show: context.show,
    colour: (code, text) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text),
    durationMs: performance.now() - started,
  });
  return {
    file: (result) => void process.stdout.write(reporter.file?.(result, now()) ?? ""),
    end: (results) => void process.stdout.write(reporter.end(results, now())),
  };
}

/** Node writes what ran of each script when a child ends. */
function startCoverage(): {
  readonly env: Readonly<Record<string, string>>;
  readonly end: (context: CliContext, specs: readonly string[], file: string | true | undefined) => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "zig-ffi-coverage-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  return {
    env: { NODE_V8_COVERAGE: folder },
    end: ({ config, cwd, show }, specs, file) => {
      const files = readCoverage(folder, config.directory, new Set(specs));
      note(`\n${coverageTable(files, show)}`);
      if (typeof file === "string") writeFileSync(resolve(cwd, file), lcov(files, show));
      remove();
      process.removeListener("exit", remove);
    },
  };
}
