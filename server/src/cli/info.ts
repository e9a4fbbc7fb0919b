import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { LibraryConfig } from "../model/config.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import { artifactPlatform, pathOfArtifact, type ArtifactPlatform } from "../toolchain/artifacts.ts";
import { sourceInputs } from "../toolchain/build.ts";
import { libraryDifference, type LibraryDifference } from "../toolchain/libraryDifference.ts";
import { staleness, type Staleness } from "../toolchain/sidecar.ts";
import { readLibrary } from "../toolchain/symbols.ts";
import type { LibraryInfo } from "../toolchain/symbols/libraryInfo.ts";
import { CliError, createCliContext, selectLibraries, slashed, type CliContext, type GlobalOptions } from "./context.ts";
import { projectDirectory } from "./generate.ts";
import { print } from "./output.ts";

export interface InfoOptions extends GlobalOptions {
  readonly json?: boolean;
  readonly zig?: string;
}

/** What a source says of a library. */
interface Comparison {
  readonly root: string;
  readonly staleness: Staleness;
  readonly difference: LibraryDifference;
}

/**
 * `zig-ffi info`: what a built library holds, and what differs from its source. `library` is a path, or the name of a configured library.
 * Exit code 1 where the library is stale or lacks an export.
 */
export async function info(library: string, options: InfoOptions): Promise<number> {
  const context = await createCliContext(options);
  const target = locate(context, library, options.zig);
  const read = await readLibrary(target.path);
  if (read.kind === "unreadable") throw new CliError(`${context.show(target.path)}: ${read.message}${fixOf(read.reason, target)}`);
  const comparison = target.config === null ? null : await compare(context, target.config, target.path, read.info);
  if (options.json === true) print(JSON.stringify(dataOf(context, target.path, read.info, comparison), null, 2));
  else print(textOf(context, target.path, read.info, comparison).join("\n"));
  const isBad = comparison !== null && (comparison.staleness.kind === "stale" || comparison.difference.missing.length > 0);
  return isBad ? 1 : 0;
}

interface Target {
  readonly path: string;
  /** Whose artifact it is; null for a library that no source is known for. */
  readonly config: LibraryConfig | null;
}

function locate(context: CliContext, library: string, root: string | undefined): Target {
  const artifacts = context.config.libraries.map((config) => ({ config, paths: artifactPaths(context, config) }));
  const named = artifacts.find(({ config }) => config.name === library);
  const own = artifactPlatform(process.platform);
  const source = root === undefined ? null : (selectLibraries(context, [root])[0] ?? null);
  if (named !== undefined && own !== undefined) return { path: named.paths[own], config: source ?? named.config };
  const path = slashed(resolve(context.cwd, library));
  const owner = artifacts.find(({ paths }) => Object.values(paths).includes(path))?.config;
  return { path, config: source ?? owner ?? null };
}

function artifactPaths(context: CliContext, config: LibraryConfig): Readonly<Record<ArtifactPlatform, string>> {
  const at = (platform: ArtifactPlatform): string => slashed(pathOfArtifact(config, projectDirectory(context, config), platform));
  return { linux: at("linux"), macos: at("macos"), windows: at("windows") };
}

function fixOf(reason: string, { config }: Target): string {
  return reason === "not-found" && config !== null ? `: run "zig-ffi build ${config.name}"` : "";
}

async function compare(context: CliContext, config: LibraryConfig, path: string, found: LibraryInfo): Promise<Comparison> {
  if (!existsSync(config.root)) throw new CliError(`${context.show(config.root)} does not exist: it is the root of ${config.name}`);
  const module = readZigModule({ root: config.root, read: context.host.read, parser: context.parser });
  return {
    root: config.root,
    staleness: await staleness(path, await sourceInputs(projectDirectory(context, config), module.files)),
    difference: libraryDifference(module, found),
  };
}

function dataOf(context: CliContext, path: string, found: LibraryInfo, comparison: Comparison | null): unknown {
  const source =
    comparison === null
      ? null
      : {
          root: context.show(comparison.root),
          staleness: comparison.staleness,
          ...comparison.difference,
          doubt: comparison.difference.doubt,
        };
  return { path: context.show(path), ...found, source };
}

function textOf(context: CliContext, path: string, found: LibraryInfo, comparison: Comparison | null): readonly string[] {
  const row = (name: string, value: string): string => `${name.padEnd(14)}${value}`;
  const lines = [
    row("library", context.show(path)),
    row("format", `${found.format}, ${found.arch}, ${String(found.bits)} bits, ${found.os}`),
    row("size", `${found.size.toLocaleString("en-US")} bytes`),
    row("own name", found.name ?? "none"),
    row("needs", found.dependencies.join(", ") || "no other library"),
    row("exports", String(found.exports.length)),
    ...found.exports.map(({ name, kind }) => `  ${kind === "fn" ? "fn  " : "data"}  ${name}`),
  ];
  if (comparison === null)
    return [...lines, row("source", "not known: no library of zig-ffi.json is built to this path; name one with --zig")];
  const { missing, conditional, extra, doubt } = comparison.difference;
  const state = comparison.staleness;
  lines.push(row("source", context.show(comparison.root)));
  lines.push(row("state", state.kind === "fresh" ? "built from the sources as they are" : `${state.kind}: ${state.reason}`));
  for (const symbol of missing) lines.push(`  - ${symbol}: exported by the source, not in the library`);
  for (const symbol of conditional) lines.push(`  ? ${symbol}: exported by the source under a condition only, not in the library`);
  for (const symbol of extra) lines.push(`  + ${symbol}: in the library, not exported by the source`);
  if (extra.length > 0 && doubt !== null) lines.push(`    (the source may export more than can be read: ${doubt})`);
  if (missing.length + conditional.length + extra.length === 0) lines.push(row("symbols", "the library exports what the source exports"));
  return lines;
}
