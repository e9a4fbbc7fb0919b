import type { GuardedBuffer, SpecCrash, SpecFailure, ZigFrame } from "../protocol/specEvents.ts";

export interface Circumstances {
  /** What was going on. */
  readonly when: string;
  readonly timeoutMs: number | null;
  /** Those that there were. */
  readonly guarded: readonly GuardedBuffer[];
}

/** A crash in words, with the Zig frames as its stack. */
export function crashFailure(crash: SpecCrash, { when, timeoutMs, guarded }: Circumstances): SpecFailure {
  const frames = crash.frames.map(frameText);
  const beside = crash.panic === null ? null : guardText(crash.panic, guarded);
  const lines = [
    `${endText(crash, timeoutMs)} ${when}`,
    ...(crash.panic === null ? [] : [`Zig: ${crash.panic}`]),
    ...(beside === null ? [] : [beside]),
  ];
  return { message: lines.join("\n"), stack: frames.length === 0 ? null : frames.join("\n"), difference: null, crash };
}

/** Which guarded buffer an address belongs to; null when to none. */
export function guardText(panic: string, guarded: readonly GuardedBuffer[]): string | null {
  const address = Number(/ at address (0x[0-9a-f]+)$/.exec(panic)?.[1] ?? NaN);
  for (const { what, start, end, guardBefore, pageSize } of guarded) {
    if (address >= end && address < end + pageSize)
      return `That is ${address === end ? "right" : bytes(address - end)} after the end of a ${what}.`;
    if (address >= guardBefore - pageSize && address < guardBefore)
      return `That is ${bytes(start - address)} before the start of a ${what}.`;
  }
  return null;
}

function endText({ kind, signal, exitCode }: SpecCrash, timeoutMs: number | null): string {
  switch (kind) {
    case "timeout":
      // Whether a loop is one of native code or of JavaScript cannot be seen from outside.
      return `native code, or a loop, did not come to its end${timeoutMs === null ? "" : ` within ${timeoutMs} ms`} and was killed`;
    case "exit":
      return `the process exited with code ${exitCode ?? "unknown"}`;
    case "signal":
      return `the process was ended by ${signal ?? "a signal"}`;
  }
}

function bytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

function frameText({ file, line, column, symbol }: ZigFrame): string {
  return `at ${symbol} (${file}:${line}:${column})`;
}
