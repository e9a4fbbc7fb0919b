import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { testZig } from "./fixtures.ts";
import { writeFile } from "./temporaryFolder.ts";

export interface ZigBuild {
  readonly folder: string;
  readonly name: string;
  readonly source: string;
  readonly optimize: "Debug" | "ReleaseFast";
  /** Default: the compiler of the tests. */
  readonly zig?: string;
  /** LLVM even where Debug would not use it. */
  readonly llvm?: boolean;
}

/** Compiles one file to a shared library and gives its path; fails with the compiler's words. */
export function buildZig({ folder, name, source, optimize, zig = testZig(), llvm = false }: ZigBuild): string {
  const file = join(folder, `${name}.zig`);
  writeFile(file, source);
  const output = join(folder, `${name}-${optimize}.so`);
  const args = ["build-lib", "-dynamic", "-O", optimize, "-lc", ...(llvm ? ["-fllvm"] : []), `-femit-bin=${output}`, file];
  const run = spawnSync(zig, args, { cwd: folder, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`zig ${args.join(" ")} ended with ${String(run.status)}:\n${run.stderr}`);
  return output;
}
