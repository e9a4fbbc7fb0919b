import type { SpecCrash, SpecFailure, ZigFrame } from "../protocol/specEvents.ts";

/** A crash in words, with the Zig frames as its stack. `when` says what was going on. */
export function crashFailure(crash: SpecCrash, when: string, timeoutMs: number | null): SpecFailure {
  const frames = crash.frames.map(frameText);
  const lines = [`${endText(crash, timeoutMs)} ${when}`, ...(crash.panic === null ? [] : [`Zig: ${crash.panic}`])];
  return { message: lines.join("\n"), stack: frames.length === 0 ? null : frames.join("\n"), difference: null, crash };
}

function endText({ kind, signal, exitCode }: SpecCrash, timeoutMs: number | null): string {
  switch (kind) {
    case "timeout":
      return `native code did not return${timeoutMs === null ? "" : ` within ${timeoutMs} ms`} and was killed`;
    case "exit":
      return `the process exited with code ${exitCode ?? "unknown"}`;
    case "signal":
      return `the process was ended by ${signal ?? "a signal"}`;
  }
}

function frameText({ file, line, column, symbol }: ZigFrame): string {
  return `at ${symbol} (${file}:${line}:${column})`;
}
