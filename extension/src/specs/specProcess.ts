import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { SpecSessionEvent, SpecSessionRequest } from "../../../server/src/protocol/specSession.ts";

export interface SpecProcessOptions {
  /** Program, script and arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly request: SpecSessionRequest;
  readonly onEvent: (event: SpecSessionEvent) => void;
  /** A line for people. */
  readonly onNote: (text: string) => void;
}

export interface SpecProcess {
  /** Resolves when the process has ended; null code: it was killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly notes: string }>;
  /** Ends the run and all processes that it has started. */
  readonly stop: () => void;
}

/** How long the process may take to end what it has started, before it is killed. */
const graceMs = 5000;

/** Starts `zig-ffi spec-session`. Rejects `ended` when it cannot be started. */
export function startSpecProcess({ command, cwd, request, onEvent, onNote }: SpecProcessOptions): SpecProcess {
  const [program = "", ...args] = command;
  const env = { ...process.env, NO_COLOR: "1" };
  Reflect.deleteProperty(env, "ELECTRON_RUN_AS_NODE");
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let notes = "";
  let timer: NodeJS.Timeout | undefined;
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${JSON.stringify(request)}\n`);
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const event = parse(line);
    if (event !== null) onEvent(event);
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    notes += `${line}\n`;
    onNote(line);
  });
  const ended = new Promise<{ readonly code: number | null; readonly notes: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, notes });
    });
  });
  return {
    ended,
    stop: () => {
      child.stdin.end();
      timer ??= setTimeout(() => killTree(child), graceMs);
    },
  };
}

function parse(line: string): SpecSessionEvent | null {
  try {
    return JSON.parse(line) as SpecSessionEvent;
  } catch {
    return null;
  }
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on("error", () => child.kill());
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
