import { watch } from "node:fs";
import { dirname, join } from "node:path";
import { emitManifest, manifestMarker, manifestName } from "../emit/manifestZig.ts";
import type { LibraryConfig } from "../model/config.ts";
import { manifestPlan } from "../plan/manifestPlan.ts";
import { artifactsByPlatform } from "../toolchain/artifacts.ts";
import { generateBindings, refusalToWrite, type Generated } from "../workspace/generate.ts";
import { analyse, type Analysis } from "../workspace/library.ts";
import { packageVersion } from "../workspace/package.ts";
import { readFileOrNull, writeFileAtomically } from "../workspace/writeFile.ts";
import { CliError, createCliContext, refuseSameNames, selectLibraries, type CliContext, type GlobalOptions, slashed } from "./context.ts";
import { exitCodeOf, note, print, printIssues } from "./output.ts";
import { findCliZigQuickly } from "./zig.ts";

export interface GenerateOptions extends GlobalOptions {
  readonly check?: boolean;
  readonly stdout?: boolean;
  readonly watch?: boolean;
  readonly force?: boolean;
  readonly manifest?: boolean;
}

interface GenerateRequest extends GenerateOptions {
  readonly zigVersion: string | undefined;
}

interface GeneratedLibrary extends Generated {
  readonly library: LibraryConfig;
}

/** `zig-ffi generate`: writes the bindings of the chosen libraries, or compares or prints them. */
export async function generate(args: readonly string[], options: GenerateOptions): Promise<number> {
  const context = await createCliContext(options);
  const libraries = selectLibraries(context, args);
  refuseSameNames(context, libraries);
  // Warnings follow the compiler that would build the library; the text does not: it must not differ by who has one.
  const zig = await findCliZigQuickly();
  const request = { ...options, zigVersion: zig.kind === "found" ? zig.version : undefined };
  const code = libraries.map((library) => generateOne(context, library, request)).reduce((worst, each) => Math.max(worst, each), 0);
  if (options.watch !== true) return code;
  for (const library of libraries) watchLibrary(context, library, request);
  return await new Promise<number>(() => undefined);
}

/** Source to text, without touching any file. */
export function generateText(context: CliContext, library: LibraryConfig, zigVersion?: string): GeneratedLibrary {
  const { host, parser, config } = context;
  const artifacts = artifactsByPlatform(library, projectDirectory(context, library));
  const options = { host, parser, targets: config.targets, zigVersion, version: packageVersion(), artifacts };
  return { library, ...generateBindings(library, options) };
}

/** Where builds of a library run: beside its configuration, or in the working directory. */
export function projectDirectory(context: CliContext, library: LibraryConfig): string {
  const configured = context.config.libraries.some(({ root }) => root === library.root);
  return configured ? context.config.directory : context.cwd;
}

function generateOne(context: CliContext, library: LibraryConfig, options: GenerateRequest): number {
  if (!context.host.exists(library.root))
    throw new CliError(`${context.show(library.root)} does not exist: it is the root of ${library.name}`);
  const isManifestWanted = options.manifest === true && options.check !== true;
  if (isManifestWanted) writeManifest(context, library);
  const generated = generateText(context, library, options.zigVersion);
  printIssues(context, generated.analysis.issues);
  const code = exitCodeOf(generated.analysis.issues);
  if (options.stdout === true) print(generated.text);
  else if (options.check === true) return Math.max(code, check(context, generated));
  else write(context, generated, options.force === true);
  if (isManifestWanted) noteManifest(context, library, generated.analysis);
  return code;
}

/** Written first: the root imports it, and the sources are not whole without it. */
function writeManifest(context: CliContext, library: LibraryConfig): void {
  const file = manifestFile(library);
  const current = readFileOrNull(file);
  if (current !== null && !current.startsWith(manifestMarker))
    throw new CliError(`${context.show(file)} was not written by zig-ffi and stays as it is`);
  const text = manifestText(context, library);
  if (current !== text) writeFileAtomically(file, text);
}

function manifestText(context: CliContext, library: LibraryConfig): string {
  const { module, plan } = generateText(context, library).analysis;
  return emitManifest(manifestPlan(module, plan));
}

/** A manifest says what the sources were like when it was written; the compiler cannot tell the parts that are not `pub`. */
export function noteStaleManifest(context: CliContext, library: LibraryConfig): void {
  const file = manifestFile(library);
  const current = readFileOrNull(file);
  if (current?.startsWith(manifestMarker) !== true || current === manifestText(context, library)) return;
  note(`${context.show(file)} is not what the Zig source gives: run "zig-ffi generate --manifest ${library.name}"`);
}

function noteManifest(context: CliContext, library: LibraryConfig, { module, plan }: Analysis): void {
  const file = manifestFile(library);
  const isImported = module.files.includes(file);
  const shown = context.show(file);
  note(`${shown}: written${isImported ? "" : `; have the root import it: comptime { _ = @import("${manifestName(library.name)}"); }`}`);
  const { types, functions } = manifestPlan(module, plan).unseen;
  const unseen = [types.length > 0 ? `types ${types.join(", ")}` : "", functions.length > 0 ? `signatures of ${functions.join(", ")}` : ""];
  if (types.length + functions.length > 0)
    note(`${shown}: not compared by load(), because nothing pub leads there: ${unseen.filter((part) => part !== "").join("; ")}`);
}

/** Beside the root, so that both are in one module. */
function manifestFile(library: LibraryConfig): string {
  return slashed(join(dirname(library.root), manifestName(library.name)));
}

function check(context: CliContext, { library, text }: GeneratedLibrary): number {
  const current = readFileOrNull(library.out);
  if (current === text) return 0;
  const why = current === null ? "does not exist" : "is not what the Zig source gives";
  note(`${context.show(library.out)} ${why}: run "zig-ffi generate ${library.name}"`);
  return 1;
}

function write(context: CliContext, { library, analysis, text }: GeneratedLibrary, force: boolean): void {
  const current = readFileOrNull(library.out);
  const shown = context.show(library.out);
  const refusal = refusalToWrite(current, force);
  if (refusal === "foreign")
    throw new CliError(`${shown} was not written by zig-ffi and stays as it is: choose another "out", or move it away`);
  if (refusal === "edited")
    throw new CliError(`${shown} was edited by hand since it was generated: move your changes elsewhere, or overwrite them with --force`);
  if (current !== text) writeFileAtomically(library.out, text);
  const { functions, types, skipped } = analysis.plan;
  note(
    `${shown}: ${functions.length} functions, ${types.length} types${skipped.length > 0 ? `, ${skipped.length} exports not bound` : ""}${current === text ? " (unchanged)" : ""}`,
  );
}

/** Watches the folders of the import closure; editors replace files, so a file's own watch would go blind. */
function watchLibrary(context: CliContext, library: LibraryConfig, options: GenerateRequest): void {
  let watchers: { close(): void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    const { module } = analyse(library, { host: context.host, parser: context.parser, targets: context.config.targets });
    const folders = new Set(module.files.map((file) => dirname(file)));
    watchers = [...folders].map((folder) => watch(folder, (_, name) => (name?.endsWith(".zig") === true ? schedule() : undefined)));
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const watcher of watchers) watcher.close();
      try {
        generateOne(context, library, options);
      } catch (error) {
        note(error instanceof Error ? error.message : String(error));
      }
      start();
    }, 50);
  };
  start();
  note(`watching ${library.name}`);
}
