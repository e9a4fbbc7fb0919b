import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename, resolve } from "node:path";
import type { LibraryConfig, OptimizeMode } from "../model/config.ts";
import type { BenchReport, BenchResult } from "../protocol/benchReport.ts";
import type { SpecFileResult } from "../protocol/specEvents.ts";
import { runSpecs } from "../spec/runSpecs.ts";
import { summarize } from "../spec/summary.ts";
import { benchPage } from "./benchPage.ts";
import { benchTable } from "./benchTable.ts";
import { buildForSpecs } from "./build.ts";
import { CliError, createCliContext, selectLibraries, type CliContext, type GlobalOptions } from "./context.ts";
import { note, print } from "./output.ts";
import {
  checkNode,
  childEntry,
  interruptedExitCode,
  interruptible,
  nodeCommand,
  pattern,
  positive,
  selectSpecs,
  specLibrary,
} from "./specSetup.ts";

export interface BenchCommandOptions extends GlobalOptions {
  readonly testNamePattern?: string;
  readonly json?: string;
  readonly html?: string;
  readonly compare?: readonly string[];
  readonly label?: string;
  readonly time: string;
  readonly optimize: OptimizeMode;
  readonly zig?: string;
}

export const warmUpMs = 100;
const timeoutMs = 5000;

/** `zig-ffi bench`: measures the benchmarks of spec files, one after the other. Benchmarks that fail give 1, anything else in the way 2. */
export async function bench(args: readonly string[], options: BenchCommandOptions): Promise<number> {
  const context = await createCliContext(options);
  const libraries = selectLibraries(context, []);
  checkNode();
  const timeMs = positive("--time", options.time);
  const filter = pattern(options.testNamePattern);
  const earlier = (options.compare ?? []).map((file) => readReport(context, file));
  const interrupt = interruptible();
  try {
    const { signal } = interrupt;
    const built = await buildForSpecs(context, libraries, { ...options, signal });
    if (built.kind !== "built") return built.kind === "failed" ? 1 : interruptedExitCode;
    const startedAt = new Date().toISOString();
    const files = await runSpecs({
      ...{ filter, timeoutMs, signal, files: selectSpecs(context, libraries, args) },
      bench: { timeMs, warmUpMs },
      libraries: built.artifacts.map(specLibrary),
      projectDirectory: context.config.directory,
      node: nodeCommand,
      entry: childEntry(),
      env: process.env,
      crashHandler: built.crashHandler,
      // They would disturb each other.
      jobs: 1,
      onEvent: (event) => (event.kind === "test-started" ? note(`${context.show(event.file)}: ${event.id}`) : undefined),
    });
    if (signal.aborted) return interruptedExitCode;
    const report: BenchReport = {
      version: 1,
      label: options.label ?? startedAt.slice(0, 16).replace("T", " "),
      startedAt,
      environment: benchEnvironment(libraries, { zig: built.zig, optimize: options.optimize }),
      results: files.flatMap((file) => benchResults(context, file)),
    };
    publish(context, { report, earlier, options });
    const { failed, fileFailures } = summarize(files);
    return failed + fileFailures > 0 ? 1 : 0;
  } finally {
    interrupt.release();
  }
}

interface Outcome {
  readonly report: BenchReport;
  readonly earlier: readonly BenchReport[];
  readonly options: BenchCommandOptions;
}

function publish(context: CliContext, { report, earlier, options }: Outcome): void {
  if (report.results.length === 0) note('no benchmarks: call bench(name, call) from "zig-ffi/spec" in a spec file');
  else print(benchTable(report, earlier));
  const write = (file: string, content: string): void => {
    writeFileSync(resolve(context.cwd, file), content);
    note(`written: ${file}`);
  };
  if (options.json !== undefined) write(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.html !== undefined) write(options.html, benchPage(report, earlier));
}

/** What a file's benchmarks have measured. */
export function benchResults(context: CliContext, { file, tests, failures }: SpecFileResult): readonly BenchResult[] {
  const name = context.show(file);
  return [
    ...failures.map(({ message }) => ({ file: name, names: ["outside of benchmarks"], series: [], failure: message })),
    ...tests.flatMap(({ test, outcome, series }): readonly BenchResult[] => {
      const result = { file: name, names: test.names };
      if (outcome.kind === "failed") return [{ ...result, series: [], failure: outcome.failure.message }];
      return outcome.kind === "passed" ? [{ ...result, series, failure: null }] : [];
    }),
  ];
}

/** What the numbers depend on. */
export function benchEnvironment(
  libraries: readonly LibraryConfig[],
  { zig, optimize }: { readonly zig: string; readonly optimize: string },
): BenchReport["environment"] {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    zig,
    optimize,
    libraries: Object.fromEntries(libraries.map(({ name, backend }) => [name, backend])),
  };
}

function readReport(context: CliContext, file: string): BenchReport {
  const path = resolve(context.cwd, file);
  const refuse = (why: string): never => {
    throw new CliError(`--compare ${file}: ${why}; it takes files that zig-ffi bench --json has written`);
  };
  const report = parseJson(readFileSync(path, "utf8"));
  if (typeof report !== "object" || report === null || !("version" in report) || !("results" in report)) return refuse("no such report");
  if (report.version !== 1 || !Array.isArray(report.results)) return refuse("a report of another version");
  const read = report as BenchReport;
  return { ...read, label: read.label === "" ? basename(file) : read.label };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
