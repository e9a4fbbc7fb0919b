import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { CompileError } from "./compileErrors.ts";
import { needsLlvm } from "./buildCommand.ts";

export interface FailedBuild {
  readonly log: string;
  readonly errors: readonly CompileError[];
  readonly zigVersion: string;
  readonly projectDirectory: string;
  /** The user's own build, by build.zig or a command. */
  readonly isProject: boolean;
}

/** What to do about a build that failed for another reason than the library's source; null where the errors speak for themselves. */
export function buildAdvice({ log, errors, zigVersion, projectDirectory, isProject }: FailedBuild): string | null {
  const cache = /unable to open (local|global) cache directory '([^']*)': (\w+)/.exec(log);
  if (cache !== null) return cacheAdvice(cache[1] === "global", cache[2] ?? "", cache[3] ?? "");
  if (
    /\b(?:AccessDenied|PermissionDenied|ReadOnlyFileSystem|NoSpaceLeft|DiskQuota)\b/.test(log) &&
    errors.every(({ file }) => file === null)
  )
    return "A folder cannot be written: Zig needs .zig-cache and zig-out in the project, and its global cache (ZIG_GLOBAL_CACHE_DIR).";
  if (!isProject) return null;
  if (needsLlvm(log)) return "This is a fault of Zig's own back end: set .use_llvm = true on the library in build.zig.";
  const choose = `choose another compiler with --zig, the variable ZIG, or "zig-ffi install-zig VERSION"`;
  const minimum = minimumVersion(projectDirectory);
  if (minimum !== null && isOlder(zigVersion, minimum))
    return `build.zig.zon asks for Zig ${minimum} or newer, this is ${zigVersion}: ${choose}.`;
  const places = errors.map(({ file }) => (file === null ? "" : basename(file)));
  if (places.length > 0 && places.every((name) => name === "build.zig" || name === "build.zig.zon"))
    return `${places[0] ?? "build.zig"} may be written for another Zig than ${zigVersion}: correct it, or ${choose}.`;
  return null;
}

function cacheAdvice(isGlobal: boolean, path: string, why: string): string {
  const fix = isGlobal ? "set ZIG_GLOBAL_CACHE_DIR to a folder that can be written" : "make it a folder that can be written, or remove it";
  return `Zig cannot use its ${isGlobal ? "global " : ""}cache ${path} (${why}): ${fix}.`;
}

function minimumVersion(projectDirectory: string): string | null {
  try {
    const text = readFileSync(join(projectDirectory, "build.zig.zon"), "utf8");
    return /^(?!\s*\/\/).*\.minimum_zig_version\s*=\s*"(\d+\.\d+\.\d+)[^"]*"/m.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

function isOlder(version: string, minimum: string): boolean {
  const [own, wanted] = [version, minimum].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (own?.[i] ?? 0) - (wanted?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
