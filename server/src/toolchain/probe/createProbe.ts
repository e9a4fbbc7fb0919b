import { rm } from "node:fs/promises";
import type { Probe } from "../../model/probe.ts";
import type { FfiModule } from "../../model/decls.ts";
import { known, unknown, type Known } from "../../model/known.ts";
import type { Target } from "../../model/target.ts";
import { userProbeDirectory } from "../environment.ts";
import { workFolder } from "./answerCache.ts";
import { buildDirectoryOf, findBuildModules, type BuildModules } from "./buildModules.ts";
import { packagesOf, readSources } from "./overlay.ts";
import { probeModule, type ProbeOptions } from "./probeModule.ts";
import { sourceReader } from "./sourceReader.ts";

export type CreateProbeOptions = Pick<ProbeOptions, "zig" | "read" | "cacheFolder" | "timeoutMs" | "env">;

/**
 * A probe for one compiler. Where a module imports packages, its project's build.zig is run to learn what they are, for each target: types
 * from packages that cannot be found out stay unknown, and the answer says why.
 */
export function createProbe(options: CreateProbeOptions): Probe {
  const modules = new Map<string, Promise<Known<BuildModules> | undefined>>();
  return async (module, target, signal) => {
    const key = `${target.triple} ${module.root}`;
    const found = modules.get(key) ?? modulesOf(module, target, { ...options, signal });
    modules.set(key, found);
    const known = await found;
    const result = await probeModule({ ...options, module, target, signal, modules: known?.kind === "known" ? known.value : undefined });
    return result.kind === "answered" && known?.kind === "unknown" ? { ...result, missingPackages: known.reason } : result;
  };
}

interface ModulesOptions extends CreateProbeOptions {
  readonly signal: AbortSignal | undefined;
}

/** Undefined where no package is imported. */
async function modulesOf(
  { root }: FfiModule,
  target: Target,
  { zig, env = process.env, read = sourceReader(), cacheFolder, signal }: ModulesOptions,
): Promise<Known<BuildModules> | undefined> {
  const sources = readSources(root, read);
  const packages = sources === undefined ? [] : packagesOf(sources);
  if (packages.length === 0) return undefined;
  const names = packages.join(", ");
  const projectDirectory = buildDirectoryOf(root);
  if (projectDirectory === undefined)
    return unknown(`${root} imports ${names}, but no build.zig above it says what that is: types from there stay unknown`);
  const folder = cacheFolder ?? userProbeDirectory(env, process.platform);
  const found = await inFolder(folder, (prefix) => findBuildModules({ zig, projectDirectory, root, target, prefix, env, signal }));
  if (found.kind === "known") return known(found.value);
  return unknown(`what ${names} is could not be found out: ${found.reason}. Types from there stay unknown`);
}

/** With a folder of its own, which is gone afterwards. */
async function inFolder<T>(folder: string, use: (work: string) => Promise<Known<T>>): Promise<Known<T>> {
  let work: string | undefined;
  try {
    work = await workFolder(folder);
    return await use(work);
  } catch (error) {
    return unknown(`${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (work !== undefined) await rm(work, { recursive: true, force: true }).catch(() => undefined);
  }
}
