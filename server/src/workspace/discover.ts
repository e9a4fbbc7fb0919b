import { globSync } from "tinyglobby";
import type { Host } from "./host.ts";
import { rootsOf, scanZig } from "./zigScan.ts";

const ignoredNames = ["node_modules", ".zig-cache", "zig-cache", "zig-out", ".git"];

/** Folders that hold no sources of the project, as globs. */
export const ignoredFolders: readonly string[] = ignoredNames.map((name) => `**/${name}/**`);

/** Whether a file, by its path below the project, lies in such a folder. */
export function isIgnored(path: string): boolean {
  const folders = path.split("/").slice(0, -1);
  return folders.some((name) => ignoredNames.includes(name));
}

/** Roots of Zig libraries in a folder without configuration: files with exports that no other file imports. Absolute paths, sorted. */
export function discoverRoots(directory: string, { host }: { readonly host: Host }): readonly string[] {
  const files = globSync(["**/*.zig"], { cwd: directory, absolute: true, ignore: [...ignoredFolders] });
  const scans = files.flatMap((file) => {
    const path = file.replaceAll("\\", "/");
    const source = host.read(path);
    return source === undefined ? [] : [[path, scanZig(path, source.text)] as const];
  });
  return rootsOf(new Map(scans));
}
