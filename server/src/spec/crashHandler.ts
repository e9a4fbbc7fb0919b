import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Environment } from "../toolchain/environment.ts";
import type { Zig } from "../toolchain/findZig.ts";
import { brokenTraceFlags } from "../toolchain/buildCommand.ts";
import { runProcess } from "../toolchain/runProcess.ts";
import { isZigMinor } from "../toolchain/zigRelease.ts";
import { crashHandlerSource } from "./crashHandlerSource.ts";

export interface CrashHandlerOptions {
  readonly zig: Zig;
  readonly projectDirectory: string;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
}

/**
 * The addon that makes segmentation faults tell their Zig lines; built once for a project and compiler. Null where there is none (other
 * systems than Linux) or where it does not compile: then a crash is reported by its signal alone.
 */
export async function crashHandler({ zig, projectDirectory, env, platform }: CrashHandlerOptions): Promise<string | null> {
  if (platform !== "linux") return null;
  // Zig 0.16 without LLVM compiles plain functions wrongly.
  const flags = [...(isZigMinor(zig.version, 16) ? ["-fllvm"] : []), ...brokenTraceFlags(zig.version)];
  const hash = createHash("sha256").update(zig.version).update(flags.join(" ")).update(crashHandlerSource).digest("hex").slice(0, 12);
  const folder = join(projectDirectory, ".zig-cache", "zig-ffi");
  const output = join(folder, `crash-handler-${hash}.node`);
  if (existsSync(output)) return output;
  const work = join(folder, `crash-handler-${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(work, { recursive: true });
    writeFileSync(join(work, "handler.zig"), crashHandlerSource);
    const built = join(work, basename(output));
    const command = [
      ...zig.command,
      "build-lib",
      "-dynamic",
      ...flags,
      "-lc",
      `-femit-bin=${built}`,
      "--cache-dir",
      join(projectDirectory, ".zig-cache"),
      "handler.zig",
    ];
    const result = await runProcess({ command, cwd: work, env });
    if (result.kind !== "exited" || result.code !== 0) return null;
    renameSync(built, output);
    return output;
  } catch {
    // A folder that cannot be written is told by the build of the libraries.
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
