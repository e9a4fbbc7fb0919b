import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { ChildEvent, SpecRequest } from "../protocol/specEvents.ts";
import type { Environment } from "../toolchain/environment.ts";
import { killTree } from "../toolchain/runProcess.ts";
import { OutputSplitter } from "./outputSplitter.ts";

export interface ChildOptions {
  /** Program and flags. */
  readonly node: readonly string[];
  /** The script that imports the spec file. */
  readonly entry: string;
  readonly cwd: string;
  readonly env: Environment;
  /** For the request. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
  /** The child waits here for a debugger, and no step has a time limit; null: neither. */
  readonly inspectPort: number | null;
  readonly request: Omit<SpecRequest, "marker">;
  /** Not called where no process could be started. */
  readonly onStarted?: (pid: number) => void;
  readonly onEvent: (event: ChildEvent) => void;
}

/** By test; "" is outside of all tests. */
export interface ChildOutput {
  readonly stdout: ReadonlyMap<string, string>;
  readonly stderr: ReadonlyMap<string, string>;
}

export type ChildEnd = {
  readonly output: ChildOutput;
} & (
  | { readonly kind: "exited"; readonly code: number | null; readonly signal: string | null }
  /** `limitMs`: how long the step might take. */
  | { readonly kind: "timed-out"; readonly limitMs: number }
  | { readonly kind: "cancelled" }
  | { readonly kind: "not-started"; readonly message: string }
);

const outputLimit = 256 * 1024;
/** The child ends an asynchronous test by itself; only native code that does not return needs us. */
const killGraceMs = 250;
const importLimitMs = 60_000;
/** `process.exit` waits for native code that runs in a thread. */
const exitLimitMs = 5_000;
/** A process of another group may hold the ends of our pipes for as long as it lives. */
const drainMs = 500;

/** Runs one child to its end and ends it when a step exceeds its time. Nothing of its process group outlives it. Never rejects. */
export function runChild(options: ChildOptions): Promise<ChildEnd> {
  const marker = `\u0000zig-ffi ${randomBytes(8).toString("hex")} `;
  const requestFile = join(options.folder, `request-${randomBytes(6).toString("hex")}.json`);
  writeFileSync(requestFile, JSON.stringify({ ...options.request, marker } satisfies SpecRequest));
  return new Promise((resolve) => {
    const child = start(options, requestFile);
    if (child.pid !== undefined) options.onStarted?.(child.pid);
    const streams = { stdout: new OutputSplitter(marker, outputLimit), stderr: new OutputSplitter(marker, outputLimit) };
    let early: { readonly kind: "timed-out"; readonly limitMs: number } | { readonly kind: "cancelled" } | null = null;
    let problem: string | null = null;
    let timer: NodeJS.Timeout | undefined;
    const end = (reason: NonNullable<typeof early>): void => {
      early ??= reason;
      killTree(child, "SIGKILL");
    };
    const limit = (ms: number): void => {
      clearTimeout(timer);
      if (options.inspectPort === null) timer = setTimeout(() => end({ kind: "timed-out", limitMs: ms }), ms + killGraceMs);
    };
    const onAbort = (): void => end({ kind: "cancelled" });
    const onExit = (): void => killTree(child, "SIGKILL");
    options.signal?.addEventListener("abort", onAbort, { once: true });
    process.once("exit", onExit);
    limit(importLimitMs);
    for (const name of ["stdout", "stderr"] as const)
      child[name]?.setEncoding("utf8").on("data", (text: string) => streams[name].push(text));
    listen(child, (event) => {
      if ("timeoutMs" in event) limit(event.timeoutMs);
      else limit(event.kind === "finished" ? exitLimitMs : importLimitMs);
      options.onEvent(event);
    });
    child.once("error", (error) => {
      problem = error.message;
    });
    // What the spec started and left behind would keep the pipes open.
    child.once("exit", () => {
      endGroup(child);
      clearTimeout(timer);
      timer = setTimeout(() => child.stdio.forEach((stream) => stream?.destroy()), drainMs);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      process.removeListener("exit", onExit);
      rmSync(requestFile, { force: true });
      const output = { stdout: streams.stdout.end(), stderr: withoutInspector(streams.stderr.end(), options.inspectPort) };
      if (early !== null) resolve({ ...early, output });
      else if (problem !== null) resolve({ kind: "not-started", message: problem, output });
      else resolve({ kind: "exited", code, signal, output });
    });
    if (options.signal?.aborted === true) onAbort();
  });
}

function start({ node, entry, cwd, env, inspectPort }: ChildOptions, requestFile: string): ChildProcess {
  const [program = process.execPath, ...flags] = node;
  // Published over HTTP alone: Node does not print the address then.
  const inspect = inspectPort === null ? [] : [`--inspect-wait=127.0.0.1:${inspectPort}`, "--inspect-publish-uid=http"];
  return spawn(program, [...flags, ...inspect, entry, requestFile], {
    cwd,
    env: { ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}

/** Node's own words about the debugger. */
function withoutInspector(texts: ReadonlyMap<string, string>, inspectPort: number | null): ReadonlyMap<string, string> {
  if (inspectPort === null) return texts;
  const words = /^(?:Debugger attached\.|Debugger ending on .*|Waiting for the debugger to disconnect\.\.\.|For help, see: .*)\r?\n?/gm;
  return new Map([...texts].map(([id, text]) => [id, text.replace(words, "")]));
}

function listen(child: ChildProcess, onEvent: (event: ChildEvent) => void): void {
  const channel = child.stdio[3] as Readable | null | undefined;
  if (channel === null || channel === undefined) return;
  channel.on("error", () => undefined);
  createInterface({ input: channel }).on("line", (line) => {
    const event = parseEvent(line);
    if (event !== null) onEvent(event);
  });
}

/** Null for a line that native code wrote to our descriptor, or did not finish. */
function parseEvent(line: string): ChildEvent | null {
  try {
    return JSON.parse(line) as ChildEvent;
  } catch {
    return null;
  }
}

/** What a spec started and left behind. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === "win32") return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is empty.
  }
}
