import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { needsLlvm } from "../../server/src/toolchain/buildCommand.ts";
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
export function buildZig(build: ZigBuild): string {
  const { folder, name, source, optimize, llvm = false } = build;
  const file = join(folder, `${name}.zig`);
  writeFile(file, source);
  const output = join(folder, `${name}-${optimize}.so`);
  const args = ["build-lib", "-dynamic", "-O", optimize, "-lc", ...(llvm ? ["-fllvm"] : []), `-femit-bin=${output}`, file];
  const run = spawnSync(build.zig ?? testZig(), args, { cwd: folder, encoding: "utf8" });
  if (run.status === 0) return output;
  if (!llvm && needsLlvm(run.stderr)) return buildZig({ ...build, llvm: true });
  throw new Error(`zig ${args.join(" ")} ended with ${String(run.status)}:\n${run.stderr}`);
}
