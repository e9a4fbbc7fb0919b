import { CodeActionKind, type CodeAction, type Diagnostic, type TextEdit } from "vscode-languageserver";
import type { Fix } from "../../check/edits/edit.ts";
import { mergeEdits } from "../../check/edits/mergeEdits.ts";
import type { Issue } from "../../model/issue.ts";
import { baseName } from "../../model/path.ts";
import type { Range } from "../../syntax/outline.ts";
import { linedText, rangeOfOffsets } from "../positions.ts";
import type { Snapshot } from "../snapshot.ts";
import { withLineEndsOf } from "./actionContext.ts";

export interface DeclarationFixRequest {
  readonly path: string;
  readonly range: Range;
  /** Diagnostics that the client shows there. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Corrections of hand-written declarations, from either side: the one at the selection, and all of their kind. */
export function declarationFixes(snapshot: Snapshot, request: DeclarationFixRequest): readonly CodeAction[] {
  const { path } = request;
  const { issuesIn, fix } = snapshot.handWritten();
  const fixables = (issues: readonly Issue[]): readonly Fixable[] =>
    issues.flatMap((issue): Fixable[] => {
      const found = fix(issue);
      return found === null ? [] : [{ issue, fix: found }];
    });
  // An editor asks at every move of the cursor: what is elsewhere counts only where something is here.
  const here = fixables(issuesIn(path).filter((issue) => touches(snapshot, issue, request)));
  if (here.length === 0) return [];
  const fixable = here.every(isAddition) ? here : fixables(issuesIn(path));
  const missing = here.filter(isAddition);
  const single = missing.length > maxSingle ? here.filter((each) => !isAddition(each)) : here;
  return [...single.map((each) => fixAction(snapshot, each, request)), ...allActions(snapshot, { fixable, here, request })];
}

interface Fixable {
  readonly issue: Issue;
  readonly fix: Fix;
}

/** A table that lacks more than this is not offered each of them. */
const maxSingle = 3;

function isAddition({ issue }: Fixable): boolean {
  return issue.code === "abi/unbound-export";
}

/** Also behind the last of what is marked, where the cursor stands after typing it. */
function touches(snapshot: Snapshot, issue: Issue, { path, range }: DeclarationFixRequest): boolean {
  return [issue.ts, issue.zig].some((site) => {
    if (site?.span.file !== path) return false;
    const { start, end } = site.span;
    if (start > range.end) return false;
    // What a table lacks is shown on the first line of its call only.
    const isLong = issue.code === "abi/unbound-export" && site === issue.ts;
    const last = isLong ? start + (snapshot.read(path)?.slice(start, end).search(/\n|$/) ?? 0) : end;
    return range.start <= last;
  });
}

function fixAction(snapshot: Snapshot, { issue, fix }: Fixable, { path, diagnostics }: DeclarationFixRequest): CodeAction {
  const others = [...new Set(fix.edits.map(({ span }) => span.file))].filter((file) => file !== path);
  const shown = diagnostics.filter(
    ({ code, message }) => code === issue.code && (message === issue.message || issue.code === "abi/unbound-export"),
  );
  return {
    title: others.length === 0 ? fix.title : `${fix.title} in ${others.map(baseName).join(", ")}`,
    kind: CodeActionKind.QuickFix,
    ...(shown.length === 0 ? {} : { diagnostics: shown }),
    isPreferred: !isAddition({ issue, fix }),
    ...editOf(snapshot, [fix]),
  };
}

interface All {
  readonly fixable: readonly Fixable[];
  readonly here: readonly Fixable[];
  readonly request: DeclarationFixRequest;
}

function allActions(snapshot: Snapshot, { fixable, here, request }: All): readonly CodeAction[] {
  const wrong = fixable.filter((each) => !isAddition(each) && each.issue.severity !== "information");
  const gone = fixable.filter(({ fix }) => fix.isRemoval === true);
  const added = request.path.endsWith(".zig") ? [] : here.filter(isAddition);
  const issuesHere = new Set(here.map(({ issue }) => issue));
  const isAt = (all: readonly Fixable[]): boolean => all.some(({ issue }) => issuesHere.has(issue));
  const file = baseName(request.path);
  const wanted: readonly (readonly [string, readonly Fixable[], boolean])[] = [
    [`Declare all ${added.length} missing functions`, added, true],
    [`Remove all ${gone.length} declarations of what is not exported`, gone, isAt(gone)],
    [
      request.path.endsWith(".zig")
        ? `Correct all ${wrong.length} declarations of functions in ${file}`
        : `Correct all ${wrong.length} declarations in ${file}`,
      wrong,
      isAt(wrong),
    ],
  ];
  return wanted.flatMap(([title, all, isOffered]): CodeAction[] => {
    if (!isOffered || all.length < 2) return [];
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        ...editOf(
          snapshot,
          all.map(({ fix }) => fix),
        ),
      },
    ];
  });
}

function editOf(snapshot: Snapshot, fixes: readonly Fix[]): Required<Pick<CodeAction, "edit">> {
  const changes: Record<string, TextEdit[]> = {};
  for (const [file, own] of mergeEdits(fixes)) {
    const text = snapshot.read(file);
    // Spans of edits are made from offsets: their line and column may be those of a longer span.
    const lined = linedText(text ?? "");
    changes[snapshot.uri(file)] = own.map((edit) => ({
      range: rangeOfOffsets(lined, edit.span),
      newText: withLineEndsOf(text, edit.text),
    }));
  }
  return { edit: { changes } };
}
