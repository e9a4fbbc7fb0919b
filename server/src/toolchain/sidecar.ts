import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { Known } from "../model/known.ts";

/** What a library was built from. Paths are relative to the project, with `/`; hashes are sha256 in hexadecimal. */
export interface BuildInputs {
  /** Version of the compiler; undefined: not compared. */
  readonly zig?: string | undefined;
  /** The command line without machine-dependent paths; undefined: not compared. */
  readonly command?: readonly string[] | undefined;
  readonly files: Readonly<Record<string, string>>;
}

export type Staleness =
  | { readonly kind: "fresh" }
  /** `reason` completes "the library is stale: ". */
  | { readonly kind: "stale"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** The file beside a library that we built; it records the inputs and the library's own hash. */
export function sidecarOf(artifact: string): string {
  return `${artifact}.zig-ffi.json`;
}

/** Compares a built library with the sources as they are now. Needs no compiler. Without a sidecar the answer is "unknown". */
export async function staleness(artifact: string, inputs: BuildInputs): Promise<Staleness> {
  const binary = await readFile(artifact).catch(() => undefined);
  if (binary === undefined) return { kind: "unknown", reason: `${artifact} is not built` };
  const text = await readFile(sidecarOf(artifact), "utf8").catch(() => undefined);
  if (text === undefined) return { kind: "unknown", reason: `${sidecarOf(artifact)} is missing: zig-ffi did not build this library` };
  const recorded = parseSidecar(text);
  if (recorded === undefined) return { kind: "unknown", reason: `${sidecarOf(artifact)} cannot be read` };
  if (recorded.artifact !== sha256(binary)) return { kind: "stale", reason: "the library was changed after zig-ffi built it" };
  const reason = difference(recorded.inputs, inputs);
  return reason === undefined ? { kind: "fresh" } : { kind: "stale", reason };
}

/** Records the inputs of a library that was just built; in one step, so that a reader sees all of it or nothing. */
export async function writeSidecar(artifact: string, inputs: BuildInputs): Promise<void> {
  const content = { schema, artifact: sha256(await readFile(artifact)), ...inputs };
  const path = sidecarOf(artifact);
  const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(content, undefined, 2)}\n`);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Hashes the source files of a library together with the project's build.zig and build.zig.zon and the files that the sources embed.
 * Unknown when one of `closure` cannot be read.
 */
export async function hashFiles(projectDirectory: string, closure: readonly string[]): Promise<Known<Readonly<Record<string, string>>>> {
  const manifests = ["build.zig", "build.zig.zon"].map((name) => join(projectDirectory, name)).filter(existsSync);
  const hashes = new Map<string, string>();
  for (const path of [...closure, ...manifests]) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return { kind: "unknown", reason: `${path} cannot be read` };
    hashes.set(nameOf(projectDirectory, path), sha256(bytes));
    for (const embedded of embeddedFiles(path, bytes)) {
      const content = await readFile(embedded).catch(() => undefined);
      // The compiler complains about a missing one; here it only has to make a difference.
      hashes.set(nameOf(projectDirectory, embedded), content === undefined ? "missing" : sha256(content));
    }
  }
  return { kind: "known", value: Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

const schema = 1;

function nameOf(projectDirectory: string, path: string): string {
  return relative(projectDirectory, path).replaceAll("\\", "/");
}

function embeddedFiles(path: string, bytes: Buffer): readonly string[] {
  if (!bytes.includes("@embedFile")) return [];
  const names = bytes.toString("utf8").matchAll(/@embedFile\(\s*"(?<name>[^"\\\n]+)"/g);
  return [...names].flatMap(({ groups }) => (groups?.["name"] === undefined ? [] : [resolve(dirname(path), groups["name"])]));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function difference(before: BuildInputs, now: BuildInputs): string | undefined {
  if (now.zig !== undefined && before.zig !== now.zig) return `it was built with Zig ${before.zig ?? "unknown"}, now it is ${now.zig}`;
  if (now.command !== undefined && JSON.stringify(before.command) !== JSON.stringify(now.command)) return "the build command changed";
  const names = new Set([...Object.keys(before.files), ...Object.keys(now.files)]);
  for (const name of names) {
    if (before.files[name] === now.files[name]) continue;
    if (before.files[name] === undefined) return `${name} was added`;
    return now.files[name] === undefined ? `${name} is no longer part of it` : `${name} changed`;
  }
  return undefined;
}

function parseSidecar(text: string): { readonly artifact: string; readonly inputs: BuildInputs } | undefined {
  const value = parseJson(text);
  if (!isRecord(value) || value["schema"] !== schema) return undefined;
  const { artifact, zig, command, files } = value;
  if (typeof artifact !== "string" || typeof zig !== "string" || !isStringArray(command) || !isStringRecord(files)) return undefined;
  return { artifact, inputs: { zig, command, files } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((item) => typeof item === "string");
}

function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
