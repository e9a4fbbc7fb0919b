import type { LibraryConfig, OptimizeMode } from "../model/config.ts";
import { crashHandler } from "../spec/crashHandler.ts";
import { readZigModule } from "../syntax/zigModule.ts";
import { buildLibrary, type BuildResult } from "../toolchain/build.ts";
import type { CompileError } from "../toolchain/compileErrors.ts";
import type { Zig } from "../toolchain/findZig.ts";
import { printable } from "../toolchain/printable.ts";
import {
  CliError,
  createCliContext,
  refuseSameNames,
  selectLibraries,
  selectTarget,
  type CliContext,
  type GlobalOptions,
} from "./context.ts";
import { noteStaleManifest, projectDirectory } from "./generate.ts";
import { coloured, note } from "./output.ts";
import { findCliZig } from "./zig.ts";

export interface BuildCommandOptions extends GlobalOptions {
  readonly optimize?: OptimizeMode;
  readonly target?: string;
  readonly zig?: string;
}

/** `zig-ffi build`: builds the chosen libraries; compile errors give exit code 1, anything else in the way 2. */
export async function build(args: readonly string[], options: BuildCommandOptions): Promise<number> {
  const context = await createCliContext(options);
  const libraries = selectLibraries(context, args);
  refuseSameNames(context, libraries);
  const target = options.target === undefined ? undefined : selectTarget(options.target).triple;
  const zig = await requireZig(options.zig);
  let code = 0;
  for (const library of libraries) {
    const result = await buildOne(context, library, { zig, target, optimize: options.optimize });
    code = Math.max(code, report(context, library, result));
    noteStaleManifest(context, library);
  }
  return code;
}

export type BuiltForSpecs =
  | {
      readonly kind: "built";
      readonly crashHandler: string | null;
      /** Version of the compiler. */
      readonly zig: string;
      readonly artifacts: readonly { readonly name: string; readonly artifact: string }[];
    }
  | { readonly kind: "failed" | "cancelled" };

export interface BuildForSpecs {
  /** Path of the compiler, where one is given. */
  readonly zig?: string | undefined;
  readonly optimize?: OptimizeMode | undefined;
  readonly signal: AbortSignal;
  readonly onResult?: (library: LibraryConfig, result: BuildResult) => void;
}

/** Builds what specs load. Only what a person must know is printed. */
export async function buildForSpecs(
  context: CliContext,
  libraries: readonly LibraryConfig[],
  { zig: path, optimize, signal, onResult }: BuildForSpecs,
): Promise<BuiltForSpecs> {
  refuseSameNames(context, libraries);
  const zig = await requireZig(path);
  const artifacts: { readonly name: string; readonly artifact: string }[] = [];
  for (const library of libraries) {
    const result = await buildOne(context, library, { zig, target: undefined, optimize, signal });
    onResult?.(library, result);
    if (result.kind === "cancelled") return { kind: "cancelled" };
    if (result.kind === "fresh" || result.kind === "built") artifacts.push({ name: library.name, artifact: result.artifact });
    if (result.kind !== "fresh" && report(context, library, result) !== 0) return { kind: "failed" };
  }
  const { directory } = context.config;
  const handler = await crashHandler({ zig, projectDirectory: directory, env: process.env, platform: process.platform });
  return { kind: "built", artifacts, crashHandler: handler, zig: zig.version };
}

const found = new Map<string | undefined, Promise<Zig>>();

/** The compiler, or an error that says how to get one. Looked for once in a process: that takes a good part of a run in watch mode. */
export function requireZig(path: string | undefined): Promise<Zig> {
  const zig = found.get(path) ?? findRequired(path);
  found.set(path, zig);
  return zig;
}

async function findRequired(path: string | undefined): Promise<Zig> {
  const zig = await findCliZig(path);
  if (zig.kind === "missing")
    throw new CliError(`no Zig compiler. ${zig.fix}\n${zig.tried.map(({ source, detail }) => `  ${source}: ${detail}`).join("\n")}`);
  return zig;
}

interface Request {
  readonly zig: Zig;
  readonly target: string | undefined;
  readonly optimize: OptimizeMode | undefined;
  readonly signal?: AbortSignal;
}

async function buildOne(context: CliContext, library: LibraryConfig, request: Request): Promise<BuildResult> {
  if (!context.host.exists(library.root))
    throw new CliError(`${context.show(library.root)} does not exist: it is the root of ${library.name}`);
  const { files } = readZigModule({ root: library.root, read: context.host.read, parser: context.parser });
  return await buildLibrary({
    ...request,
    library,
    projectDirectory: projectDirectory(context, library),
    closure: files,
    env: process.env,
    onOutput: (text) => (text.startsWith("zig-ffi:") ? note(text) : undefined),
  });
}

function report(context: CliContext, library: LibraryConfig, result: BuildResult): number {
  switch (result.kind) {
    case "built":
    case "fresh":
      note(
        `${library.name}: ${context.show(result.artifact)} ${result.kind === "fresh" ? "is up to date" : `built in ${result.seconds.toFixed(2)} s`}`,
      );
      return 0;
    case "failed":
      for (const error of result.errors) note(errorText(context, error));
      if (result.errors.length === 0) note(printable(result.log));
      note(`${library.name}: the build ${result.exit}${result.hint === null ? "" : `. ${result.hint}`}`);
      return 1;
    case "environment":
      throw new CliError(`${library.name}: ${result.message} ${result.fix}`);
    case "cancelled":
      throw new CliError(`${library.name}: the build was cancelled`);
  }
}

function errorText(context: CliContext, error: CompileError): string {
  const lines = [{ severity: "error", ...error }, ...error.notes.map((each) => ({ severity: "note", ...each }))];
  return lines
    .map(({ file, line, column, severity, message }) => {
      const place = file === null ? "" : `${context.show(file)}:${String(line)}:${String(column)}: `;
      return `${place}${coloured(severity === "error" ? 31 : 36, severity)}: ${message}`;
    })
    .join("\n");
}
