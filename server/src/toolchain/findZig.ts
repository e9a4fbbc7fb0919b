import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { executableName, findOnPath, homeDirectory, isExecutable, type Environment } from "./environment.ts";
import { printable } from "./printable.ts";
import { describeExit, runProcess } from "./runProcess.ts";
import { defaultZigVersion, installableZigVersions, isSupportedZigVersion, parseZigVersion, supportedZigRange } from "./zigRelease.ts";

/** Where a compiler can come from, in the order of search. `setting` is what the user named to us, `zig.path` is the VS Code Zig extension's. */
export type ZigSource = "setting" | "ZIG" | "zig.path" | "PATH" | "python" | "cache";

export interface FindZigOptions {
  /** A path, or a name to look up on PATH. When given, nothing else is tried. */
  readonly setting?: string | undefined;
  /** The Zig extension's `zig.path`. */
  readonly extensionPath?: string | undefined;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** Folders that hold `<version>/ziglang/zig`. */
  readonly cacheDirectories: readonly string[];
  /** Accept this version only. */
  readonly version?: string | undefined;
  /** Look in these places only. */
  readonly sources?: readonly ZigSource[] | undefined;
  /** For each candidate; 20 s unless told. */
  readonly timeoutMs?: number | undefined;
}

/** A compiler that answered `zig version`. */
export interface Zig {
  /** Program and leading arguments, to be followed by `build-lib` and the like. */
  readonly command: readonly string[];
  readonly version: string;
}

export interface ZigTried {
  readonly source: ZigSource;
  /** What was looked at and why it was passed over. */
  readonly detail: string;
}

export type ZigFound =
  | (Zig & { readonly kind: "found"; readonly source: ZigSource; readonly why: string; readonly tried: readonly ZigTried[] })
  | { readonly kind: "missing"; readonly tried: readonly ZigTried[]; readonly fix: string };

/**
 * Looks for a Zig compiler of a supported version; runs `zig version` of each candidate. Never rejects. A candidate that does not work is
 * passed over and told in `tried`; only a compiler named by the setting is final, because falling back would hide the mistake.
 */
export async function findZig(options: FindZigOptions): Promise<ZigFound> {
  const tried: ZigTried[] = [];
  const seen = new Map<string, string>();
  for (const candidate of candidates(options)) {
    const { source } = candidate;
    if (options.sources !== undefined && !options.sources.includes(source)) continue;
    const verdict = candidate.kind === "rejected" ? candidate : await judgeOnce(candidate.command, options, seen);
    if (verdict.kind === "good" && candidate.kind === "candidate") {
      return { kind: "found", command: candidate.command, version: verdict.version, source, why: candidate.why, tried };
    }
    if (verdict.kind === "rejected") tried.push({ source, detail: verdict.detail });
    if (source === "setting") return { kind: "missing", tried, fix: fixForSetting(options.setting ?? "", tried) };
  }
  return { kind: "missing", tried, fix: fixForMissing(options, tried) };
}

type Candidate =
  | { readonly kind: "candidate"; readonly source: ZigSource; readonly command: readonly string[]; readonly why: string }
  | { readonly kind: "rejected"; readonly source: ZigSource; readonly detail: string };

type Verdict = { readonly kind: "good"; readonly version: string } | { readonly kind: "rejected"; readonly detail: string };

function* candidates(options: FindZigOptions): Generator<Candidate> {
  const { env, platform } = options;
  yield* named("setting", options.setting, "the setting names it", options);
  yield* named("ZIG", env["ZIG"], "the environment variable ZIG names it", options);
  yield* named("zig.path", options.extensionPath, "the Zig extension's setting zig.path names it", options);
  const onPath = findOnPath("zig", env, platform);
  if (onPath.length === 0) yield { kind: "rejected", source: "PATH", detail: "no zig on PATH" };
  for (const path of onPath) yield { kind: "candidate", source: "PATH", command: [path], why: "it is on PATH" };
  yield* pythonCandidates(options);
  yield* cacheCandidates(options);
}

function* named(source: ZigSource, value: string | undefined, why: string, options: FindZigOptions): Generator<Candidate> {
  const text = value?.trim() ?? "";
  if (text === "") return;
  const path = expandHome(text, options);
  if (/[\\/]/.test(path)) {
    if (!isAbsolute(path)) yield { kind: "rejected", source, detail: `${text} is not an absolute path` };
    else if (!existsSync(path)) yield { kind: "rejected", source, detail: `${text} does not exist` };
    else if (!isExecutable(path)) yield { kind: "rejected", source, detail: `${text} is not an executable file` };
    else yield { kind: "candidate", source, command: [path], why };
    return;
  }
  const found = findOnPath(path, options.env, options.platform);
  if (found.length === 0) yield { kind: "rejected", source, detail: `${text} is not on PATH` };
  for (const match of found.slice(0, 1)) yield { kind: "candidate", source, command: [match], why };
}

