import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import type { LibraryConfig, OptimizeMode } from "../model/config.ts";
import { destinationOf } from "./artifacts.ts";
import { buildAdvice } from "./buildAdvice.ts";
import { buildCommand, needsLlvm, withLlvm, type BuildCommand } from "./buildCommand.ts";
import { withBuildLock } from "./buildLock.ts";
import { parseCompileErrors, withUtf16Columns, type CompileError } from "./compileErrors.ts";
import type { Environment } from "./environment.ts";
import type { Zig } from "./findZig.ts";
import { describeExit, runProcess, type RunResult } from "./runProcess.ts";
import { hashFiles, staleness, writeSidecar, type BuildInputs } from "./sidecar.ts";
import { isZigMinor } from "./zigRelease.ts";

export interface BuildOptions {
  readonly zig: Zig;
  readonly library: LibraryConfig;
  /** Where zig-ffi.json lies, and build.zig if there is one: absolute. The build runs there. */
  readonly projectDirectory: string;
  /** Absolute paths of the source files of the library; with build-lib the build is skipped while they stay the same. */
  readonly closure: readonly string[];
  readonly env: Environment;
  /** Goes before the configuration's mode. */
  readonly optimize?: OptimizeMode | undefined;
  /** A Zig triple that `parseTarget` knows; this machine unless given. */
  readonly target?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gets the output of the build as it comes, and a note now and then while nothing comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export type BuildResult =
  /** `fresh`: the artifact is the one of an earlier build of the same inputs. `artifact` is absolute. */
  | { readonly kind: "built" | "fresh"; readonly artifact: string; readonly seconds: number }
  /** Columns count UTF-16 units, files are absolute. `errors` is empty where the output has none that we can read: show the log then. */
  | {
      readonly kind: "failed";
      readonly errors: readonly CompileError[];
      readonly log: string;
      readonly exit: string;
      readonly hint: string | null;
    }
  | BuildProblem
  | { readonly kind: "cancelled" };

/** Something other than the source is in the way. */
export interface BuildProblem {
  readonly kind: "environment";
  readonly reason: "not-started" | "no-directory" | "unreadable-source" | "bad-target" | "bad-command" | "no-artifact" | "disk";
  readonly message: string;
  readonly fix: string;
}

/**
 * Builds a library by the user's command, else by `zig build` where the project has a build.zig, else by `zig build-lib`. A library and the
 * sidecar that vouches for it are replaced in one step each, the sidecar last: an interrupted build never leaves one that looks fresh.
 * Never rejects.
 */
export async function buildLibrary(options: BuildOptions): Promise<BuildResult> {
  const started = performance.now();
  const plan = await planBuild(options);
  if (plan.kind === "environment") return plan;
  try {
    const { projectDirectory, signal } = options;
    const onWait = (): void => options.onOutput?.(`zig-ffi: another process is building ${options.library.name}; waiting for it\n`);
    const result = await withBuildLock({ projectDirectory, artifact: plan.artifact, signal, onWait }, () =>
      plan.command.kind === "project" ? buildProject(plan, options) : buildByLib(plan, options),
    );
    if (result === null) return { kind: "cancelled" };
    if (result.kind !== "built" && result.kind !== "fresh") return result;
    return { kind: result.kind, artifact: plan.artifact, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    const message = `${plan.artifact} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    return problem("disk", message, "Make the folder writable; on Windows, end the programs that have the library loaded.");
  }
}

/** What `staleness` compares with a library, from the sources alone: works without a compiler. Unreadable files count as changed. */
export async function sourceInputs(projectDirectory: string, closure: readonly string[]): Promise<BuildInputs> {
  const hashed = await hashFiles(projectDirectory, closure);
  return { files: hashed.kind === "known" ? hashed.value : {} };
}

type Step = { readonly kind: "built" } | { readonly kind: "fresh" } | Exclude<BuildResult, { readonly kind: "built" | "fresh" }>;

interface Plan {
  readonly kind: "plan";
  readonly command: BuildCommand;
  readonly artifact: string;
  readonly inputs: BuildInputs;
  readonly env: Environment;
}

async function planBuild(options: BuildOptions): Promise<Plan | BuildProblem> {
  const { zig, library, projectDirectory, optimize } = options;
  if (!existsSync(projectDirectory)) return problem("no-directory", `${projectDirectory} does not exist`, "Check where zig-ffi.json lies.");
  const destination = destinationOf(library, projectDirectory, options.target);
  if (destination.kind === "unknown") return problem("bad-target", destination.reason, "Choose another --target.");
  const { target, prefix, artifact } = destination;
  const command = buildCommand({ zig, library, projectDirectory, optimize, target, prefix });
  if (command.kind === "unknown") return problem("bad-command", command.reason, "Correct build.command in zig-ffi.json.");
  const files = await hashFiles(projectDirectory, options.closure);
  if (files.kind === "unknown") return problem("unreadable-source", files.reason, "Check the path and the permissions.");
  const inputs = { zig: zig.version, command: portable(command.value.command, options), files: files.value };
  return { kind: "plan", command: command.value, artifact, inputs, env: buildEnvironment(options) };
}

function problem(reason: BuildProblem["reason"], message: string, fix: string): BuildProblem {
  return { kind: "environment", reason, message, fix };
}

/** The compiler's own place is no input: its version is compared. */
function portable(command: readonly string[], { zig, projectDirectory }: BuildOptions): readonly string[] {
  const isZig = zig.command.every((argument, index) => argument === command[index]);
  const named = isZig ? ["zig", ...command.slice(zig.command.length)] : command;
  return named.map((argument) =>
    argument.startsWith(projectDirectory) ? relative(projectDirectory, argument).replaceAll("\\", "/") : argument,
  );
}

/** Zig stops with "unable to resolve zig cache directory" where there is no home to keep a cache in. */
function buildEnvironment({ env, projectDirectory }: BuildOptions): Environment {
  const hasPlace = [env["ZIG_GLOBAL_CACHE_DIR"], env["HOME"], env["XDG_CACHE_HOME"], env["LOCALAPPDATA"]].some(
    (value) => (value ?? "") !== "",
  );
  return hasPlace ? env : { ...env, ZIG_GLOBAL_CACHE_DIR: join(projectDirectory, ".zig-cache", "global") };
}

async function buildProject(plan: Plan, options: BuildOptions): Promise<Step> {
  const before = await staleness(plan.artifact, plan.inputs);
  const result = await run(plan.command.command, plan, options);
  const failure = failureOf(result, plan.command, options);
  if (failure !== undefined) return failure;
  if (!existsSync(plan.artifact)) return noArtifact(plan, options);
  const after = before.kind === "fresh" ? await staleness(plan.artifact, plan.inputs) : before;
  if (after.kind === "fresh") return { kind: "fresh" };
  await writeSidecar(plan.artifact, plan.inputs);
  return { kind: "built" };
}

async function buildByLib(plan: Plan, options: BuildOptions): Promise<Step> {
  if ((await staleness(plan.artifact, plan.inputs)).kind === "fresh") return { kind: "fresh" };
  const folder = join(options.projectDirectory, ".zig-cache", "zig-ffi", randomBytes(6).toString("hex"));
  const output = join(folder, basename(plan.artifact));
  await mkdir(folder, { recursive: true });
  try {
    const failure = await runBuildLib(plan, options, output);
    if (failure !== undefined) return failure;
    await mkdir(dirname(plan.artifact), { recursive: true });
    await replace(output, plan.artifact);
    const debugInfo = changeExtension(output, ".pdb");
    if (existsSync(debugInfo)) await replace(debugInfo, changeExtension(plan.artifact, ".pdb"));
    await writeSidecar(plan.artifact, plan.inputs);
    return { kind: "built" };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runBuildLib(
  plan: Plan,
  options: BuildOptions,
  output: string,
): Promise<Exclude<Step, { readonly kind: "built" | "fresh" }> | undefined> {
  const emit = `-femit-bin=${output}`;
  const first = [...plan.command.command, emit];
  const failure = failureOf(await run(first, plan, options), plan.command, options);
  const again = withLlvm(first);
  if (failure?.kind !== "failed" || again === undefined || !needsLlvm(failure.log)) return failure;
  options.onOutput?.("zig-ffi: Zig's own back end cannot compile this; trying again with LLVM\n");
  return failureOf(await run(again, plan, options), plan.command, options);
}

/** Replaces a file in one step, also where the folders lie on different file systems. */
async function replace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EXDEV")) throw error;
    const beside = `${to}.${randomBytes(4).toString("hex")}.tmp`;
    try {
      await copyFile(from, beside);
      await rename(beside, to);
    } finally {
      await rm(beside, { force: true });
    }
  }
}

function changeExtension(path: string, extension: string): string {
  return path.slice(0, path.length - extname(path).length) + extension;
}

const firstNoteMs = 10_000;
const laterNotesMs = 30_000;

async function run(command: readonly string[], plan: Plan, options: BuildOptions): Promise<RunResult> {
  const started = performance.now();
  const isSlowFirst = isZigMinor(options.zig.version, 17) && command.includes("build");
  const why = isSlowFirst ? "; Zig 0.17 compiles its own build system once, which takes minutes" : "";
  const note = () => {
    options.onOutput?.(
      `zig-ffi: still building ${options.library.name} after ${Math.round((performance.now() - started) / 1000)} s${why}\n`,
    );
    timer = setTimeout(note, laterNotesMs);
  };
  let timer = setTimeout(note, firstNoteMs);
  try {
    return await runProcess({ command, cwd: options.projectDirectory, env: plan.env, signal: options.signal, onOutput: options.onOutput });
  } finally {
    clearTimeout(timer);
  }
}

type Failure = Exclude<Step, { readonly kind: "built" | "fresh" }>;

function failureOf(result: RunResult, { kind, command }: BuildCommand, options: BuildOptions): Failure | undefined {
  switch (result.kind) {
    case "exited":
      if (result.code === 0) return undefined;
      return failedBuild(`${result.stdout}${result.stderr}`, describeExit(result), { ...options, isProject: kind === "project" });
    case "not-started":
      return problem(
        "not-started",
        `${command[0] ?? "the build command"} ${describeExit(result)}`,
        "Check build.command in zig-ffi.json and which Zig is used (zig-ffi doctor).",
      );
    case "cancelled":
    case "timed-out":
      return { kind: "cancelled" };
  }
}

function failedBuild(
  log: string,
  exit: string,
  { projectDirectory: directory, zig, isProject }: BuildOptions & { readonly isProject: boolean },
): Failure {
  const sources = new Map<string, readonly string[]>();
  const readLine = (file: string, line: number): string | undefined => {
    const path = resolve(directory, file);
    const lines = sources.get(path) ?? linesOf(path);
    sources.set(path, lines);
    return lines[line - 1];
  };
  const errors = withUtf16Columns(parseCompileErrors(log), readLine).map((error) => absolute(error, directory));
  const hint = buildAdvice({ log, errors, zigVersion: zig.version, projectDirectory: directory, isProject });
  return { kind: "failed", errors, log, exit, hint };
}

function absolute(error: CompileError, directory: string): CompileError {
  const place = (file: string | null) => (file === null ? null : resolve(directory, file).replaceAll("\\", "/"));
  return { ...error, file: place(error.file), notes: error.notes.map((note) => ({ ...note, file: place(note.file) })) };
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

function noArtifact(plan: Plan, { projectDirectory, library }: BuildOptions): BuildProblem {
  const out = join(projectDirectory, "zig-out");
  const built = ["lib", "bin"].flatMap((folder) => namesIn(join(out, folder)).map((name) => `zig-out/${folder}/${name}`));
  const found = built.length === 0 ? "zig-out has no libraries" : `there is ${built.slice(0, 5).join(", ")}`;
  const message = `The build succeeded, but ${plan.artifact} is not there (${found}).`;
  return problem(
    "no-artifact",
    message,
    `Name the library "${library.name}" in build.zig, or set build.artifact in zig-ffi.json to the file that the build makes.`,
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /\.(?:so|dylib|dll)$/.test(name));
  } catch {
    return [];
  }
}
