import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface HostLog {
  readonly file: string;
  readonly write: (source: string, text: string) => void;
  readonly close: () => void;
}

/** A file; also stderr where ZIG_FFI_HOST_VERBOSE is set. */
export function openHostLog(file: string, env: NodeJS.ProcessEnv): HostLog {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, "w");
  const started = Date.now();
  let isOpen = true;
  const write = (source: string, text: string): void => {
    if (!isOpen) return;
    const line = `${((Date.now() - started) / 1000).toFixed(2)} [${source}] ${text.trimEnd()}\n`;
    writeSync(descriptor, line);
    if (env["ZIG_FFI_HOST_VERBOSE"] !== undefined) process.stderr.write(line);
  };
  const close = (): void => {
    isOpen = false;
    closeSync(descriptor);
  };
  return { file, write, close };
}
