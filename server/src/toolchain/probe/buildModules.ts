import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Environment } from "../environment.ts";
import type { Zig } from "../findZig.ts";
import { describeExit, runProcess } from "../runProcess.ts";
import type { Known } from "../../model/known.ts";

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
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/** Runs `zig build --verbose`, which prints how the compiler is called, and takes the modules from there. This runs the user's build. */
export async function findBuildModules(options: BuildModulesOptions): Promise<Known<BuildModules>> {
  const { zig, projectDirectory, env, signal, root } = options;
  // The first build with Zig 0.17 compiles its own build system, which takes minutes.
  const timeoutMs = options.timeoutMs ?? 900_000;
  const command = [...zig.command, "build", "--verbose", "--color", "off"];
  const result = await runProcess({ command, cwd: projectDirectory, env, signal, timeoutMs });
  if (result.kind !== "exited") return { kind: "unknown", reason: `zig build ${describeExit(result)}` };
  const found = modulesIn(`${result.stdout}\n${result.stderr}`, projectDirectory, root);
  if (found !== undefined) return { kind: "known", value: found };
  const failed = result.code === 0 ? "" : " (the build itself failed)";
  return { kind: "unknown", reason: `zig build --verbose in ${projectDirectory} names no module with the root ${root}${failed}` };
}

/** The folder of the nearest build.zig above a file. */
export function buildDirectoryOf(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "build.zig"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Reads the command lines that `zig build --verbose` prints; undefined where none has a module with that root file. */
export function modulesIn(output: string, projectDirectory: string, root: string): BuildModules | undefined {
  for (const line of output.split(/\r?\n/)) {
    if (!/\bbuild-(?:lib|obj|exe)\b/.test(line)) continue;
    const modules = moduleLines(line, projectDirectory);
    const main = [...modules.values()].find(({ file }) => file === root);
    if (main !== undefined) return reachable(main, modules);
  }
  return undefined;
}

interface ModuleLine {
  readonly name: string;
  readonly file: string;
  /** Names of modules. */
  readonly needs: readonly string[];
  /** What stands before `-M`, as far as it matters for types. */
  readonly flags: readonly string[];
}

const withValue = ["-I", "-isystem", "-idirafter", "-iframework", "-F", "-D"];

function moduleLines(line: string, projectDirectory: string): ReadonlyMap<string, ModuleLine> {
  const modules = new Map<string, ModuleLine>();
  let flags: string[] = [];
  let needs: string[] = [];
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
    } else if (word === "-lc") {
      flags.push(word);
    } else if (definition?.["name"] !== undefined) {
      const { name, file } = definition;
      if (file !== undefined) modules.set(name, { name, file: resolve(projectDirectory, file).replaceAll("\\", "/"), needs, flags });
      flags = [];
      needs = [];
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
