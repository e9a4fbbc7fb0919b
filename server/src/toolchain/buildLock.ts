import { createHash } from "node:crypto";
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface BuildLockOptions {
  readonly projectDirectory: string;
  readonly artifact: string;
  readonly signal: AbortSignal | undefined;
  /** Called once, when another process has been building for a while. */
  readonly onWait: () => void;
}

const pollMs = 25;
const patienceMs = 1000;
/** Who holds a lock touches it this often; one that was not touched for long is nobody's, whatever became of its process. */
const touchMs = 2000;
const abandonedMs = 15_000;
/** The builds of this process, by lock file: the last of each queue. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs builds of one library one after the other, also those of other processes: who comes second finds the library fresh. Null when it is
 * cancelled while it waits. The lock saves work and protects nothing: builds that overlap all the same end with a whole library.
 */
export async function withBuildLock<Result>(options: BuildLockOptions, build: () => Promise<Result>): Promise<Result | null> {
  const folder = join(options.projectDirectory, ".zig-cache", "zig-ffi");
  const name = createHash("sha256").update(options.artifact).digest("hex").slice(0, 12);
  const file = join(folder, `build-${name}.lock`);
  const earlier = queues.get(file) ?? Promise.resolve();
  const own = earlier.then(async () => {
    const isOurs = await take(file, folder, options);
    const touching = isOurs ? setInterval(() => touch(file), touchMs) : undefined;
    try {
      return options.signal?.aborted === true ? null : await build();
    } finally {
      clearInterval(touching);
      if (isOurs) await rm(file, { force: true });
    }
  });
  const settled = own.catch(() => undefined);
  queues.set(file, settled);
  void settled.then(() => {
    if (queues.get(file) === settled) queues.delete(file);
  });
  return await own;
}

/** False where there is no lock to be had: cancelled, or a folder that cannot be written, which the build will tell. */
async function take(file: string, folder: string, { signal, onWait }: BuildLockOptions): Promise<boolean> {
  const started = performance.now();
  let isTold = false;
  while (signal?.aborted !== true) {
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(file, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return false;
    }
    if (await isAbandoned(file)) await rm(file, { force: true });
    else await sleep(pollMs);
    if (!isTold && performance.now() - started > patienceMs) {
      isTold = true;
      onWait();
    }
  }
  return false;
}

function touch(file: string): void {
  const now = new Date();
  void utimes(file, now, now).catch(() => undefined);
}

async function isAbandoned(file: string): Promise<boolean> {
  const [pid, age] = await Promise.all([
    readFile(file, "utf8").then(Number, () => NaN),
    stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    ),
  ]);
  if (age > abandonedMs) return true;
  // Not written yet, or gone.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
