import { userZigDirectory } from "../toolchain/environment.ts";
import { findZig, type ZigFound } from "../toolchain/findZig.ts";

/** The compiler that the command line uses: `--zig` is final, else the search of `findZig`. */
export function findCliZig(setting?: string): Promise<ZigFound> {
  return findZig({
    setting,
    env: process.env,
    platform: process.platform,
    cacheDirectories: [userZigDirectory(process.env, process.platform)],
  });
}
