import { userZigDirectory } from "../toolchain/environment.ts";
import { findZig, type ZigFound } from "../toolchain/findZig.ts";
import type { Session } from "./session.ts";

/** The compiler for this client. Runs `zig version`: only in a trusted workspace. */
export function zigOf(session: Session): Promise<ZigFound> {
  session.zig ??= find(session);
  return session.zig;
}

async function find(session: Session): Promise<ZigFound> {
  const { env, platform } = session.environment;
  const found = await findZig({
    setting: session.settings.zigPath === "" ? undefined : session.settings.zigPath,
    extensionPath: session.options.zigExtensionPath,
    env,
    platform,
    cacheDirectories: [userZigDirectory(env, platform)],
  });
  if (session.project.useZig(found.kind === "found" ? found.version : undefined)) session.publisher.schedule(0);
  return found;
}
