import { isAbsolute, join, resolve } from "node:path";
import type { LibraryConfig } from "../model/config.ts";
import { hostTriple, parseTarget, type Target } from "../model/target.ts";

export type ArtifactPlatform = "linux" | "macos" | "windows";

/** The platform family of a Node process; undefined where shared libraries have no name that we know. */
export function artifactPlatform(platform: string): ArtifactPlatform | undefined {
  return { linux: "linux", freebsd: "linux", darwin: "macos", win32: "windows" }[platform] as ArtifactPlatform | undefined;
}

/**
 * Absolute path of a built library: `build.artifact` of the configuration, else where `installArtifact` of a build.zig puts it:
 * `zig-out/lib/lib<name>.so`, `zig-out/lib/lib<name>.dylib`, `zig-out/bin/<name>.dll` under the project.
 */
export function pathOfArtifact(library: LibraryConfig, projectDirectory: string, platform: ArtifactPlatform): string {
  const configured = library.build.artifact[platform];
  if (configured !== undefined) return isAbsolute(configured) ? configured : resolve(projectDirectory, configured);
  return join(projectDirectory, "zig-out", ...derivedName(library.name, platform));
}

/** The same for every platform that Node runs on, by `process.platform`, with `/`: what generated bindings look for. */
export function artifactsByPlatform(
  library: LibraryConfig,
  projectDirectory: string,
): Readonly<Record<"linux" | "darwin" | "win32", string>> {
  const at = (platform: ArtifactPlatform): string => pathOfArtifact(library, projectDirectory, platform).replaceAll("\\", "/");
  return { linux: at("linux"), darwin: at("macos"), win32: at("windows") };
}

export type Destination =
  | { readonly kind: "known"; readonly artifact: string; readonly target: Target | undefined; readonly prefix: string | undefined }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Where a build for `triple` (undefined: this machine) goes. A foreign target of this machine's own system goes to `zig-out/<triple>`:
 * under the usual name it would replace the library that programs here load; `prefix` is then the folder for `zig build --prefix`.
 */
export function destinationOf(library: LibraryConfig, projectDirectory: string, triple: string | undefined): Destination {
  const ownPlatform = artifactPlatform(process.platform);
  if (triple === undefined) {
    if (ownPlatform === undefined)
      return { kind: "unknown", reason: `${process.platform} is not a platform that zig-ffi builds libraries for` };
    return { kind: "known", artifact: pathOfArtifact(library, projectDirectory, ownPlatform), target: undefined, prefix: undefined };
  }
  const target = parseTarget(triple);
  if (target === undefined) return { kind: "unknown", reason: `${triple} is not a target that zig-ffi knows` };
  const { os } = target;
  if (os === "freestanding") return { kind: "unknown", reason: `${target.triple} has no shared libraries that Node could load` };
  if (os !== ownPlatform || target.triple === hostTriple(process.platform, process.arch)) {
    return { kind: "known", artifact: pathOfArtifact(library, projectDirectory, os), target, prefix: undefined };
  }
  const prefix = join(projectDirectory, "zig-out", target.triple);
  return { kind: "known", artifact: join(prefix, ...derivedName(library.name, os)), target, prefix };
}

function derivedName(name: string, platform: ArtifactPlatform): readonly [string, string] {
  switch (platform) {
    case "linux":
      return ["lib", `lib${name}.so`];
    case "macos":
      return ["lib", `lib${name}.dylib`];
    case "windows":
      return ["bin", `${name}.dll`];
  }
}
