import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Environment } from "../environment.ts";
import type { Zig } from "../findZig.ts";
import { describeExit, runProcess } from "../runProcess.ts";
import { known, unknown, type Known } from "../../model/known.ts";
import { hostTriple, parseTarget, type Target } from "../../model/target.ts";
import { parseCompileErrors } from "../compileErrors.ts";

/** What `@import("name")` means besides files, as a build.zig sets it up. */
export interface BuildModules {
  /** `--dep` and include flags of the root module. */
  readonly root: readonly string[];
  /** Arguments of the modules that it leads to; paths are absolute. */
  readonly others: readonly string[];
}

export interface BuildModulesOptions {
  readonly zig: Zig;
  /** Where build.zig lies. */
  readonly projectDirectory: string;
  /** Absolute path of the module's root file. */
  readonly root: string;
  /** A build may add other modules, or other constants in them, for another target. */
  readonly target: Target;
  /** Where the build installs what it makes: the user's own folders stay as they are. */
  readonly prefix: string;
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs `zig build --verbose`, which prints how the compiler is called, and takes the modules from there. This runs the user's build. Only a
 * module that is built for the target itself counts: for another target than this machine's the build is asked with -Dtarget.
 */
export async function findBuildModules(options: BuildModulesOptions): Promise<Known<BuildModules>> {
  const { target, projectDirectory, root } = options;
  const isHost = target.triple === hostTriple(process.platform, process.arch);
  const wanted = { target, isHost };
  const option = `-Dtarget=${target.triple}`;
  const first = await runBuild(options, isHost ? [] : [option]);
  if (typeof first === "string") return unknown(first);
  const found = modulesIn(first.output, projectDirectory, root, wanted);
  if (found !== undefined) return known(found);
  // A build that takes no such option may still have this target among its own; one for this machine may build for another by default.
  const isRefused = first.output.includes("invalid option: -Dtarget");
  if (!isRefused && !(isHost && targetsOf(first.output, projectDirectory, root).length > 0)) return unknown(unnamed(options, first));
  const second = await runBuild(options, isHost ? [option] : []);
  if (typeof second === "string") return unknown(second);
  const again = modulesIn(second.output, projectDirectory, root, wanted);
  return again === undefined
    ? unknown(otherTarget(options, `${first.output}\n${second.output}`) ?? unnamed(options, second))
    : known(again);
}

interface BuildRun {
  readonly output: string;
  readonly isFailed: boolean;
}

/** A text: why there is no output. */
async function runBuild({ zig, projectDirectory, prefix, env, signal, ...options }: BuildModulesOptions, more: readonly string[]) {
  // The first build with Zig 0.17 compiles its own build system, which takes minutes.
  const timeoutMs = options.timeoutMs ?? 900_000;
  const command = [...zig.command, "build", "--verbose", "--color", "off", "--prefix", prefix, ...more];
  const result = await inTurn(projectDirectory, () => runProcess({ command, cwd: projectDirectory, env, signal, timeoutMs }));
  if (result.kind !== "exited") return `zig build ${describeExit(result)}`;
  return { output: `${result.stdout}\n${result.stderr}`, isFailed: result.code !== 0 } satisfies BuildRun;
}

const lastRuns = new Map<string, Promise<unknown>>();

/** Builds of one project wait for each other: one may write the build's own program while another starts it. */
async function inTurn<T>(projectDirectory: string, run: () => Promise<T>): Promise<T> {
  const turn = (lastRuns.get(projectDirectory) ?? Promise.resolve()).then(run, run);
  lastRuns.set(projectDirectory, turn);
  try {
    return await turn;
  } finally {
    if (lastRuns.get(projectDirectory) === turn) lastRuns.delete(projectDirectory);
  }
}

function unnamed({ projectDirectory, root }: BuildModulesOptions, { output, isFailed }: BuildRun): string {
  const [error] = parseCompileErrors(output);
  const failed = isFailed ? ` (the build itself failed${error === undefined ? "" : `: ${error.message}`})` : "";
  return `zig build --verbose in ${projectDirectory} names no module with the root ${root}${failed}`;
}

function otherTarget({ target, projectDirectory, root }: BuildModulesOptions, output: string): string | undefined {
  const others = [...new Set(targetsOf(output, projectDirectory, root).map((each) => each ?? "this machine"))];
  if (others.length === 0) return undefined;
  return `build.zig in ${projectDirectory} builds ${root} for ${others.join(", ")} and not for ${target.triple}: what it adds there is not known without an option -Dtarget (b.standardTargetOptions)`;
}

/** The folder of the nearest build.zig above a file. */
export function buildDirectoryOf(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "build.zig"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** What a module must be built for. */
export interface WantedTarget {
  readonly target: Target;
  /** It is this machine's, which a command line does not name. */
  readonly isHost: boolean;
}

/** Reads the command lines that `zig build --verbose` prints; undefined where none has a module with that root file for that target. */
export function modulesIn(output: string, projectDirectory: string, root: string, wanted: WantedTarget): BuildModules | undefined {
  for (const { main, modules } of callsFor(output, projectDirectory, root)) {
    if (main.target === undefined ? wanted.isHost : isTarget(main.target, wanted.target)) return reachable(main, modules);
  }
  return undefined;
}

/** Undefined: this machine. */
function targetsOf(output: string, projectDirectory: string, root: string): readonly (string | undefined)[] {
  return [...callsFor(output, projectDirectory, root)].map(({ main }) => main.target);
}

function* callsFor(output: string, projectDirectory: string, root: string) {
  for (const line of output.split(/\r?\n/)) {
    if (!/\bbuild-(?:lib|obj|exe)\b/.test(line)) continue;
    const modules = moduleLines(line, projectDirectory);
    const main = [...modules.values()].find(({ file }) => file === root);
    if (main !== undefined) yield { main, modules };
  }
}

/** The command line may name versions of the system and its C library. */
function isTarget(triple: string, target: Target): boolean {
  return parseTarget(triple.replace(/\.[\d.]+/g, ""))?.triple === target.triple;
}

interface ModuleLine {
  readonly name: string;
  readonly file: string;
  /** Names of modules. */
  readonly needs: readonly string[];
  /** What stands before `-M`, as far as it matters for types. */
  readonly flags: readonly string[];
  /** Undefined for this machine's. */
  readonly target: string | undefined;
}

const withValue = ["-I", "-isystem", "-idirafter", "-iframework", "-F", "-D"];

function moduleLines(line: string, projectDirectory: string): ReadonlyMap<string, ModuleLine> {
  const modules = new Map<string, ModuleLine>();
  let flags: string[] = [];
  let needs: string[] = [];
  let target: string | undefined;
  const words = wordsOf(line);
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const next = words[index + 1] ?? "";
    const definition = /^-M(?<name>[^=]+)(?:=(?<file>.*))?$/.exec(word)?.groups;
    if (word === "--dep") {
      flags.push(word, next);
      needs.push(next.slice(next.indexOf("=") + 1));
      index++;
    } else if (withValue.includes(word)) {
      flags.push(word, word === "-D" ? next : resolve(projectDirectory, next));
      index++;
    } else if (word === "-target") {
      target = next;
      index++;
    } else if (word === "-lc") {
      flags.push(word);
    } else if (definition?.["name"] !== undefined) {
      const { name, file } = definition;
      if (file !== undefined)
        modules.set(name, { name, file: resolve(projectDirectory, file).replaceAll("\\", "/"), needs, flags, target });
      flags = [];
      needs = [];
      target = undefined;
    }
  }
  return modules;
}

function reachable(main: ModuleLine, modules: ReadonlyMap<string, ModuleLine>): BuildModules {
  const found = new Map<string, ModuleLine>();
  const queue = [...main.needs];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const item = modules.get(name);
    if (item === undefined || found.has(name) || item === main) continue;
    found.set(name, item);
    queue.push(...item.needs);
  }
  const others = [...found.values()].flatMap(({ name, file, flags }) => [...flags, `-M${name}=${file}`]);
  return { root: main.flags.filter((flag) => flag !== "-lc"), others };
}

/** Words of a command line; newer versions of Zig quote those with blanks. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<bare>(?:\\.|[^\s'"\\])+)/g)].map(({ groups }) => {
    const { single, double, bare } = groups ?? {};
    return single ?? double ?? (bare ?? "").replace(/\\(.)/g, process.platform === "win32" ? "\\$1" : "$1");
  });
}
