import { readFileSync } from "node:fs";
import type { ReadSource } from "../../model/span.ts";

/** Sources from the disk. */
export function sourceReader(): ReadSource {
  return (path) => {
    try {
      return { text: readFileSync(path, "utf8"), isValidUtf8: true };
    } catch {
      return undefined;
    }
  };
}
