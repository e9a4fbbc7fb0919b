import { existsSync, readFileSync } from "node:fs";
import type { Host } from "./host.ts";

/** Files from the disk. Larger ones than 64 MB are not source code. */
export function diskHost(): Host {
  return {
    read(path) {
      const bytes = readBytes(path);
      if (bytes === undefined || bytes.length > 64 << 20) return undefined;
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      return { text, isValidUtf8: !text.includes("\uFFFD") || isUtf8(bytes) };
    },
    exists: existsSync,
  };
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
