import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

export interface PortLock {
  readonly port: number;
  readonly release: () => void;
}

const first = 8741;
const count = 40;

/**
 * The lowest free port of a fixed range. Steady, since Chromium keeps compiled code per address; locked, since its profile goes with
 * the port and two runs must not share one.
 */
export async function lockPort(folder: string): Promise<PortLock> {
  mkdirSync(folder, { recursive: true });
  for (let port = first; port < first + count; port++) {
    const file = join(folder, `${port}.lock`);
    if (existsSync(file)) {
      if (isAlive(Number(readFileSync(file, "utf8")))) continue;
      rmSync(file, { force: true });
    }
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
    } catch {
      continue;
    }
    const release = (): void => rmSync(file, { force: true });
    if (await isFree(port)) return { port, release };
    release();
  }
  throw new Error(`no free port between ${first} and ${first + count - 1}`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
