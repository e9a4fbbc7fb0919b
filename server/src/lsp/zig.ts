import { userZigDirectory } from "../toolchain/environment.ts";
import { findZig, type ZigFound } from "../toolchain/findZig.ts";
import type { Session } from "./session.ts";

/** The compiler for this client. Runs `zig version`: only in a trusted workspace. */
export function zigOf(session: Session): Promise<ZigFound> {
  const { env, platform } = session.environment;
  session.zig ??= findZig({
    setting: session.settings.zigPath === "" ? undefined : session.settings.zigPath,
    extensionPath: session.options.zigExtensionPath,
    env,
    platform,
    cacheDirectories: [userZigDirectory(env, platform)],
  });
  return session.zig;
}
