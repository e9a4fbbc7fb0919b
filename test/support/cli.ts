import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fixturesFolder, root, testZig } from "./fixtures.ts";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line tool from its sources, as a process of its own. */
export function zigFfi(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): CliResult {
  const env = { ...process.env, ZIG: testZig(), NO_COLOR: "1", ...options.env };
  const result = spawnSync(process.execPath, [join(root, "server/src/cli/main.ts"), ...args], { cwd: options.cwd, encoding: "utf8", env });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Builds a fixture's library where its bindings look for it; fails with the compiler's words. */
export function buildFixture(name: string): void {
  const result = zigFfi(["build"], { cwd: `${fixturesFolder}/${name}` });
  if (result.code !== 0) throw new Error(`building ${name} ended with ${String(result.code)}:\n${result.stderr}`);
}
