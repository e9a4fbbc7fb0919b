import { existsSync } from "node:fs";
import type { ArtifactInfo } from "../protocol/libraries.ts";
import { artifactPlatform, pathOfArtifact } from "../toolchain/artifacts.ts";
import { sourceInputs } from "../toolchain/build.ts";
import { staleness } from "../toolchain/sidecar.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import type { Session } from "./session.ts";
import { uriOfPath } from "./uris.ts";

/** Whether the built library is that of the sources on the disk; starts no program. */
export async function artifactInfo(session: Session, project: ProjectLibrary): Promise<ArtifactInfo> {
  const platform = artifactPlatform(session.environment.platform);
  if (platform === undefined) {
    const reason = `${session.environment.platform} is not a platform that zig-ffi builds libraries for`;
    return { uri: session.project.snapshot.uri(project.library.root), state: "unknown", reason };
  }
  const { directory } = project.config;
  const path = pathOfArtifact(project.library, directory, platform).replaceAll("\\", "/");
  const uri = uriOfPath(path);
  if (!existsSync(path)) return { uri, state: "missing", reason: null };
  const result = await staleness(path, await sourceInputs(directory, project.analysis().module.files));
  return { uri, state: result.kind, reason: result.kind === "fresh" ? null : result.reason };
}
