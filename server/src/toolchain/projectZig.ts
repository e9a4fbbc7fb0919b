import { join } from "node:path";
import type { Environment } from "./environment.ts";
import { findZig, type ZigFound } from "./findZig.ts";
import { defaultZigVersion } from "./zigRelease.ts";

export interface ProjectZigOptions {
  /** The repository of zig-ffi itself. */
  readonly root: string;
  readonly env: Environment;
  readonly version?: string | undefined;
}

/** Where this repository's own scripts keep the compilers that they test with. */
export function projectCacheDirectory(root: string): string {
  return join(root, ".cache", "zig");
}

/** The compiler that this repository's tests and demo use: exactly the pinned version, one program without leading arguments. */
export function projectZig(options: ProjectZigOptions): Promise<ZigFound> {
  return findZig({
    env: { ...options.env, ZIG: options.env["ZIG_FFI_TEST_ZIG"] ?? options.env["ZIG"] },
    platform: process.platform,
    version: options.version ?? defaultZigVersion,
    sources: ["ZIG", "PATH", "cache"],
    cacheDirectories: [projectCacheDirectory(options.root)],
  });
}
