import { spawn, type ChildProcess } from "node:child_process";
import type { Environment } from "./environment.ts";

export interface RunOptions {
  /** Program and arguments; no shell is involved. */
  readonly command: readonly string[];
  readonly cwd?: string | undefined;
  readonly env: Environment;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gets stdout and stderr as they come. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export type RunResult =
  | {
      readonly kind: "exited";
      /** Null when a signal ended it. */
      readonly code: number | null;
      readonly signal: string | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: "not-started"; readonly message: string }
  | { readonly kind: "timed-out" }
  | { readonly kind: "cancelled" };

// More is dropped: a runaway build command must not take our memory with it.
const maxOutput = 32 * 1024 * 1024;
const graceMs = 2000;

/** Runs a program in its own process group, so that ending it early ends what it started as well. Never rejects. */
export function runProcess(options: RunOptions): Promise<RunResult> {
  const [program, ...args] = options.command;
  if (program === undefined) return Promise.resolve({ kind: "not-started", message: "the command is empty" });
  if (options.signal?.aborted === true) return Promise.resolve({ kind: "cancelled" });
  return new Promise((resolve) => {
    const output = { stdout: "", stderr: "" };
    let early: "cancelled" | "timed-out" | undefined;
    const child = start(program, args, options);
    if (typeof child === "string") {
      resolve({ kind: "not-started", message: child });
      return;
    }
    const collect = (name: "stdout" | "stderr") => (text: string) => {
      if (output[name].length < maxOutput) output[name] += text;
      options.onOutput?.(text);
    };
    child.stdout?.setEncoding("utf8").on("data", collect("stdout"));
    child.stderr?.setEncoding("utf8").on("data", collect("stderr"));
    const end = (reason: "cancelled" | "timed-out") => {
      if (early !== undefined) return;
      early = reason;
      killTree(child, "SIGTERM");
      setTimeout(() => {
        killTree(child, "SIGKILL");
      }, graceMs).unref();
    };
    const onAbort = () => end("cancelled");
    // A detached group outlives us otherwise. It ends before others remove what it still writes to.
    const onExit = () => killTree(child, "SIGKILL");
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(() => end("timed-out"), options.timeoutMs);
    options.signal?.addEventListener("abort", onAbort, { once: true });
    process.prependOnceListener("exit", onExit);
    const finish = (result: RunResult) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      process.removeListener("exit", onExit);
      resolve(early === undefined ? result : { kind: early });
    };
    child.once("error", (error) => finish({ kind: "not-started", message: error.message }));
    child.once("close", (code, signal) => finish({ kind: "exited", code, signal, ...output }));
  });
}

/** A sentence about how a process ended. */
export function describeExit(result: RunResult): string {
  switch (result.kind) {
    case "exited":
      return result.code === null ? `was ended by ${result.signal ?? "a signal"}` : `ended with exit code ${result.code}`;
    case "not-started":
      return `did not start (${result.message})`;
    case "timed-out":
      return "did not end in time";
    case "cancelled":
      return "was cancelled";
  }
}

function start(program: string, args: readonly string[], options: RunOptions): ChildProcess | string {
  try {
    return spawn(program, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
  } catch (error) {
    // A NUL inside an argument, for one.
    return error instanceof Error ? error.message : String(error);
  }
}

/** Ends a process and, where it leads a group or on Windows, what it started. */
export function killTree(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on("error", () => child.kill());
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
