import { copyFileSync, existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Koffi, KoffiLibrary, KoffiStruct } from "./koffi.ts";
import { prepareScratch } from "./scratch.ts";

export interface LoadOptions {
  /** The library file. Default: the environment variable of this library, then the built artifact. */
  readonly path?: string;
  /** Load a private copy, so that a build may replace the file while this process runs. */
  readonly copy?: boolean;
}

/** What these bindings were generated for. */
export interface Manifest {
  readonly library: string;
  readonly environment: string;
  /** Where a build puts the library, seen from this file, by `process.platform`. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly targets: readonly string[];
  readonly symbols: readonly string[];
}

export interface Native {
  readonly koffi: Koffi;
  readonly library: KoffiLibrary;
  readonly path: string;
}

let privateCopies = 0;

/** Finds and opens the library. Never builds. Every error names the fix. */
export function openLibrary(manifest: Manifest, options: string | LoadOptions, from: string): Native {
  const { path: given, copy = false } = typeof options === "string" ? { path: options } : options;
  checkTarget(manifest);
  // The system's loader looks for a bare name elsewhere.
  const path = resolve(given ?? process.env[manifest.environment] ?? artifactPath(manifest, from));
  if (!existsSync(path)) {
    const how =
      given === undefined && process.env[manifest.environment] === undefined
        ? `run "npx zig-ffi build ${manifest.library}"`
        : "check the path";
    throw new Error(`${manifest.library}: no library at ${path}: ${how}, or set ${manifest.environment}`);
  }
  const koffi = requireKoffi(from);
  const library = openFile(koffi, path, copy);
  prepareScratch((view) => koffi.address(view));
  return { koffi, library, path };
}

function checkTarget(manifest: Manifest): void {
  const host = hostTarget();
  if (manifest.targets.includes(host)) return;
  throw new Error(
    `${manifest.library}: these bindings were generated for ${manifest.targets.join(", ")}, this is ${host}: add it to "targets" in zig-ffi.json and run "npx zig-ffi generate"`,
  );
}

export function hostTarget(): string {
  const arch = { x64: "x86_64", arm64: "aarch64" }[process.arch as string] ?? process.arch;
  const os = { linux: "linux-gnu", win32: "windows-gnu", darwin: "macos" }[process.platform as string] ?? process.platform;
  return `${arch}-${os}`;
}

function artifactPath(manifest: Manifest, from: string): string {
  const artifact = manifest.artifacts[process.platform];
  if (artifact === undefined)
    throw new Error(`${manifest.library}: no library is configured for ${process.platform}: set ${manifest.environment}`);
  return join(dirname(fileURLToPath(from)), artifact);
}

function requireKoffi(from: string): Koffi {
  let koffi: Koffi;
  try {
    koffi = createRequire(from)("koffi") as Koffi;
  } catch (error) {
    throw new Error(`koffi cannot be loaded (${messageOf(error)}): run "npm install koffi"`, { cause: error });
  }
  growStacks(koffi);
  return koffi;
}

/** Native code runs on koffi's own stacks, and the default for asynchronous calls is small. Settings are fixed after the first load. */
function growStacks(koffi: Koffi): void {
  const size = 16 << 20;
  try {
    if (koffi.config().sync_stack_size < size) koffi.config({ sync_stack_size: size, async_stack_size: size });
  } catch {
    // Another library was loaded before: its settings stand.
  }
}

function openFile(koffi: Koffi, path: string, copy: boolean): KoffiLibrary {
  const file = copy ? join(dirname(path), `.${basename(path)}.${process.pid}.${++privateCopies}${extname(path)}`) : path;
  try {
    if (copy) copyFileSync(path, file);
    return koffi.load(file);
  } catch (error) {
    throw new Error(
      `${path} cannot be loaded here (${hostTarget()}): ${messageOf(error)}: rebuild it for this machine with "npx zig-ffi build"`,
      { cause: error },
    );
  } finally {
    // Windows keeps a mapped file locked; elsewhere the image outlives its name.
    if (copy && process.platform !== "win32") rmSync(file, { force: true });
  }
}

export function hasSymbol(library: KoffiLibrary, name: string): boolean {
  try {
    library.symbol(name);
    return true;
  } catch {
    return false;
  }
}

/** The numbers of `abi` that a library's own manifest is compared with. */
export interface AbiNumbers {
  readonly library: string;
  readonly checksum: string;
  readonly types: Readonly<Record<string, { readonly layouts: readonly AbiNumbersLayout[] }>>;
}

interface AbiNumbersLayout {
  readonly targets: readonly string[];
  readonly size: number;
  readonly align: number;
  readonly fields: Readonly<Record<string, { readonly offset: number }>>;
}

/** What the compiler wrote into the library: size, alignment and field offsets of each type that it could see. */
interface AbiManifest {
  readonly checksum: string;
  readonly types: Readonly<Record<string, readonly [size: number, align: number, offsets: Readonly<Record<string, number>>]>>;
  /** What the bindings call with, and what the compiler built. Older manifests have none. */
  readonly functions?: Readonly<Record<string, readonly [expected: string, built: string]>>;
}

/**
 * The library must export what these bindings call, and one with a manifest (`zig-ffi generate --manifest`) must have been built from what
 * they were generated from. One error lists every difference.
 */
export function checkAbi({ library, path }: Native, { symbols }: Manifest, abi: AbiNumbers): void {
  const missing = symbols.filter((name) => !hasSymbol(library, name)).join(", ");
  const differences = abiDifferences(library, abi);
  if (differences.length > 0) {
    const all = missing === "" ? differences : [`it does not export ${missing}`, ...differences];
    throw new Error(
      `${path} is not the library of these bindings: ${all.join("; ")}. Run "npx zig-ffi generate --manifest" and "npx zig-ffi build ${abi.library}"`,
    );
  }
  if (missing === "") return;
  throw new Error(
    `${path} does not export ${missing}: it was built from other sources ("npx zig-ffi build ${abi.library}"), or the functions are in a container that the root never references (add "comptime { _ = Container; }")`,
  );
}

function abiDifferences(library: KoffiLibrary, abi: AbiNumbers): readonly string[] {
  const symbol = `zig_ffi_abi_${abi.library}`;
  if (!hasSymbol(library, symbol)) return [];
  const read = library.func(symbol, "const char *", []) as () => string;
  const manifest = JSON.parse(read()) as AbiManifest;
  const differences: string[] = [];
  for (const [name, [size, align, offsets]] of Object.entries(manifest.types)) {
    const layout = abi.types[name]?.layouts.find(({ targets }) => targets.includes(hostTarget()));
    if (layout === undefined) continue;
    if (layout.size !== size) differences.push(`${name} has ${size} bytes, here ${layout.size}`);
    if (layout.align !== align) differences.push(`${name} is aligned to ${align}, here to ${layout.align}`);
    for (const [field, offset] of Object.entries(offsets)) {
      const expected = layout.fields[field]?.offset;
      if (expected !== offset) differences.push(`${name}.${field} is at ${offset}, here ${expected ?? "nowhere"}`);
    }
  }
  if (manifest.checksum !== abi.checksum)
    return [...differences, `it was built for other bindings (${manifest.checksum}, these are ${abi.checksum})`];
  // Of other bindings than these, what is expected is not known.
  for (const [name, [expected, built]] of Object.entries(manifest.functions ?? {}))
    if (expected !== built) differences.push(`${name} is ${built}, here ${expected}`);
  return differences;
}

/** koffi's idea of a struct that is passed by value against ours: one error that lists every difference. */
export function checkStruct(
  name: string,
  struct: KoffiStruct,
  expected: { size: number; align: number; offsets: Readonly<Record<string, number>> },
): KoffiStruct {
  const differences: string[] = [];
  if (struct.size !== expected.size) differences.push(`size ${struct.size} instead of ${expected.size}`);
  if (struct.alignment !== expected.align) differences.push(`alignment ${struct.alignment} instead of ${expected.align}`);
  for (const [field, offset] of Object.entries(expected.offsets)) {
    const actual = struct.members[field]?.offset;
    if (actual !== offset) differences.push(`${field} at ${actual ?? "nowhere"} instead of ${offset}`);
  }
  if (differences.length > 0) throw new Error(`koffi lays out ${name} differently from Zig: ${differences.join(", ")}`);
  return struct;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What every function of a disposed library becomes. */
export function closeAll(functions: object, library: string): void {
  const closed = (): never => {
    throw new Error(`${library} was disposed: load it again`);
  };
  for (const name of Object.keys(functions)) Reflect.set(functions, name, closed);
}
