import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { globSync } from "tinyglobby";
import type { LibraryConfig } from "../model/config.ts";
import { libraryNames } from "../plan/names.ts";
import type { SpecLibrary } from "../spec/privateCopies.ts";
import { ignoredFolders } from "../workspace/discover.ts";
import { packageRoot } from "../workspace/package.ts";
import { CliError, slashed, type CliContext } from "./context.ts";

/** The Node that runs specs: this one. */
export const nodeCommand: readonly string[] = [process.execPath, "--disable-warning=ExperimentalWarning"];

/** As shells count an interrupt. */
export const interruptedExitCode = 130;

export function specLibrary({ name, artifact }: { readonly name: string; readonly artifact: string }): SpecLibrary {
  return { name, artifact, environment: libraryNames(name).environment };
}

export function childEntry(): string {
  const entry = join(packageRoot(), "dist", "specChild.js");
  if (!existsSync(entry)) throw new CliError(`${entry} is missing: reinstall zig-ffi, or in its sources run "npm run build"`);
  return entry;
}

export function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 18))
    throw new CliError(`specs are TypeScript, which Node runs from 22.18 on; this is ${process.versions.node}: install a newer Node`);
}

export function pattern(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    new RegExp(text);
  } catch (error) {
    throw new CliError(`--test-name-pattern is no regular expression: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return text;
}

export function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) throw new CliError(`${option} takes a whole number above 0, got ${text}`);
  return value;
}

/** The files that arguments name (files, folders or parts of paths), else all that the configuration has. */
export function selectSpecs(context: CliContext, libraries: readonly LibraryConfig[], args: readonly string[]): readonly string[] {
  const patterns = [...new Set(libraries.flatMap(({ specs }) => specs))];
  const found = globSync(patterns, { cwd: context.config.directory, absolute: true, ignore: [...ignoredFolders] })
    .map(slashed)
    .sort();
  if (args.length === 0) {
    if (found.length === 0) throw new CliError(`no spec files: nothing below ${context.config.directory} matches ${patterns.join(", ")}`);
    return found;
  }
  const chosen = new Set(args.flatMap((arg) => specsOf(context, found, arg)));
  return [...chosen].sort();
}

function specsOf(context: CliContext, found: readonly string[], arg: string): readonly string[] {
  const path = slashed(resolve(context.cwd, arg));
  if (/\.[cm]?[jt]s$/.test(arg) && existsSync(path)) return [path];
  const matching = found.filter((file) => file.startsWith(`${path}/`) || context.show(file).includes(slashed(arg)));
  if (matching.length === 0) throw new CliError(`no spec file is called ${arg}: known are ${found.map(context.show).join(", ") || "none"}`);
  return matching;
}

/** `2/3`: the second third of the files. */
export function shardOf(files: readonly string[], shard: string | undefined): readonly string[] {
  if (shard === undefined) return files;
  const match = /^(\d+)\/(\d+)$/.exec(shard);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) throw new CliError(`--shard takes i/n with 1 <= i <= n, got ${shard}`);
  return files.filter((_, i) => i % count === index - 1);
}

/** Children lead groups of their own, which the terminal's interrupt does not reach. */
export function interruptible(): { readonly signal: AbortSignal; readonly release: () => void } {
  const abort = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (): void => abort.abort();
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: abort.signal,
    release: () => {
      for (const name of signals) process.removeListener(name, onSignal);
    },
  };
}
