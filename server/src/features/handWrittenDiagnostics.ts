import { DiagnosticSeverity, type Diagnostic, type Range } from "vscode-languageserver";
import type { Issue, IssueCode, Site } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import { baseName } from "../model/path.ts";
import { codeOf, severityOf } from "./issueCode.ts";
import { locationOfSpan, rangeOfSpan } from "./positions.ts";
import type { Snapshot } from "./snapshot.ts";

/** Where hand-written declarations and Zig disagree, on the side that stands in this file; each points at the other one. */
export function handWrittenDiagnostics(snapshot: Snapshot, path: string): readonly Diagnostic[] {
  const { issuesIn, notUnderstood } = snapshot.handWritten();
  const issues = issuesIn(path);
  const isZig = path.endsWith(".zig");
  const single = issues.filter((issue) => isZig || issue.code !== "abi/unbound-export");
  const text = snapshot.read(path);
  return [
    ...single.flatMap((issue) => diagnosticOf(snapshot, { issue, path, text })),
    ...(isZig ? [] : unbound(snapshot, { issues, path, text })),
    ...notUnderstood
      .filter(({ span }) => span.file === path)
      .map(({ span, reason }) => ({
        range: firstLine(text, span),
        severity: DiagnosticSeverity.Hint,
        source: "zig-ffi",
        message: `Not checked: ${reason}`,
      })),
  ];
}

interface Found {
  readonly issue: Issue;
  readonly path: string;
  readonly text: string | undefined;
}

function diagnosticOf(snapshot: Snapshot, { issue, path, text }: Found): readonly Diagnostic[] {
  const isHere = (side: Site | undefined): side is Site => side?.span.file === path;
  const [site, other] = isHere(issue.zig) && path.endsWith(".zig") ? [issue.zig, issue.ts] : [issue.ts, issue.zig];
  if (!isHere(site)) return [];
  return [
    {
      range: rangeOfSpan(text, site.span),
      severity: severityOf(issue.severity),
      source: "zig-ffi",
      message: issue.message + verifiedSuffix(snapshot, issue),
      ...codeOf(snapshot, issue.code),
      ...(other === undefined ? {} : { relatedInformation: [related(snapshot, issue, other)] }),
    },
  ];
}

/** Whether the compiler has the last word on the layouts that an issue compares. */
function verifiedSuffix(snapshot: Snapshot, { code, zig }: Issue): string {
  if (zig === undefined || !aboutLayouts.has(code)) return "";
  const verified = snapshot
    .librariesOf(zig.span.file)
    .map((library) => library.verified())
    .find((each) => each?.isCurrent === true);
  return verified === undefined || verified.refined.size === 0
    ? ""
    : ` (verified by Zig ${verified.zig} for ${[...verified.refined.keys()].join(", ")})`;
}

const aboutLayouts: ReadonlySet<IssueCode> = new Set([
  "abi/struct-size",
  "abi/struct-align",
  "abi/field-offset",
  "abi/field-type",
  "abi/field-missing",
  "abi/enum-value",
]);

function related(snapshot: Snapshot, issue: Issue, other: Site) {
  const { file } = other.span;
  const message = file.endsWith(".zig")
    ? zigSide(issue, other)
    : `${baseName(file)} declares ${other.text === "" ? "nothing" : other.text}`;
  return { location: locationOfSpan(snapshot, other.span), message };
}

function zigSide({ symbol }: Issue, { text, span }: Site): string {
  const name = baseName(span.file);
  return symbol === undefined || text === symbol ? `${text} in ${name}` : `${symbol} in ${name}: ${text}`;
}

interface Unbound extends Omit<Found, "issue"> {
  readonly issues: readonly Issue[];
}

/** What a table lacks is one note at its call, not one for each export. */
function unbound(snapshot: Snapshot, { issues, path, text }: Unbound): readonly Diagnostic[] {
  const byTable = new Map<number, { readonly span: Span; readonly issues: Issue[] }>();
  for (const issue of issues) {
    if (issue.code !== "abi/unbound-export" || issue.ts?.span.file !== path) continue;
    const { span } = issue.ts;
    const known = byTable.get(span.start) ?? { span, issues: [] };
    byTable.set(span.start, known);
    known.issues.push(issue);
  }
  return [...byTable.values()].map(({ span, issues: all }) => ({
    range: firstLine(text, span),
    severity: DiagnosticSeverity.Information,
    source: "zig-ffi",
    message: unboundText(all),
    ...codeOf(snapshot, "abi/unbound-export"),
    relatedInformation: all.slice(0, maxRelated).flatMap((issue) => (issue.zig === undefined ? [] : [related(snapshot, issue, issue.zig)])),
  }));
}

const maxRelated = 20;
const maxNames = 5;

function unboundText(issues: readonly Issue[]): string {
  const [first] = issues;
  if (issues.length === 1 && first !== undefined) return first.message;
  const names = issues.slice(0, maxNames).map(({ symbol }) => symbol ?? "");
  const rest = issues.length > names.length ? ` and ${issues.length - names.length} more` : "";
  return `${issues.length} exports are not declared: ${names.join(", ")}${rest}`;
}

/** A call may go on for hundreds of lines. */
function firstLine(text: string | undefined, span: Span): Range {
  const line = text?.slice(span.start, span.end).split("\n")[0]?.trimEnd() ?? "";
  const start = { line: span.line - 1, character: span.column - 1 };
  return { start, end: { line: start.line, character: start.character + line.length } };
}
