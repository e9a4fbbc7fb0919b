import type { CodeAction, Diagnostic, TextEdit } from "vscode-languageserver";
import type { Issue, IssueCode } from "../../model/issue.ts";
import type { FunctionOutline, Range, ZigFile } from "../../syntax/outline.ts";
import type { ProjectLibrary } from "../../workspace/projectLibrary.ts";
import { rangeOfOffsets } from "../positions.ts";
import type { Snapshot } from "../snapshot.ts";
import { membersOf } from "../zigSymbol.ts";

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

/** Edits of one file, with its line ends. */
export function editOf(snapshot: Snapshot, file: ZigFile, edits: readonly OffsetEdit[]): Required<Pick<CodeAction, "edit">> {
  const changes: TextEdit[] = edits.map(({ range, text }) => ({
    range: rangeOfOffsets(file, range),
    newText: withLineEndsOf(file.text, text),
  }));
  return { edit: { changes: { [snapshot.uri(file.path)]: changes } } };
}

/** The white space before what starts at an offset on its line, and the line's own start. */
export function lineOf(text: string, offset: number): { readonly start: number; readonly indent: string } {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return { start, indent: /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "" };
}

/** What is written into a text, with the line ends that are there already. */
export function withLineEndsOf(text: string | undefined, written: string): string {
  const first = text?.indexOf("\n") ?? -1;
  return first > 0 && text?.charAt(first - 1) === "\r" ? written.replace(/\r?\n/g, "\r\n") : written;
}

/** A name that does not occur in a text yet. */
export function unusedName(text: string, name: string): string {
  let candidate = name;
  while (new RegExp(`\\b${candidate}\\b`).test(text)) candidate += "_";
  return candidate;
}

/** A name for a parameter or a local of a function: it may not be that of a declaration around it either. */
export function unusedLocal(file: ZigFile, fn: FunctionOutline, name: string): string {
  const declared = [...membersOf(file)].flatMap((member) => (member.kind === "fn" || member.kind === "variable" ? [member.name] : []));
  return unusedName(`${file.text.slice(fn.start, fn.end)} ${declared.join(" ")}`, name);
}

/** Names that stand in a signature as they are, without quotes. */
export function arePlain(names: readonly (string | null)[], file: ZigFile, fn: FunctionOutline): names is readonly string[] {
  const listed = file.text.slice(fn.nameRange.start, fn.params.at(-1)?.type.end ?? fn.nameRange.end);
  return !listed.includes('@"') && names.every((name) => name !== null && /^[A-Za-z_]\w*$/.test(name));
}
