import type { CodeAction, Diagnostic, TextEdit } from "vscode-languageserver";
import type { Issue, IssueCode } from "../../model/issue.ts";
import type { Range, ZigFile } from "../../syntax/outline.ts";
import type { ProjectLibrary } from "../../workspace/projectLibrary.ts";
import { rangeOfOffsets } from "../positions.ts";
import type { Snapshot } from "../snapshot.ts";

/** What every code action in a Zig file reads. */
export interface ActionContext {
  readonly snapshot: Snapshot;
  readonly file: ZigFile;
  /** Selected 0-based UTF-16 offsets. */
  readonly range: Range;
  readonly projects: readonly ProjectLibrary[];
  /** Diagnostics that the client shows there. */
  readonly diagnostics: readonly Diagnostic[];
  /** The client can make files as part of an edit. */
  readonly canCreateFiles: boolean;
}

export type ActionProvider = (context: ActionContext) => readonly CodeAction[];

export interface FoundIssue {
  readonly project: ProjectLibrary;
  readonly issue: Issue;
}

/** Issues of some codes that touch the selection, each once. */
export function issuesAt({ projects, file, range }: ActionContext, codes: readonly IssueCode[]): readonly FoundIssue[] {
  const found = new Map<string, FoundIssue>();
  for (const project of projects) {
    for (const issue of project.analysis().issues) {
      const span = issue.zig?.span;
      if (span?.file !== file.path || !codes.includes(issue.code)) continue;
      if (span.start <= range.end && range.start <= span.end)
        found.set(`${issue.code} ${span.start} ${issue.index ?? ""}`, { project, issue });
    }
  }
  return [...found.values()];
}

/** The shown diagnostics that an issue's fix corrects. */
export function fixed({ diagnostics }: ActionContext, issue: Issue): { readonly diagnostics?: Diagnostic[] } {
  const shown = diagnostics.filter(({ code, message }) => code === issue.code && message === issue.message);
  return shown.length === 0 ? {} : { diagnostics: shown };
}

export interface OffsetEdit {
  readonly range: Range;
  readonly text: string;
}

export function insertion(at: number, text: string): OffsetEdit {
  return { range: { start: at, end: at }, text };
}

/** Edits of one file. */
export function editOf(snapshot: Snapshot, file: ZigFile, edits: readonly OffsetEdit[]): Required<Pick<CodeAction, "edit">> {
  const changes: TextEdit[] = edits.map(({ range, text }) => ({ range: rangeOfOffsets(file, range), newText: text }));
  return { edit: { changes: { [snapshot.uri(file.path)]: changes } } };
}

/** The white space before what starts at an offset on its line, and the line's own start. */
export function lineOf(text: string, offset: number): { readonly start: number; readonly indent: string } {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return { start, indent: /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "" };
}

/** A name that does not occur in a text yet. */
export function unusedName(text: string, name: string): string {
  let candidate = name;
  while (new RegExp(`\\b${candidate}\\b`).test(text)) candidate += "_";
  return candidate;
}
