// The program of a child process: imports one spec file and lets the project's own copy of zig-ffi/spec run it.
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  brokenChannelExitCode,
  specHostKey,
  specRuntimeKey,
  type ChildEvent,
  type SpecRequest,
  type SpecRuntime,
} from "../protocol/specEvents.ts";
import { failureOf } from "./failures.ts";
import { importFailure } from "./importFailure.ts";

const channel = 3;
const request = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as SpecRequest;
await main();
process.exit(0);

async function main(): Promise<void> {
  attachCrashHandler();
  for (const stream of [process.stdout, process.stderr]) writeAtOnce(stream);
  Reflect.set(globalThis, Symbol.for(specHostKey), true);
  const url = pathToFileURL(request.file).href;
  process.once("beforeExit", endUnsettledImport);
  try {
    await import(url);
  } catch (error) {
    // The import has ended, if by an error.
    process.removeListener("beforeExit", endUnsettledImport);
    emit({ kind: "file-failed", failure: await importFailure(error, url) });
    emit({ kind: "finished" });
    return;
  }
  process.removeListener("beforeExit", endUnsettledImport);
  const runtime = Reflect.get(globalThis, Symbol.for(specRuntimeKey)) as SpecRuntime | undefined;
  if (runtime === undefined)
    emit({ kind: "file-failed", failure: failureOf(new Error('the file declares no tests: import { it } from "zig-ffi/spec"')) });
  else await runtime.run(request, emit, mark);
  emit({ kind: "finished" });
}

/** Nothing is left to run. Node would name this program as the one that waits. */
function endUnsettledImport(): void {
  const message = "the import does not end: the file, or one that it imports, awaits at its top level what never comes";
  emit({ kind: "file-failed", failure: failureOf(new Error(message)) });
  emit({ kind: "finished" });
  process.exit(0);
}

function attachCrashHandler(): void {
  if (request.crashHandler === null) return;
  try {
    process.dlopen({ exports: {} }, request.crashHandler);
  } catch {
    // Specs run without it; only a crash says less.
  }
}

/**
 * What JavaScript prints into a pipe is queued while that is full: markers would overtake it, and what is still queued at a crash would be
 * lost. Without the method, which Node has no public name for, it stays so.
 */
function writeAtOnce(stream: NodeJS.WriteStream): void {
  const handle = Reflect.get(stream, "_handle") as { readonly setBlocking?: (isBlocking: boolean) => unknown } | null | undefined;
  handle?.setBlocking?.(true);
}

function emit(event: ChildEvent): void {
  try {
    writeAll(channel, `${JSON.stringify(event)}\n`);
  } catch {
    // The runner is gone: nobody wants the results.
    process.exit(brokenChannelExitCode);
  }
}

function mark(test: string): void {
  for (const stream of [1, 2]) writeAll(stream, `\n${request.marker}${JSON.stringify(test)}\n`);
}

/** Synchronous, so that everything written is out before native code can end the process. */
function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
