import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver";
import type { Config } from "../model/config.ts";
import type { IssueCode } from "../model/issue.ts";
import type { ConfigProblem } from "../workspace/config.ts";
import { codeOf } from "./issueCode.ts";
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
  const lined = linedText(text);
  const wrong = (code: IssueCode, { start, end, message }: Pick<ConfigProblem, "start" | "end" | "message">): Diagnostic => ({
    range: rangeOfOffsets(lined, { start, end }),
    message,
    severity: DiagnosticSeverity.Error,
    source: "zig-ffi",
    ...codeOf(snapshot, code),
  });
  const missing = (config?.libraries ?? []).flatMap(({ root, bindings, name }, i) => [
    ...namedFile(snapshot, { text, path: root, at: ["libraries", i, "root"], role: `it is the root of ${name}` }),
    ...bindings.flatMap((path, j) =>
      namedFile(snapshot, { text, path, at: ["libraries", i, "bindings", j], role: `it is to declare ${name}` }),
    ),
  ]);
  return [
    ...problems.map((problem) => wrong("config/invalid", problem)),
    ...missing.map((problem) => wrong("config/missing-file", problem)),
  ];
}

interface NamedFile {
  readonly text: string;
  readonly path: string;
  readonly at: (string | number)[];
  readonly role: string;
}

function namedFile(snapshot: Snapshot, { text, path, at, role }: NamedFile): readonly Omit<ConfigProblem, "line">[] {
  if (snapshot.read(path) !== undefined) return [];
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const { offset: start, length } = (tree === undefined ? undefined : findNodeAtLocation(tree, at)) ?? { offset: 0, length: 0 };
  return [{ start, end: start + length, message: `${path} does not exist: ${role}` }];
}
