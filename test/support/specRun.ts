import { readdirSync, readFileSync } from "node:fs";
import type { SpecFileResult } from "../../server/src/protocol/specEvents.ts";
import { zigFfi } from "./cli.ts";

export interface SpecReport {
  readonly code: number | null;
  readonly files: readonly SpecFileResult[];
  readonly summary: Readonly<Record<string, number>>;
}

/** Runs specs through the command line and reads its JSON. */
export function runSpecs(cwd: string, args: readonly string[] = []): SpecReport {
  const { code, stdout, stderr } = zigFfi(["test", "--reporter", "json", ...args], { cwd });
  if (stdout === "") throw new Error(`zig-ffi test ended with ${String(code)} and wrote nothing:\n${stderr}`);
  const { files, summary } = JSON.parse(stdout) as Omit<SpecReport, "code">;
  return { code, files, summary };
}

/** Each test as `name: outcome`, failed ones with the first line of the message. */
export function outcomes(file: SpecFileResult | undefined): readonly string[] {
  return (file?.tests ?? []).map(({ test, outcome }) => {
    const why = outcome.kind === "failed" ? ` ${outcome.failure.message.split("\n")[0] ?? ""}` : "";
    return `${test.id}: ${outcome.kind}${why}`;
  });
}

/** What a run must not leave: its folder, and processes that were started for it. */
export function leftovers(project: string): readonly string[] {
  const folder = `${project}/.zig-cache/zig-ffi`;
  const files = readdirSync(folder).filter((name) => name.startsWith("spec-"));
  return [...files, ...processesOf(folder)];
}

/** The command lines of live processes that name a folder. */
export function processesOf(folder: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return command.includes(folder) ? [command] : [];
      } catch {
        // It has ended.
        return [];
      }
    });
}
