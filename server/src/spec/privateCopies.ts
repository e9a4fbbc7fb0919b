import { randomBytes } from "node:crypto";
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, extname, join } from "node:path";

export interface SpecLibrary {
  readonly name: string;
  /** The variable in which generated bindings look for the library. */
  readonly environment: string;
  /** The built file: absolute. */
  readonly artifact: string;
}

export interface RunFolder {
  readonly path: string;
  /** What children find the copies by. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

const prefix = "spec-";

/** Copies the libraries, so that a build may replace them while specs run, into a folder of this run, in the folder of Zig's cache. */
export function createRunFolder(projectDirectory: string, libraries: readonly SpecLibrary[]): RunFolder {
  const parent = join(projectDirectory, ".zig-cache", "zig-ffi");
  removeLeftovers(parent);
  const path = join(parent, `${prefix}${process.pid}-${randomBytes(4).toString("hex")}`);
  mkdirSync(path, { recursive: true });
  const env = Object.fromEntries(libraries.map((library, i) => [library.environment, copyLibrary(library, join(path, String(i)))]));
  return { path, env, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Each into a folder of its own: files of two libraries may be called the same. */
function copyLibrary({ artifact }: SpecLibrary, folder: string): string {
  mkdirSync(folder);
  const copy = join(folder, basename(artifact));
  // A clone where the file system can make one.
  copyFileSync(artifact, copy, constants.COPYFILE_FICLONE);
  const debugInfo = `${artifact.slice(0, -extname(artifact).length)}.pdb`;
  if (existsSync(debugInfo)) copyFileSync(debugInfo, join(folder, basename(debugInfo)), constants.COPYFILE_FICLONE);
  return copy;
}

/** Folders of runs that were killed. */
function removeLeftovers(parent: string): void {
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const pid = /^spec-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
