import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FfiModule } from "../../model/decls.ts";
import type { ProbeProblem, ProbeResult } from "../../model/probe.ts";
import type { ReadSource } from "../../model/span.ts";
import type { Target } from "../../model/target.ts";
import { userProbeDirectory, type Environment } from "../environment.ts";
import type { Zig } from "../findZig.ts";
import { printable } from "../printable.ts";
import { describeExit, runProcess } from "../runProcess.ts";
import { readAnswer, removeAtExit, workFolder, writeAnswer } from "./answerCache.ts";
import type { BuildModules } from "./buildModules.ts";
import { decodeAnswer } from "./decode.ts";
import { parseOutput, type RawAnswer } from "./output.ts";
import { createOverlay, readSources, type Overlay, type Sources } from "./overlay.ts";
import { probeSource } from "./probeSource.ts";
import { probeModuleName, questionsOf } from "./questions.ts";
import { createSharedRuns } from "./sharedRuns.ts";
import { sourceReader } from "./sourceReader.ts";

export interface ProbeOptions {
  readonly module: FfiModule;
  readonly target: Target;
  readonly zig: Zig;
  /** The sources; the disk unless given. */
  readonly read?: ReadSource | undefined;
  /** What a build.zig adds; see `findBuildModules`. */
  readonly modules?: BuildModules | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Absolute; the user's cache unless given. */
  readonly cacheFolder?: string | undefined;
  /** Two minutes unless given. */
  readonly timeoutMs?: number | undefined;
  readonly env?: Environment | undefined;
}

/**
 * Asks the compiler for sizes, alignments, offsets, enum values and signatures of a module on one target. It compiles a copy of the sources
 * with questions appended, which it answers in error messages: nothing is generated and nothing is executed. A type that it refuses leaves
 * the others as they are. Answers are kept by their inputs; the same question at the same time is asked once. Never rejects.
 */
export async function probeModule(options: ProbeOptions): Promise<ProbeResult> {
  const { module, target, zig, signal } = options;
  if (signal?.aborted === true) return { kind: "cancelled" };
  const sources = readSources(module.root, options.read ?? sourceReader());
  if (sources === undefined) return problem("unreadable-source", `${module.root} cannot be read.`, "Check the path and its permissions.");
  const questions = questionsOf(module, (file) => sources.zig.get(file));
  const overlay = createOverlay(sources, questions);
  const folder = options.cacheFolder ?? userProbeDirectory(options.env ?? process.env, process.platform);
  const key = await keyOf(overlay, options);
  const kept = await readAnswer(folder, key);
  const outcome =
    kept === undefined
      ? await runs.join(`${folder}\n${key}`, signal, (shared) => ask({ options, sources, overlay, folder, key, signal: shared }))
      : { kind: "raw" as const, raw: kept };
  if (outcome === undefined) return { kind: "cancelled" };
  if (outcome.kind !== "raw") return outcome;
  const answer = decodeAnswer(outcome.raw, { module, questions, target: target.triple, zig: zig.version });
  return { kind: "answered", answer, isCached: kept !== undefined };
}

type Outcome = { readonly kind: "raw"; readonly raw: RawAnswer } | Exclude<ProbeResult, { readonly kind: "answered" }>;

const runs = createSharedRuns<Outcome>();
const defaultTimeoutMs = 120_000;

function problem(reason: ProbeProblem["reason"], message: string, fix: string): ProbeProblem {
  return { kind: "environment", reason, message, fix };
}

/** Everything that the answer depends on: the copies hold the sources and the questions, and errors name the sources by their path. */
async function keyOf(overlay: Overlay, options: ProbeOptions): Promise<string> {
  const { zig, target, modules = null, module } = options;
  const inputs = [probeSource, zig.version, flags(target), modules, module.root, overlay.root, [...overlay.texts]];
  const hash = createHash("sha256").update(JSON.stringify(inputs));
  for (const [name, path] of overlay.copies) {
    const bytes = await readFile(path).catch(() => undefined);
    hash.update(`\n${name}\n`).update(bytes ?? "missing");
  }
  // Files of a build's other modules are compiled where they are.
  for (const path of moduleFiles(options.modules)) {
    const sources = readSources(path, sourceReader());
    hash.update(JSON.stringify([path, sources === undefined ? "missing" : [...sources.zig]]));
  }
  return hash.digest("hex").slice(0, 40);
}

function moduleFiles(modules: BuildModules | undefined): readonly string[] {
  return (modules?.others ?? []).flatMap((flag) => /^-M[^=]+=(.*)$/.exec(flag)?.[1] ?? []);
}

