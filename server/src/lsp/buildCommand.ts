import { DiagnosticSeverity, type CancellationToken, type Diagnostic } from "vscode-languageserver";
import type { BuildResult as BuildAnswer, LibraryCommandParams } from "../protocol/libraries.ts";
import { buildLibrary, type BuildResult } from "../toolchain/build.ts";
import type { CompileError } from "../toolchain/compileErrors.ts";
import type { Environment } from "../toolchain/environment.ts";
import type { Zig } from "../toolchain/findZig.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";

export interface BuildRequest {
  readonly zig: Zig;
  readonly env: Environment;
  readonly optimize: LibraryCommandParams["optimize"];
  readonly token: CancellationToken;
  readonly onOutput: (text: string) => void;
  readonly uri: (path: string) => string;
}

export interface BuildOutcome {
  readonly answer: BuildAnswer;
  /** By path. */
  readonly errors: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** Builds one library; what the compiler says becomes diagnostics of its files. */
export async function buildOne(project: ProjectLibrary, request: BuildRequest): Promise<BuildOutcome> {
  const abort = new AbortController();
  const listener = request.token.onCancellationRequested(() => abort.abort());
  try {
    const { zig, env, optimize, onOutput } = request;
    const result = await buildLibrary({
      zig,
      env,
      optimize,
      onOutput,
      library: project.library,
      projectDirectory: project.config.directory,
      closure: project.analysis().module.files,
      signal: abort.signal,
    });
    const errors = result.kind === "failed" ? result.errors : [];
    return { answer: answerOf(project.library.name, result), errors: diagnosticsByFile(errors, request.uri) };
  } finally {
    listener.dispose();
  }
}

function answerOf(library: string, result: BuildResult): BuildAnswer {
  switch (result.kind) {
    case "built":
      return { library, kind: "built", message: `${result.artifact} built in ${result.seconds.toFixed(1)} s` };
    case "fresh":
      return { library, kind: "fresh", message: `${result.artifact} is up to date` };
    case "failed": {
      const first = result.errors[0]?.message ?? result.log.trim().split("\n").at(-1) ?? "";
      return {
        library,
        kind: "failed",
        message: [`the build ${result.exit}`, result.hint ?? first].filter((part) => part !== "").join(": "),
      };
    }
    case "environment":
      return { library, kind: "problem", message: `${result.message} ${result.fix}` };
    case "cancelled":
      return { library, kind: "cancelled", message: "the build was cancelled" };
  }
}

function diagnosticsByFile(errors: readonly CompileError[], uri: (path: string) => string): ReadonlyMap<string, readonly Diagnostic[]> {
  const byFile = new Map<string, Diagnostic[]>();
  for (const error of errors) {
    const { file } = error;
    if (file === null) continue;
    const related = error.notes.flatMap((note) =>
      note.file === null ? [] : [{ location: { uri: uri(note.file), range: pointAt(note) }, message: note.message }],
    );
    const diagnostic: Diagnostic = {
      range: pointAt(error),
      severity: DiagnosticSeverity.Error,
      source: "zig",
      message: error.message,
      ...(related.length === 0 ? {} : { relatedInformation: related }),
    };
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
  }
  return byFile;
}

function pointAt({ line, column }: { readonly line: number | null; readonly column: number | null }): Diagnostic["range"] {
  const start = { line: (line ?? 1) - 1, character: (column ?? 1) - 1 };
  return { start, end: { line: start.line, character: start.character + 1 } };
}
