import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, posix, win32 } from "node:path";

/** Environment variables; `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Windows spells `PATH` as `Path` and compares names without case. */
export function environmentVariable(env: Environment, name: string, platform: NodeJS.Platform): string | undefined {
  if (platform !== "win32" || env[name] !== undefined) return env[name];
  const spelled = Object.keys(env).find((key) => key.toUpperCase() === name.toUpperCase());
  return spelled === undefined ? undefined : env[spelled];
}

/** Every program of that name on PATH, in order. Empty and relative entries are passed over: they would mean the working directory. */
export function findOnPath(name: string, env: Environment, platform: NodeJS.Platform): readonly string[] {
  const flavour = platform === "win32" ? win32 : posix;
  const file = executableName(name, platform);
  return (environmentVariable(env, "PATH", platform) ?? "")
    .split(flavour.delimiter)
    .filter((directory) => flavour.isAbsolute(directory))
    .map((directory) => join(directory, file))
    .filter((path, index, all) => isExecutable(path) && all.indexOf(path) === index);
}

export function executableName(name: string, platform: NodeJS.Platform): string {
  return platform === "win32" && !name.toLowerCase().endsWith(".exe") ? `${name}.exe` : name;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Where zig-ffi keeps the compilers that it installed for a user: `<cache>/zig-ffi/zig`, with a folder per version. */
export function userZigDirectory(env: Environment, platform: NodeJS.Platform): string {
  return join(userCacheDirectory(env, platform), "zig-ffi", "zig");
}

/** Where the compiler's answers about layouts are kept for a user. */
export function userProbeDirectory(env: Environment, platform: NodeJS.Platform): string {
  return join(userCacheDirectory(env, platform), "zig-ffi", "probe");
}

function userCacheDirectory(env: Environment, platform: NodeJS.Platform): string {
  const home = homeDirectory(env, platform);
  if (platform === "win32") return environmentVariable(env, "LOCALAPPDATA", platform) ?? join(home, "AppData", "Local");
  if (platform === "darwin") return join(home, "Library", "Caches");
  const xdg = env["XDG_CACHE_HOME"];
  // The XDG specification wants relative values ignored.
  return xdg !== undefined && posix.isAbsolute(xdg) ? xdg : join(home, ".cache");
}

export function homeDirectory(env: Environment, platform: NodeJS.Platform): string {
  const home = environmentVariable(env, platform === "win32" ? "USERPROFILE" : "HOME", platform);
  return home === undefined || home === "" ? homedir() : home;
}
