import { DiagnosticTag, type Diagnostic, type DiagnosticRelatedInformation } from "vscode-languageserver";
import type { Issue, IssueCode, Site } from "../model/issue.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { declaredContainer } from "./declaredContainer.ts";
import { codeOf, severityOf } from "./issueCode.ts";
import { locationOfSpan, rangeOfSpan } from "./positions.ts";
import { handWrittenDiagnostics } from "./handWrittenDiagnostics.ts";
import { librariesOfBindings, type Snapshot } from "./snapshot.ts";
import { staleBindings, staleExports } from "./staleBindings.ts";

/** All that is known to be wrong in one file: of a generated file by what its library gives now, of others by their text and the other side's. */
export function diagnosticsOf(snapshot: Snapshot, path: string): readonly Diagnostic[] {
  if (path.endsWith(".zig")) return zigDiagnostics(snapshot, path);
  return [
    ...librariesOfBindings(snapshot, path).flatMap((library) => staleBindings(snapshot, library)),
    ...handWrittenDiagnostics(snapshot, path),
  ];
}

function zigDiagnostics(snapshot: Snapshot, path: string): readonly Diagnostic[] {
  const text = snapshot.read(path);
  const found = new Map<string, Diagnostic>();
  for (const library of snapshot.librariesOf(path)) {
    const verified = library.verified();
    const more = verified?.isCurrent === true ? verified.issues : [];
    for (const issue of [...library.analysis().issues, ...snapshot.handWritten().judged(library.targetIssues()), ...more]) {
      const site = sideIn(issue, path);
      if (site === undefined || snapshot.isSuppressed(issue)) continue;
      const diagnostic = diagnosticOf(snapshot, { library, issue, site, text });
      // A file of two libraries would have everything twice.
      found.set(`${issue.code} ${site.span.start} ${site.span.end} ${issue.message}`, diagnostic);
    }
    for (const stale of staleExports(snapshot, library, path)) found.set(`stale ${library.library.root} ${stale.range.start.line}`, stale);
  }
  return [...found.values(), ...handWrittenDiagnostics(snapshot, path)];
}

function sideIn(issue: Issue, path: string): Site | undefined {
  return [issue.zig, issue.ts].find((site) => site?.span.file === path);
}

interface Found {
  readonly library: ProjectLibrary;
  readonly issue: Issue;
  readonly site: Site;
  readonly text: string | undefined;
}

function diagnosticOf(snapshot: Snapshot, { library, issue, site, text }: Found): Diagnostic {
  const tags = tagsOf(issue.code);
  const related = relatedInformation(snapshot, library, { issue, site });
  const only = issue.targets === undefined ? "" : ` (on ${issue.targets.join(", ")})`;
  return {
    range: issue.code === "zig/bad-hint" ? lineRange(text, site.span.line) : rangeOfSpan(text, site.span),
    severity: severityOf(issue.severity),
    source: "zig-ffi",
    message: issue.message + only,
    ...codeOf(snapshot, issue.code),
    ...(tags.length === 0 ? {} : { tags }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

/** A hint's issue knows its line only. */
function lineRange(text: string | undefined, line: number): Diagnostic["range"] {
  const content = text === undefined ? "" : lineText(text, line);
  const start = content.length - content.trimStart().length;
  return { start: { line: line - 1, character: start }, end: { line: line - 1, character: content.trimEnd().length } };
}

/** `line`: 1-based. */
function lineText(text: string, line: number): string {
  let start = 0;
  for (let before = 1; before < line; before++) {
    const end = text.indexOf("\n", start);
    if (end === -1) return "";
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** What the compiler would leave out is shown faded. */
function tagsOf(code: IssueCode): DiagnosticTag[] {
  return code === "zig/duplicate-symbol" ? [DiagnosticTag.Unnecessary] : [];
}

/** The other side of the issue, and the declaration of the type that it is about. */
function relatedInformation(
  snapshot: Snapshot,
  library: ProjectLibrary,
  { issue, site }: { readonly issue: Issue; readonly site: Site },
): DiagnosticRelatedInformation[] {
  const others = [issue.zig, issue.ts].filter((other) => other !== undefined && other !== site) as readonly Site[];
  const container = declaredContainer(library.analysis().module, issue);
  return [
    ...others.map((other) => ({ location: locationOfSpan(snapshot, other.span), message: other.text })),
    ...(container === undefined
      ? []
      : [{ location: locationOfSpan(snapshot, container.span), message: `${container.name} is declared here` }]),
  ];
}
