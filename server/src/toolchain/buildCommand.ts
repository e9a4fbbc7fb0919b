import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { LibraryConfig, OptimizeMode } from "../model/config.ts";
import type { Known } from "../model/known.ts";
import type { Target } from "../model/target.ts";
import { artifactPlatform } from "./artifacts.ts";
import type { Zig } from "./findZig.ts";
import { isZigMinor } from "./zigRelease.ts";

/** How a library is built. `command` runs in the project's directory. */
export type BuildCommand =
  /** The user's own build: it is always run, because only it knows its inputs, and it writes the artifact itself. */
  | { readonly kind: "project"; readonly command: readonly string[] }
  /** `zig build-lib`, which never caches: skipped by a hash of its inputs. The output path is appended by the caller. */
  | { readonly kind: "build-lib"; readonly command: readonly string[] };

export interface BuildCommandOptions {
  readonly zig: Zig;
  readonly library: LibraryConfig;
  readonly projectDirectory: string;
  /** Undefined: the configuration's, else what the build itself takes as default; Debug for build-lib. */
  readonly optimize: OptimizeMode | undefined;
  readonly target: Target | undefined;
  /** `zig build --prefix`. */
  readonly prefix: string | undefined;
}

/** The user's `build.command`, else `zig build` where the project has a build.zig, else `zig build-lib`. */
export function buildCommand(options: BuildCommandOptions): Known<BuildCommand> {
  const { zig, library, projectDirectory } = options;
  const custom = library.build.command;
  if (custom !== null) return customCommand(custom, options);
  if (!existsSync(join(projectDirectory, "build.zig"))) return { kind: "known", value: { kind: "build-lib", command: buildLib(options) } };
  return { kind: "known", value: { kind: "project", command: [...zig.command, "build", ...projectFlags(options)] } };
}

/** Adds LLVM to a build-lib command; undefined when it is used already. */
export function withLlvm(command: readonly string[]): readonly string[] | undefined {
  if (command.includes(llvm)) return undefined;
  return command.flatMap((argument) => (argument === "-lc" ? [llvm, argument] : [argument]));
}

/** True for what the self-hosted back end says when it cannot compile correct code; LLVM can. */
export function needsLlvm(log: string): boolean {
  return /emit MIR failed|\(Zig compiler bug\)|\berror: (?:TODO implement|genSetReg called)|^error\(x86_64_encoder\)|^thread \d+ panic: storeRegs/m.test(
    log,
  );
}

const llvm = "-fllvm";

/**
 * The compiler of 0.15 without LLVM keeps the error return trace in a register that the calls behind thread-local variables overwrite in a
 * dynamic library: a panic then prints what the register happens to point to, or ends in it. Without that trace it prints the stack.
 */
export function brokenTraceFlags(version: string): readonly string[] {
  return isZigMinor(version, 15) ? ["-fno-error-tracing"] : [];
}

function customCommand(custom: readonly string[], options: BuildCommandOptions): Known<BuildCommand> {
  const [program, ...rest] = custom;
  if (program === undefined) return { kind: "unknown", reason: "build.command is empty" };
  const isZig = program === "zig";
  // A bare "zig" means the compiler that was found: it need not be on PATH.
  const command = isZig ? [...options.zig.command, ...rest] : custom;
  const flags = projectFlags(options);
  if (flags.length === 0) return { kind: "known", value: { kind: "project", command } };
  if (isZig && rest[0] === "build") return { kind: "known", value: { kind: "project", command: insertFlags(command, flags) } };
  return {
    kind: "unknown",
    reason: `${flags.join(" ")} cannot be passed to the build command ${custom.join(" ")}; write the choice into build.command`,
  };
}

/** Before `--`, after which arguments belong to the program that a build runs. */
function insertFlags(command: readonly string[], flags: readonly string[]): readonly string[] {
  const end = command.indexOf("--");
  return end === -1 ? [...command, ...flags] : [...command.slice(0, end), ...flags, ...command.slice(end)];
}

function projectFlags({ library, optimize, target, prefix }: BuildCommandOptions): readonly string[] {
  const mode = optimize ?? library.build.optimize;
  return [
    // Long mode names: 0.17 documents short ones, which older compilers refuse.
    ...(mode === null ? [] : [`-Doptimize=${mode}`]),
    ...(target === undefined ? [] : [`-Dtarget=${target.triple}`]),
    ...(prefix === undefined ? [] : ["--prefix", prefix]),
  ];
}

function buildLib({ zig, library, projectDirectory, optimize, target }: BuildCommandOptions): readonly string[] {
  const mode = optimize ?? library.build.optimize ?? "Debug";
  // Zig 0.16 without LLVM compiles plain scalar functions wrongly.
  const isMiscompiled = mode === "Debug" && isZigMinor(zig.version, 16);
  return [
    ...zig.command,
    "build-lib",
    "-dynamic",
    ...["-O", mode],
    ...(isMiscompiled ? [llvm] : []),
    ...(mode === "Debug" ? brokenTraceFlags(zig.version) : []),
    // Without libc a panic prints no source lines in a library that a program loads.
    "-lc",
    ...(target === undefined ? [] : ["-target", target.triple]),
    ...systemFlags(library.name, target?.os ?? artifactPlatform(process.platform)),
    ...["--name", library.name],
    ...["--cache-dir", ".zig-cache"],
    ...["--color", "off"],
    // Relative: error messages name files the way they are given here.
    relative(projectDirectory, library.root) || library.root,
  ];
}

function systemFlags(name: string, os: Target["os"] | undefined): readonly string[] {
  if (os === "windows") return ["-fno-emit-implib"];
  // The default install name is the output path, which is a temporary one here.
  return os === "macos" ? ["-install_name", `@rpath/lib${name}.dylib`] : [];
}
