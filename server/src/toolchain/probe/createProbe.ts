import type { Probe } from "../../model/probe.ts";
import { buildDirectoryOf, findBuildModules, type BuildModules } from "./buildModules.ts";
import { packagesOf, readSources } from "./overlay.ts";
import { probeModule, type ProbeOptions } from "./probeModule.ts";
import { sourceReader } from "./sourceReader.ts";

export interface CreateProbeOptions extends Pick<ProbeOptions, "zig" | "read" | "cacheFolder" | "timeoutMs" | "env"> {
  /** Gets a sentence when a project's packages cannot be found out: types that come from them stay unknown then. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/** A probe for one compiler. Where a module imports packages, its project's build.zig is run to learn what they are. */
export function createProbe(options: CreateProbeOptions): Probe {
  const modules = new Map<string, Promise<BuildModules | undefined>>();
  return async (module, target, signal) => {
    const { root } = module;
    const found = modules.get(root) ?? modulesOf(root, options, signal);
    modules.set(root, found);
    return await probeModule({ ...options, module, target, signal, modules: await found });
  };
}

async function modulesOf(root: string, options: CreateProbeOptions, signal: AbortSignal | undefined): Promise<BuildModules | undefined> {
  const { zig, env = process.env, read = sourceReader(), onNote } = options;
  const sources = readSources(root, read);
  const packages = sources === undefined ? [] : packagesOf(sources);
  if (packages.length === 0) return undefined;
  const projectDirectory = buildDirectoryOf(root);
  if (projectDirectory === undefined) {
    onNote?.(`${root} imports ${packages.join(", ")}, but no build.zig above it says what that is: types from there stay unknown.`);
    return undefined;
  }
  const found = await findBuildModules({ zig, projectDirectory, root, env, signal });
  if (found.kind === "known") return found.value;
  onNote?.(`What ${packages.join(", ")} is could not be found out: ${found.reason}. Types from there stay unknown.`);
  return undefined;
}
