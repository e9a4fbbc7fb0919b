import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { DiagnosticSeverity, type Diagnostic, type Range } from "vscode-languageserver";
import type { Config } from "../model/config.ts";
import type { ConfigProblem } from "../workspace/config.ts";
import { linedText, rangeOfOffsets } from "./positions.ts";
import type { Snapshot } from "./snapshot.ts";

export interface ConfigFile {
  readonly text: string;
  /** Why it cannot be used; then there is no `config`. */
  readonly problems: readonly ConfigProblem[];
  readonly config: Config | undefined;
}

/** What is wrong with a `zig-ffi.json`: its form, and files that do not exist. */
export function configDiagnostics(snapshot: Snapshot, { text, problems, config }: ConfigFile): readonly Diagnostic[] {
  const wrong = (range: Range, message: string): Diagnostic => ({ range, message, severity: DiagnosticSeverity.Error, source: "zig-ffi" });
  const missing = (config?.libraries ?? []).flatMap(({ root, name }, i) =>
    snapshot.read(root) === undefined
      ? [wrong(rangeAt(text, ["libraries", i, "root"]), `${root} does not exist: it is the root of ${name}`)]
      : [],
  );
  const unbound = (config?.libraries ?? []).flatMap(({ bindings, name }, i) =>
    bindings.flatMap((path, j) =>
      snapshot.read(path) === undefined
        ? [wrong(rangeAt(text, ["libraries", i, "bindings", j]), `${path} does not exist: it is to declare ${name}`)]
        : [],
    ),
  );
  return [...problems.map(({ line, message }) => wrong(lineRange(text, line), message)), ...missing, ...unbound];
}

function lineRange(text: string, line: number): Range {
  const content = text.split("\n")[line - 1] ?? "";
  const start = content.length - content.trimStart().length;
  return { start: { line: line - 1, character: start }, end: { line: line - 1, character: content.trimEnd().length } };
}

function rangeAt(text: string, path: (string | number)[]): Range {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, path);
  return rangeOfOffsets(linedText(text), { start: node?.offset ?? 0, end: (node?.offset ?? 0) + (node?.length ?? 0) });
}
