import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { executableName, isExecutable } from "./environment.ts";

const markerName = ".zig-ffi-complete";

/**
 * True when `<directory>/ziglang` is a complete compiler of that version. A copy that pip itself put there (`pip install --target`) is
 * adopted once all files of its RECORD are there in their sizes: that costs a few tenths of a second, a marker file saves them afterwards.
 */
export async function isInstalled(directory: string, version: string, platform: NodeJS.Platform): Promise<boolean> {
  if (!isExecutable(join(directory, "ziglang", executableName("zig", platform)))) return false;
  const marker = await readFile(join(directory, markerName), "utf8").catch(() => undefined);
  if (marker !== undefined) return marker.trim() === version;
  if (!(await matchesRecord(directory, version))) return false;
  // A read-only copy is as good; it is only checked again each time.
  await markInstalled(directory, version).catch(() => undefined);
  return true;
}

/** Written last, in one step: what carries it is complete. */
export async function markInstalled(directory: string, version: string): Promise<void> {
  const temporary = join(directory, `${markerName}.${process.pid}`);
  await writeFile(temporary, `${version}\n`);
  await rename(temporary, join(directory, markerName));
}

async function matchesRecord(directory: string, version: string): Promise<boolean> {
  const record = await readFile(join(directory, `ziglang-${version}.dist-info`, "RECORD"), "utf8").catch(() => undefined);
  if (record === undefined) return false;
  const files = parseRecord(record);
  const batch = 256;
  for (let start = 0; start < files.length; start += batch) {
    const checks = await Promise.all(files.slice(start, start + batch).map((file) => hasSize(join(directory, file.path), file.size)));
    if (checks.includes(false)) return false;
  }
  return files.length > 0;
}

/** RECORD is `path,sha256=..,size` per line; paths outside (`../../bin/..`) and files without a size are left out. */
function parseRecord(record: string): readonly { readonly path: string; readonly size: number }[] {
  return record.split("\n").flatMap((line) => {
    const match = /^"?(?<path>ziglang\/.*?)"?,[^,]*,(?<size>\d+)\r?$/.exec(line);
    const { path, size } = match?.groups ?? {};
    return path === undefined || size === undefined ? [] : [{ path, size: Number(size) }];
  });
}

async function hasSize(path: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.size === size;
}
