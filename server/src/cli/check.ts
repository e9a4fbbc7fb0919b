import { resolve } from "node:path";
import {
  checkWorkspace,
  discoverScripts,
  importersIn,
  programsBelow,
  type CheckRequest,
  type CheckResult,
} from "../workspace/checkWorkspace.ts";
import { fixedFiles } from "../workspace/fixedFiles.ts";
import { bundledScriptParser } from "../workspace/package.ts";
import { writeFileAtomically } from "../workspace/writeFile.ts";
import type { LibraryConfig } from "../model/config.ts";
import type { Issue } from "../model/issue.ts";
import { applyBaseline, baselineText } from "./checkBaseline.ts";
import { checkFormats, checkReport, type CheckFormat } from "./checkReport.ts";
import { staleBindings, staleLibraries } from "./checkStale.ts";
import { CliError, createCliContext, selectLibraries, selectTarget, slashed, type CliContext, type GlobalOptions } from "./context.ts";
import { verifyLibraries } from "./verify.ts";
import { exitCodeOf, note, print } from "./output.ts";
import { findCliZig, findCliZigQuickly } from "./zig.ts";

export interface CheckCommandOptions extends GlobalOptions {
  readonly zig?: readonly string[];
  readonly ts?: readonly string[];
  readonly format?: string;
  readonly target?: readonly string[];
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly fix?: boolean;
  readonly verify?: boolean;
}

/** `zig-ffi check`: Zig against itself, against hand-written declarations, and against generated bindings. */
export async function check(options: CheckCommandOptions): Promise<number> {
  const format = checkFormats.find((known) => known === (options.format ?? "text"));
  if (format === undefined) throw new CliError(`unknown format ${options.format ?? ""}: known are ${checkFormats.join(", ")}`);
  if (options.updateBaseline === true && options.baseline === undefined) throw new CliError("--update-baseline needs --baseline FILE");
  const context = await createCliContext(options);
  // The one that would build the libraries: its rules count.
  const zig = await (options.verify === true ? findCliZig() : findCliZigQuickly());
  const request: CheckRequest = {
    host: context.host,
    parser: context.parser,
    scripts: await bundledScriptParser(),
    libraries: librariesOf(context, options),
    files: scriptsOf(context, options),
    importersOf: options.ts === undefined ? importersIn(context.config.directory, context.host) : undefined,
    users: lazily(() => [...new Set([context.config.directory, context.cwd].flatMap((folder) => programsBelow(folder)))]),
    targets: options.target === undefined ? context.config.targets : options.target.map((triple) => selectTarget(triple).triple),
    zigVersion: zig.kind === "found" ? zig.version : undefined,
  };
  let result = checkWorkspace(request);
  let asked = request;
  if (options.verify === true) {
    // Before anything is corrected: what is right may be only the compiler's to say.
    asked = { ...request, verified: await verifyLibraries(context, result.modules, { triples: request.targets, zig }) };
    result = checkWorkspace(asked);
  }
  if (options.fix === true && applyFixes(context, result, notAccepted(context, result.issues, options)) > 0) result = checkWorkspace(asked);
  const stale =
    options.ts === undefined ? [...staleBindings(context, request.libraries), ...(await staleLibraries(context, request.libraries))] : [];
  return report(context, { ...result, issues: [...result.issues, ...stale] }, { options, format });
}

function librariesOf(context: CliContext, { zig }: CheckCommandOptions): readonly LibraryConfig[] {
  return selectLibraries(context, zig ?? []);
}

function scriptsOf(context: CliContext, { ts, zig }: CheckCommandOptions): readonly string[] {
  if (ts !== undefined) {
    const files = ts.map((file) => slashed(resolve(context.cwd, file)));
    const missing = files.find((file) => !context.host.exists(file));
    if (missing !== undefined) throw new CliError(`${context.show(missing)} does not exist`);
    return files;
  }
  const configured = zig === undefined ? context.config.libraries.flatMap(({ bindings }) => bindings) : [];
  return configured.length > 0 ? configured : discoverScripts(context.cwd, context.host);
}

interface Report {
  readonly options: CheckCommandOptions;
  readonly format: CheckFormat;
}

function report(context: CliContext, result: CheckResult, { options, format }: Report): number {
  if (options.baseline === undefined) {
    print(checkReport(context, result, format));
    return exitCodeOf(result.issues);
  }
  const file = slashed(resolve(context.cwd, options.baseline));
  if (options.updateBaseline === true) {
    writeFileAtomically(file, baselineText(context, result.issues));
    note(`${context.show(file)}: ${String(result.issues.length)} findings are accepted from now on`);
    return 0;
  }
  const issues = applyBaseline(context, result.issues, file);
  print(checkReport(context, { ...result, issues }, format));
  return exitCodeOf(issues);
}

/** What a baseline accepts stays as it is. */
function notAccepted(context: CliContext, issues: readonly Issue[], { baseline, updateBaseline }: CheckCommandOptions): readonly Issue[] {
  if (baseline === undefined || updateBaseline === true) return issues;
  return applyBaseline(context, issues, slashed(resolve(context.cwd, baseline)));
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Applies what can be corrected, in one write a file. Returns how many corrections were made. */
function applyFixes(context: CliContext, result: CheckResult, issues: readonly Issue[]): number {
  let applied = 0;
  for (const { file, text, count } of fixedFiles(result, issues, (path) => context.host.read(path)?.text)) {
    writeFileAtomically(file, text);
    note(`${context.show(file)}: ${String(count)} corrected`);
    applied += count;
  }
  return applied;
}
