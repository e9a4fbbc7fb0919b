import { execFileSync } from "node:child_process";

/** Process ids of language servers that this extension host has started. */
export function serverProcesses(): readonly number[] {
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && Number(match[2]) === process.pid && /cli\.js lsp\b/.test(match[3] ?? ""))
    .map((match) => Number(match?.[1]));
}
