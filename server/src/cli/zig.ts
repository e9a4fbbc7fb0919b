import { userZigDirectory } from "../toolchain/environment.ts";
import { findZig, type ZigFound } from "../toolchain/findZig.ts";

/** The compiler that the command line uses: `--zig` is final, else the search of `findZig`. */
export function findCliZig(setting?: string): Promise<ZigFound> {
  return findZig({ ...searchOptions(), setting });
}

/** For commands that work without a compiler and only follow its version: one that takes long to say it is passed over. */
export function findCliZigQuickly(): Promise<ZigFound> {
  return findZig({ ...searchOptions(), timeoutMs: 2000 });
}

function searchOptions() {
  const { env, platform } = process;
  return { env, platform, cacheDirectories: [userZigDirectory(env, platform)] };
}
