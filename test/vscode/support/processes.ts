import { execFileSync } from "node:child_process";

/** Command lines of running processes that name a path. */
export function processesNaming(path: string): readonly string[] {
  return execFileSync("ps", ["-A", "-ww", "-o", "args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(path));
}
