import { isAbsolute, resolve } from "node:path";
import type { ZigFrame } from "../protocol/specEvents.ts";

export interface ZigTrace {
  readonly panic: string | null;
  /** Innermost first; those of the standard library are left out. */
  readonly frames: readonly ZigFrame[];
}

/** Reads what a panic of Zig or its segfault handler has written to stderr. Relative paths are relative to `directory`. */
export function readZigTrace(stderr: string, directory: string): ZigTrace {
  // The last one counts: text before it may be that of a test that expects it.
  const head = [...stderr.matchAll(headPattern)].at(-1);
  if (head === undefined) return { panic: null, frames: [] };
  const trace = stderr.slice(head.index);
  const frames = [...trace.matchAll(framePattern)].flatMap(([, file = "", line, column, symbol = ""]): readonly ZigFrame[] => {
    if (isLibraryCode(file)) return [];
    const path = (isAbsolute(file) ? file : resolve(directory, file)).replaceAll("\\", "/");
    return [{ file: path, line: Number(line), column: Number(column), symbol }];
  });
  const isOverflow = /^zig-ffi: stack overflow$/m.test(stderr);
  return {
    panic: isOverflow ? "stack overflow" : (head[1] ?? head[2] ?? "").trim(),
    frames: withoutRepetition(frames).slice(0, maxFrames),
  };
}

const headPattern =
  /^(?:thread \d+ panic: (.*)|((?:Segmentation fault|Illegal instruction|Bus error|Arithmetic exception|General protection exception)\b.*))$/gm;
// A trace that Zig gives up in the middle of a line goes before the next one.
const framePattern = /^(?:\?\?\?:\?:\?: )*(.+?):(\d+):(\d+): 0x[0-9a-f]+ in (\S+) \(.*\)$/gm;
const maxFrames = 20;

/** A recursion shows each of its places once. */
function withoutRepetition(frames: readonly ZigFrame[]): readonly ZigFrame[] {
  const key = ({ file, line, column }: ZigFrame): string => `${file}:${line}:${column}`;
  return frames.filter((frame, i) => i === 0 || key(frame) !== key(frames[i - 1] ?? frame));
}

function isLibraryCode(file: string): boolean {
  return file === "???" || /[\\/]lib[\\/](?:std|compiler_rt|compiler)[\\/]/.test(file);
}
