import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findOnPath, type Environment } from "./environment.ts";
import { zigInCache } from "./findZig.ts";
import { describePipFailure, type InstallFailure } from "./pipFailure.ts";
import { describeExit, runProcess, type RunResult } from "./runProcess.ts";
import { isInstalled, markInstalled } from "./zigInstallation.ts";
import { installableZigVersions, parseZigVersion, wheelHash } from "./zigRelease.ts";

export interface InstallZigOptions {
  readonly version: string;
  /** The compiler comes to lie at `<cacheDirectory>/<version>/ziglang/zig`. */
  readonly cacheDirectory: string;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** `process.arch`. */
  readonly arch: string;
  /** Gets lines of text for people. */
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type InstallZigResult =
  { readonly kind: "present" | "installed"; readonly zig: string; readonly version: string; readonly seconds: number } | InstallFailure;

/**
 * Installs the PyPI package `ziglang` with pip, checked against the sha256 that we carry, unless a complete copy is there. Concurrent
 * runs are safe: each fills its own folder and the first rename wins. Never rejects.
 */
export async function installZig(options: InstallZigOptions): Promise<InstallZigResult> {
  const { version, cacheDirectory } = options;
  const started = performance.now();
  const done = (kind: "present" | "installed"): InstallZigResult => {
    return { kind, zig: zigInCache(cacheDirectory, version, options.platform), version, seconds: (performance.now() - started) / 1000 };
  };
  const final = join(cacheDirectory, version);
  if (await isInstalled(final, version, options.platform)) return done("present");
  const hash = wheelHash(version, options.platform, options.arch);
  if (hash === undefined) return noWheel(options);
  const python = await findPip(options);
  if (typeof python !== "string") return python;
  const partial = join(cacheDirectory, `${partialPrefix}${version}-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(partial, { recursive: true });
    await removeAbandoned(cacheDirectory);
    const failure = await fill(partial, { ...options, python, hash });
    if (failure !== undefined) return failure;
    return (await moveIntoPlace(partial, final, options)) ? done("installed") : done("present");
  } catch (error) {
    return {
      kind: "failed",
      reason: "disk",
      message: `${cacheDirectory}: ${messageOf(error)}`,
      fix: "Make the folder writable, or free some space (400 MB).",
    };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

const partialPrefix = ".partial-";
const abandonedAfterMs = 6 * 3600 * 1000;

function noWheel(options: InstallZigOptions): InstallFailure {
  const isKnown = installableZigVersions.includes(options.version);
  const message = isKnown
    ? `There is no package of Zig ${options.version} for ${options.platform}-${options.arch}.`
    : `Zig ${options.version} is not one that zig-ffi can install (${installableZigVersions.join(", ")}).`;
  const fix = `Install Zig ${options.version} from https://ziglang.org/download and set the environment variable ZIG to its path.`;
  return { kind: "failed", reason: isKnown ? "unsupported-platform" : "unknown-version", message, fix };
}

/** Path of a Python that has pip. */
async function findPip(options: InstallZigOptions): Promise<string | InstallFailure> {
  const pythons = ["python3", "python"].flatMap((name) => findOnPath(name, options.env, options.platform));
  let last = "";
  for (const python of pythons) {
    const result = await runProcess({ command: [python, "-m", "pip", "--version"], env: options.env, timeoutMs: 60_000 });
    if (result.kind === "exited" && result.code === 0 && result.stdout.startsWith("pip ")) return python;
    last = `${python} -m pip ${describeExit(result)}${result.kind === "exited" ? `: ${result.stderr.trim().split("\n").at(-1) ?? ""}` : ""}`;
  }
  const orZig = `or install Zig ${options.version} yourself and set the environment variable ZIG to its path.`;
  if (pythons.length === 0) {
    return {
      kind: "failed",
      reason: "no-python",
      message: "Installing Zig needs Python 3 with pip, and there is no python3 or python on PATH.",
      fix: `Install Python 3, ${orZig}`,
    };
  }
  return {
    kind: "failed",
    reason: "no-pip",
    message: `Installing Zig needs pip: ${last}.`,
    fix: `Install pip ("python3 -m ensurepip", or the package python3-pip), ${orZig}`,
  };
}

async function fill(
  partial: string,
  options: InstallZigOptions & { readonly python: string; readonly hash: string },
): Promise<InstallFailure | undefined> {
  const { version, python, hash, env } = options;
  const requirements = join(partial, "requirements.txt");
  await writeFile(requirements, `ziglang==${version} --hash=sha256:${hash}\n`);
  options.onProgress?.(`installing Zig ${version} (about 100 MB) with ${python} -m pip`);
  const flags = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--no-compile", "--no-input", "--disable-pip-version-check"];
  const result = await runProcess({
    command: [python, "-m", "pip", "install", ...flags, "--progress-bar", "off", "--target", partial, "-r", requirements],
    cwd: partial,
    // A user's pip configuration may ask for what contradicts --target.
    env: { ...env, PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0", PYTHONUNBUFFERED: "1" },
    signal: options.signal,
    onOutput: (text) => {
      for (const line of text.split("\n")) if (line.trim() !== "") options.onProgress?.(line.trimEnd());
    },
  });
  if (result.kind !== "exited" || result.code !== 0) return describePipFailure(result, version);
  return verify(partial, options);
}

async function verify(partial: string, options: InstallZigOptions): Promise<InstallFailure | undefined> {
  const zig = join(partial, "ziglang", options.platform === "win32" ? "zig.exe" : "zig");
  const answer: RunResult = await runProcess({ command: [zig, "version"], cwd: partial, env: options.env, timeoutMs: 60_000 });
  const version = answer.kind === "exited" ? parseZigVersion(answer.stdout)?.version : undefined;
  if (version === options.version) {
    await rm(join(partial, "requirements.txt"), { force: true });
    await markInstalled(partial, options.version);
    return undefined;
  }
  const message = `The installed compiler ${zig} ${describeExit(answer)} and did not answer with version ${options.version}.`;
  return { kind: "failed", reason: "broken", message, fix: "Check that the folder is on a file system that allows programs to run." };
}

/** False when another run was first. */
async function moveIntoPlace(partial: string, final: string, options: InstallZigOptions): Promise<boolean> {
  if (await renamed(partial, final)) return true;
  if (await isInstalled(final, options.version, options.platform)) return false;
  // What lies there is incomplete; it is moved aside in one step so that nobody sees a half-deleted compiler.
  const aside = `${partial}-old`;
  await renamed(final, aside);
  const isOurs = await renamed(partial, final);
  await rm(aside, { recursive: true, force: true });
  return isOurs;
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOTEMPTY" || code === "EEXIST" || code === "EPERM" || code === "ENOTDIR" || code === "ENOENT") return false;
    throw error;
  }
}

/** What killed runs left behind is 400 MB each. */
async function removeAbandoned(cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    if (!name.startsWith(partialPrefix)) continue;
    const path = join(cacheDirectory, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
