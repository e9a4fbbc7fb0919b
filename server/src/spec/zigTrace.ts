import { isAbsolute, resolve } from "node:path";
import type { ZigFrame } from "../protocol/specEvents.ts";

export interface ZigTrace {
  readonly panic: string | null;
  /** Innermost first; those of the standard library are left out. */
  readonly frames: readonly ZigFrame[];
}

/** Reads what a panic of Zig or its segfault handler has written to stderr. Relative paths are relative to `directory`. */
export function readZigTrace(stderr: string, directory: string): ZigTrace {
  // The last one counts: a panic while panicking says less, but a caught earlier text may stand before.
  const head = [
    ...stderr.matchAll(
      /^(?:thread \d+ panic: (.*)|(Segmentation fault at address 0x[0-9a-f]+|Segmentation fault .*|Illegal instruction .*|Bus error .*|Arithmetic exception .*))$/gm,
    ),
  ].at(-1);
  if (head === undefined) return { panic: null, frames: [] };
  const trace = stderr.slice(head.index);
  const frames = [...trace.matchAll(/^(.+?):(\d+):(\d+): 0x[0-9a-f]+ in (\S+) \(.*\)$/gm)].flatMap(
    ([, file = "", line, column, symbol = ""]): readonly ZigFrame[] =>
      isLibraryCode(file)
        ? []
        : [
            {
              file: (isAbsolute(file) ? file : resolve(directory, file)).replaceAll("\\", "/"),
              line: Number(line),
              column: Number(column),
              symbol,
            },
          ],
  );
  return { panic: (head[1] ?? head[2] ?? "").trim(), frames };
}

function isLibraryCode(file: string): boolean {
  return file === "???" || /[\\/]lib[\\/](?:std|compiler_rt|compiler)[\\/]/.test(file);
}
