import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { defaultConfig, configFileName, ConfigError, nameClash, parseConfig } from "../workspace/config.ts";
import type { Config, LibraryConfig } from "../model/config.ts";
import { directoryOf } from "../model/path.ts";
import { hostTriple, knownTriples, parseTarget, type Target } from "../model/target.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import { discoverRoots } from "../workspace/discover.ts";
import { diskHost } from "../workspace/diskHost.ts";
import type { Host } from "../workspace/host.ts";
import { bundledParser, EnvironmentError } from "../workspace/package.ts";

/** Usage or environment failure: printed as one message, exit code 2. */
export class CliError extends EnvironmentError {
  override readonly name = "CliError";
}

export interface GlobalOptions {
  readonly cwd?: string;
  readonly config?: string;
}

/** What every command works with. */
export interface CliContext {
  /** Absolute, with `/`. */
  readonly cwd: string;
  readonly host: Host;
  readonly parser: ZigParser;
  readonly config: Config;
  /** A path as people see it: relative to the working directory where it lies below. */
  readonly show: (path: string) => string;
}

export async function createCliContext(options: GlobalOptions): Promise<CliContext> {
  const cwd = slashed(resolve(options.cwd ?? "."));
  if (!existsSync(cwd) || !statSync(cwd).isDirectory()) throw new CliError(`--cwd ${cwd} is not a folder`);
  const host = diskHost();
  const parser = await bundledParser();
  return { cwd, host, parser, config: readConfig(cwd, options.config), show: (path) => showPath(cwd, path) };
}

/** `zig-ffi.json` of the working directory or the nearest one above it. */
function readConfig(cwd: string, given: string | undefined): Config {
  const file = given === undefined ? findUp(cwd) : slashed(resolve(cwd, given));
  if (file === null) return defaultConfig(cwd, []);
  const text = readText(file);
  try {
    return parseConfig(file, text);
  } catch (error) {
    throw error instanceof ConfigError ? new CliError(error.message, { cause: error }) : error;
  }
}

function findUp(cwd: string): string | null {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = slashed(join(folder, configFileName));
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return null;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The libraries that arguments name: by name, or by a root file, which needs no configuration. Without arguments all there are. */
export function selectLibraries(context: CliContext, args: readonly string[]): readonly LibraryConfig[] {
  if (args.length > 0) return args.map((arg) => selectLibrary(context, arg));
  if (context.config.libraries.length > 0) return context.config.libraries;
  const roots = context.config.file === null ? discoverRoots(context.cwd, context) : [];
  if (roots.length === 0)
    throw new CliError(
      `no Zig library here: no ${configFileName} names one and no .zig file below ${context.cwd} has an export fn. Name a file: zig-ffi generate src/lib.zig`,
    );
  return defaultConfig(context.cwd, roots).libraries;
}

/**
 * Without a configuration names come from files: two of the same name would have one artifact and one variable for its path. The libraries
 * of the configuration count even where others were chosen: their artifacts are there as well.
 */
export function refuseSameNames({ show, config }: CliContext, libraries: readonly LibraryConfig[]): void {
  const all = [...libraries, ...config.libraries];
  for (const library of libraries) {
    const other = all.find((each) => each.root !== library.root && nameClash(library.name, each.name) !== undefined);
    if (other !== undefined)
      throw new CliError(
        `${nameClash(library.name, other.name) ?? ""}: ${show(library.root)} and ${show(other.root)}. Give one another "name" in ${configFileName}; zig-ffi init writes one`,
      );
  }
}

function selectLibrary(context: CliContext, arg: string): LibraryConfig {
  const { libraries } = context.config;
  const named = libraries.find((library) => library.name === arg);
  if (named !== undefined) return named;
  const path = slashed(resolve(context.cwd, arg));
  const rooted = libraries.find((library) => library.root === path);
  if (rooted !== undefined) return rooted;
  if (!arg.endsWith(".zig"))
    throw new CliError(
      `no library is called ${arg}: known are ${libraries.map(({ name }) => name).join(", ") || "none"}; a root file ends in .zig`,
    );
  if (!existsSync(path)) throw new CliError(`${context.show(path)} does not exist`);
  const [library] = defaultConfig(directoryOf(path), [path]).libraries;
  if (library === undefined) throw new Error("a root makes a library");
  return library;
}

/** The target of `--target`, else the machine's own. */
export function selectTarget(triple: string | undefined): Target {
  const wanted = triple ?? hostTriple(process.platform, process.arch);
  const target = wanted === undefined ? undefined : parseTarget(wanted);
  if (target === undefined)
    throw new CliError(`unknown target ${wanted ?? `${process.arch}-${process.platform}`}: known are ${knownTriples.join(", ")}`);
  return target;
}

export function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function showPath(cwd: string, path: string): string {
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}
