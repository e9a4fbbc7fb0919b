import { availableParallelism } from "node:os";
import type { LibraryConfig, OptimizeMode } from "../model/config.ts";
import type { SpecFileResult } from "../protocol/specEvents.ts";
import { runSpecs } from "../spec/runSpecs.ts";
import { jsonReporter } from "../spec/reporters/json.ts";
import { junitReporter } from "../spec/reporters/junit.ts";
import type { ReportContext, Reporter } from "../spec/reporters/reporter.ts";
import { specReporter } from "../spec/reporters/spec.ts";
import { tapReporter } from "../spec/reporters/tap.ts";
import { summarize } from "../spec/summary.ts";
import { buildForSpecs } from "./build.ts";
import { watchSpecs } from "./testWatch.ts";
import { createCliContext, selectLibraries, type CliContext, type GlobalOptions } from "./context.ts";
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
  readonly optimize?: OptimizeMode;
  readonly zig?: string;
}

const reporters = { spec: specReporter, json: jsonReporter, junit: junitReporter, tap: tapReporter } satisfies Readonly<
  Record<string, Reporter>
>;
export const reporterNames: readonly string[] = Object.keys(reporters);

/** `zig-ffi test`: builds the libraries, then runs spec files against them. Failing specs and compile errors give 1, anything else in the way 2. */
export async function test(args: readonly string[], options: TestCommandOptions): Promise<number> {
  const context = await createCliContext(options);
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
    if (options.watch !== true) return await runOnce(settings, select(), interrupt.signal);
    const run = (files: readonly string[], signal: AbortSignal): Promise<number> => runOnce(settings, files, signal);
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

async function runOnce(settings: Settings, files: readonly string[], signal: AbortSignal): Promise<number> {
  const { context, libraries, options, filter, timeoutMs, jobs } = settings;
  const built = await buildForSpecs(context, libraries, { ...options, signal });
  if (built.kind !== "built") return built.kind === "failed" ? 1 : interruptedExitCode;
  const report = startReport(context, reporters[options.reporter]);
  const results = await runSpecs({
    ...{ files, filter, timeoutMs, jobs, signal },
    libraries: built.artifacts.map(specLibrary),
    projectDirectory: context.config.directory,
    node: nodeCommand,
    crashHandler: built.crashHandler,
    entry: childEntry(),
    env: process.env,
    onEvent: (event) => (event.kind === "file-ended" ? report.file(event.result) : undefined),
  });
  if (signal.aborted) return interruptedExitCode;
  report.end(results);
  const { failed, fileFailures } = summarize(results);
  return failed + fileFailures > 0 ? 1 : 0;
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