function expandHome(path: string, options: FindZigOptions): string {
  return /^~(?=[\\/])/.test(path) ? homeDirectory(options.env, options.platform) + path.slice(1) : path;
}

function* pythonCandidates(options: FindZigOptions): Generator<Candidate> {
  const pythons = ["python3", "python"].flatMap((name) => findOnPath(name, options.env, options.platform).slice(0, 1));
  if (pythons.length === 0) yield { kind: "rejected", source: "python", detail: "no python3 or python on PATH" };
  for (const python of pythons) {
    yield { kind: "candidate", source: "python", command: [python, "-m", "ziglang"], why: "the Python package ziglang has it" };
  }
}

function* cacheCandidates(options: FindZigOptions): Generator<Candidate> {
  const preferred = options.version ?? defaultZigVersion;
  const versions = [preferred, ...installableZigVersions.filter((version) => version !== preferred).reverse()];
  const paths = options.cacheDirectories.flatMap((directory) =>
    versions.map((version) => zigInCache(directory, version, options.platform)).filter(isExecutable),
  );
  if (paths.length === 0) {
    yield { kind: "rejected", source: "cache", detail: `nothing installed in ${options.cacheDirectories.join(", ") || "a cache"}` };
  }
  for (const path of paths) yield { kind: "candidate", source: "cache", command: [path], why: "zig-ffi installed it" };
}

/** Where `installZig` puts the compiler of a version. */
export function zigInCache(cacheDirectory: string, version: string, platform: NodeJS.Platform): string {
  return join(cacheDirectory, version, "ziglang", executableName("zig", platform));
}

async function judgeOnce(command: readonly string[], options: FindZigOptions, seen: Map<string, string>): Promise<Verdict> {
  const shown = command.join(" ");
  const before = seen.get(shown);
  if (before !== undefined) return { kind: "rejected", detail: before };
  const verdict = await judge(command, options);
  if (verdict.kind === "rejected") seen.set(shown, verdict.detail);
  return verdict;
}

async function judge(command: readonly string[], options: FindZigOptions): Promise<Verdict> {
  const shown = command.join(" ");
  const rejected = (detail: string): Verdict => ({ kind: "rejected", detail: `${shown} ${detail}` });
  const result = await runProcess({
    command: [...command, "version"],
    // `python -m` would import a module from the working directory, so that is never the user's folder.
    cwd: dirname(command[0] ?? "/"),
    env: options.env,
    timeoutMs: options.timeoutMs ?? 20_000,
  });
  if (result.kind !== "exited" || result.code !== 0) {
    const said = result.kind === "exited" ? lastLine(result.stderr) : "";
    return rejected(`${describeExit(result)}${said === "" ? "" : `: ${said}`}`);
  }
  const parsed = parseZigVersion(result.stdout);
  if (parsed === undefined) return rejected(`does not answer "version" like Zig: ${JSON.stringify(result.stdout.slice(0, 80))}`);
  const { version } = parsed;
  if (options.version !== undefined && version !== options.version) return rejected(`is Zig ${version}; wanted is ${options.version}`);
  if (!isSupportedZigVersion(version)) return rejected(`is Zig ${version}; supported are ${supportedZigRange}`);
  return { kind: "good", version };
}

function lastLine(text: string): string {
  return printable(text.trim().split("\n").at(-1)?.trim().slice(0, 200) ?? "");
}

function fixForSetting(setting: string, tried: readonly ZigTried[]): string {
  return `The setting names ${setting}: ${tried.at(-1)?.detail ?? "it is not usable"}. Correct it or remove it.`;
}

function fixForMissing({ env, version }: FindZigOptions, tried: readonly ZigTried[]): string {
  const named = tried.find(({ source }) => source === "ZIG");
  const wrong = named === undefined ? "" : `The environment variable ZIG names ${env["ZIG"] ?? ""}: ${named.detail}. Correct it, or: `;
  const wanted = version ?? supportedZigRange;
  const install = version ?? defaultZigVersion;
  return `${wrong}Install Zig ${wanted} (from https://ziglang.org/download, or with "python3 -m pip install ziglang==${install}") and have it on PATH, or set the environment variable ZIG to its path.`;
}