interface Request {
  readonly options: ProbeOptions;
  readonly sources: Sources;
  readonly overlay: Overlay;
  readonly folder: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

async function ask(request: Request): Promise<Outcome> {
  const { folder, key } = request;
  let work: string | undefined;
  const onExit = (): void => {
    if (work !== undefined) removeAtExit(work);
  };
  process.once("exit", onExit);
  try {
    work = await workFolder(folder);
    await writeOverlay(work, request.overlay);
    const outcome = await compile(request, work);
    if (outcome.kind === "raw") await writeAnswer(folder, key, outcome.raw);
    return outcome;
  } catch (error) {
    return diskProblem(folder, error instanceof Error ? error.message : String(error));
  } finally {
    if (work !== undefined) await rm(work, { recursive: true, force: true }).catch(() => undefined);
    process.removeListener("exit", onExit);
  }
}

const probeFile = "probe.zig";
const overlayFolder = "copy";

async function writeOverlay(work: string, overlay: Overlay): Promise<void> {
  await writeFile(join(work, probeFile), probeSource);
  const base = join(work, overlayFolder);
  const folders = new Set([...overlay.texts.keys(), ...overlay.copies.keys()].map((name) => dirname(join(base, name))));
  for (const path of folders) await mkdir(path, { recursive: true });
  for (const [name, text] of overlay.texts) await writeFile(join(base, name), text);
  for (const [name, path] of overlay.copies) {
    // A missing one is for the compiler to complain about.
    await copyFile(path, join(base, name)).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    });
  }
}

function flags(target: Target): readonly string[] {
  const libc = target.os === "freestanding" ? [] : ["-lc"];
  return ["-fno-emit-bin", "-fno-reference-trace", "--color", "off", "-target", target.triple, ...libc];
}

async function compile({ options, overlay, folder, signal }: Request, work: string): Promise<Outcome> {
  const { zig, target, modules, timeoutMs = defaultTimeoutMs } = options;
  const command = [
    ...zig.command,
    "build-obj",
    ...flags(target),
    ...(modules?.root ?? []),
    ...["--dep", probeModuleName, `-Mroot=${overlay.root}`],
    ...(modules?.others ?? []),
    `-M${probeModuleName}=${join(work, probeFile)}`,
    ...["--cache-dir", join(work, "zig-cache")],
  ];
  const result = await runProcess({ command, cwd: join(work, overlayFolder), env: environment(options, folder), timeoutMs, signal });
  switch (result.kind) {
    case "cancelled":
      return { kind: "cancelled" };
    case "timed-out":
      return problem(
        "timed-out",
        `Zig ${zig.version} did not answer about ${options.module.root} for ${target.triple} within ${timeoutMs / 1000} s.`,
        "Try again: the first run for a target fills the compiler's cache. If it happens again, something in the source keeps the compiler busy.",
      );
    case "not-started":
      return problem("not-started", `${zig.command[0] ?? "zig"} ${describeExit(result)}.`, "Check which Zig is used: zig-ffi doctor.");
    case "exited":
      if (result.code === null) return died(options, result.signal);
      return judge(`${result.stdout}${result.stderr}`, options, overlay, folder);
  }
}

function died({ zig, target }: ProbeOptions, signal: string | null): ProbeProblem {
  return problem(
    "died",
    `Zig ${zig.version} was ended by ${signal ?? "a signal"} while it was asked about ${target.triple}.`,
    "Try again; if nobody ended it, the machine may have run out of memory.",
  );
}

/** The answer, or what is wrong: nothing of an incomplete one is believed. */
function judge(output: string, options: ProbeOptions, overlay: Overlay, folder: string): Outcome {
  const raw = parseOutput(output, overlay);
  if (raw.isComplete) return { kind: "raw", raw };
  const disk = raw.errors.find(({ file, message }) => file === null && diskErrors.test(message)) ?? raw.errors.find(isCacheError);
  if (disk !== undefined) return diskProblem(folder, disk.message);
  const source = raw.errors.filter(({ file }) => file !== null);
  if (source.length > 0) return { kind: "refused", errors: source };
  const tail = printable(output.trim().split("\n").slice(-3).join("\n").slice(-600));
  const said = tail === "" ? " (it printed nothing)" : tail.includes("\ufffd") ? " (it is no text)" : `:\n${tail}`;
  return problem(
    "garbage",
    `What ${options.zig.command.join(" ")} printed is no answer${said}`,
    "Check that it is a Zig compiler, 0.14 to 0.17: zig-ffi doctor.",
  );
}

const diskErrors =
  /NoSpaceLeft|DiskQuota|AccessDenied|PermissionDenied|ReadOnlyFileSystem|NoDevice|unable to (?:open|create|resolve|write)\b.*cache/;

function isCacheError({ message }: RawAnswer["errors"][number]): boolean {
  return /NoSpaceLeft|ReadOnlyFileSystem|DiskQuota/.test(message);
}

function diskProblem(folder: string, detail: string): ProbeProblem {
  return problem(
    "disk",
    `The compiler's answers cannot be kept in ${folder}: ${detail}`,
    "Make room there and make it writable, or name another folder (XDG_CACHE_HOME for zig-ffi, ZIG_GLOBAL_CACHE_DIR for Zig).",
  );
}

/** Zig stops where there is no home to keep a cache in. */
function environment({ env = process.env }: ProbeOptions, folder: string): Environment {
  const hasPlace = [env["ZIG_GLOBAL_CACHE_DIR"], env["HOME"], env["XDG_CACHE_HOME"], env["LOCALAPPDATA"]].some(
    (value) => (value ?? "") !== "",
  );
  return hasPlace ? env : { ...env, ZIG_GLOBAL_CACHE_DIR: join(folder, "zig") };
}
