import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { globSync } from "tinyglobby";
import type { LibraryConfig, OptimizeMode } from "../model/config.ts";
import { libraryNames } from "../plan/names.ts";
import type { SpecFileResult } from "../protocol/specEvents.ts";
import type { SpecLibrary } from "../spec/privateCopies.ts";
import { runSpecs } from "../spec/runSpecs.ts";
import { jsonReporter } from "../spec/reporters/json.ts";
import { junitReporter } from "../spec/reporters/junit.ts";
import type { ReportContext, Reporter } from "../spec/reporters/reporter.ts";
import { specReporter } from "../spec/reporters/spec.ts";
import { tapReporter } from "../spec/reporters/tap.ts";
import { summarize } from "../spec/summary.ts";
import { ignoredFolders } from "../workspace/discover.ts";
import { packageRoot } from "../workspace/package.ts";
import { buildForSpecs } from "./build.ts";
import { interruptedExitCode, watchSpecs } from "./testWatch.ts";
import { CliError, createCliContext, selectLibraries, slashed, type CliContext, type GlobalOptions } from "./context.ts";

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
    node: [process.execPath, "--disable-warning=ExperimentalWarning"],
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

function specLibrary({ name, artifact }: { readonly name: string; readonly artifact: string }): SpecLibrary {
  return { name, artifact, environment: libraryNames(name).environment };
}

function childEntry(): string {
  const entry = join(packageRoot(), "dist", "specChild.js");
  if (!existsSync(entry)) throw new CliError(`${entry} is missing: reinstall zig-ffi, or in its sources run "npm run build"`);
  return entry;
}

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 18))
    throw new CliError(`specs are TypeScript, which Node runs from 22.18 on; this is ${process.versions.node}: install a newer Node`);
}

function pattern(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    new RegExp(text);
  } catch (error) {
    throw new CliError(`--test-name-pattern is no regular expression: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return text;
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) throw new CliError(`${option} takes a whole number above 0, got ${text}`);
  return value;
}

/** The files that arguments name (files, folders or parts of paths), else all that the configuration has. */
function selectSpecs(context: CliContext, libraries: readonly LibraryConfig[], args: readonly string[]): readonly string[] {
  const patterns = [...new Set(libraries.flatMap(({ specs }) => specs))];
  const found = globSync(patterns, { cwd: context.config.directory, absolute: true, ignore: [...ignoredFolders] })
    .map(slashed)
    .sort();
  if (args.length === 0) {
    if (found.length === 0) throw new CliError(`no spec files: nothing below ${context.config.directory} matches ${patterns.join(", ")}`);
    return found;
  }
  const chosen = new Set(args.flatMap((arg) => specsOf(context, found, arg)));
  return [...chosen].sort();
}

function specsOf(context: CliContext, found: readonly string[], arg: string): readonly string[] {
  const path = slashed(resolve(context.cwd, arg));
  if (/\.[cm]?[jt]s$/.test(arg) && existsSync(path)) return [path];
  const matching = found.filter((file) => file.startsWith(`${path}/`) || context.show(file).includes(slashed(arg)));
  if (matching.length === 0) throw new CliError(`no spec file is called ${arg}: known are ${found.map(context.show).join(", ") || "none"}`);
  return matching;
}

/** `2/3`: the second third of the files. */
function shardOf(files: readonly string[], shard: string | undefined): readonly string[] {
  if (shard === undefined) return files;
  const match = /^(\d+)\/(\d+)$/.exec(shard);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) throw new CliError(`--shard takes i/n with 1 <= i <= n, got ${shard}`);
  return files.filter((_, i) => i % count === index - 1);
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

/** Children lead groups of their own, which the terminal's interrupt does not reach. */
function interruptible(): { readonly signal: AbortSignal; readonly release: () => void } {
  const abort = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (): void => abort.abort();
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: abort.signal,
    release: () => {
      for (const name of signals) process.removeListener(name, onSignal);
    },
  };
}
