import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asArray, asRecord } from "./json.ts";
import type { RawAnswer } from "./output.ts";

/** Undefined when there is no answer, or none that can be read: it is asked for again then. */
export async function readAnswer(folder: string, key: string): Promise<RawAnswer | undefined> {
  const text = await readFile(join(folder, `${key}.json`), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value = asRecord(JSON.parse(text));
    const records = asArray(value?.["records"]);
    const errors = asArray(value?.["errors"]);
    const refused = asRecord(value?.["refused"]);
    if (records === undefined || errors === undefined || refused === undefined || value?.["isComplete"] !== true) return undefined;
    return {
      records,
      errors: errors.flatMap(asError),
      refused: Object.fromEntries(Object.entries(refused).flatMap(asEntry)),
      isComplete: true,
    };
  } catch {
    return undefined;
  }
}

/** In one step: a reader sees all of it or nothing, and so does one that comes after a crash. */
export async function writeAnswer(folder: string, key: string, answer: RawAnswer): Promise<void> {
  const temporary = join(folder, `${key}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, JSON.stringify(answer));
    await rename(temporary, join(folder, `${key}.json`));
  } finally {
    await rm(temporary, { force: true });
  }
}

const workPrefix = "work-";
const dayMs = 86_400_000;

/** A folder of its own for one run, to be removed by the caller. What crashed runs left behind goes after a day. */
export async function workFolder(folder: string): Promise<string> {
  // On a read-only disk the recursive form says that the folder does not exist; the plain one says why.
  await mkdir(folder, { recursive: true }).catch(() => mkdir(folder));
  const work = await mkdtemp(join(folder, workPrefix));
  await removeOld(folder).catch(() => undefined);
  return work;
}

/** For the moment when nothing can be waited for: a compiler that was just ended may still be in there. */
export function removeAtExit(work: string): void {
  try {
    rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
  } catch {
    // It goes after a day.
  }
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!name.startsWith(workPrefix) && !name.endsWith(".tmp")) continue;
    if (Date.now() - (await stat(path)).mtimeMs > dayMs) await rm(path, { recursive: true, force: true });
  }
}

function asEntry([key, value]: readonly [string, unknown]): readonly (readonly [string, string])[] {
  return typeof value === "string" ? [[key, value]] : [];
}

function asError(value: unknown): RawAnswer["errors"][number][] {
  const { file, line, message } = asRecord(value) ?? {};
  if (typeof message !== "string") return [];
  return [{ file: typeof file === "string" ? file : null, line: typeof line === "number" ? line : null, message }];
}
