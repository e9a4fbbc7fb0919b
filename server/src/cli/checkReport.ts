import type { Issue, Severity, Site } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import type { CheckResult } from "../workspace/checkWorkspace.ts";
import { packageVersion } from "../workspace/package.ts";
import type { CliContext } from "./context.ts";

export const checkFormats = ["text", "json", "sarif", "github"] as const;
export type CheckFormat = (typeof checkFormats)[number];

/** What `check` prints on stdout. */
export function checkReport(context: CliContext, result: CheckResult, format: CheckFormat): string {
  switch (format) {
    case "text":
      return textReport(context, result);
    case "json":
      return JSON.stringify(jsonReport(context, result), null, 2);
    case "sarif":
      return JSON.stringify(sarifReport(context, result), null, 2);
    case "github":
      return result.issues.map((issue) => githubLine(context, issue)).join("\n");
  }
}

function textReport(context: CliContext, { issues, notUnderstood, checked }: CheckResult): string {
  const blocks = issues.map((issue) => {
    const [first, second] = sitesOf(issue);
    const place = first === undefined ? "" : `${placeText(context, first.span)}: `;
    const other = second === undefined ? [] : [`  ${placeText(context, second.span)}: the other side`, excerpt(context, second)];
    return [
      `${place}${issue.severity}: ${issue.message} [${issue.code}]`,
      ...(first === undefined ? [] : [excerpt(context, first)]),
      ...other,
    ].join("\n");
  });
  const notes = notUnderstood.map(({ span, text, reason }) => `${placeText(context, span)}: not understood: ${text}: ${reason}`);
  return [...blocks, ...notes, summaryLine(issues, notUnderstood.length, checked)].join("\n");
}

function summaryLine(issues: readonly Issue[], notUnderstood: number, { paired, declarations, exports }: CheckResult["checked"]): string {
  const counted = (severity: Severity, noun: string): string => {
    const count = issues.filter((issue) => issue.severity === severity).length;
    return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
  };
  const counts = [counted("error", "error"), counted("warning", "warning"), counted("information", "note")].join(", ");
  return `${String(paired)} of ${String(declarations)} declarations paired with ${String(exports)} exports: ${counts}, ${String(notUnderstood)} not understood`;
}

/** A declaration is where its author looks first. */
function sitesOf(issue: Issue): readonly Site[] {
  return [issue.ts, issue.zig].filter((site) => site !== undefined);
}

function placeText(context: CliContext, span: Span): string {
  return `${context.show(span.file)}:${String(span.line)}:${String(span.column)}`;
}

function excerpt(context: CliContext, { span }: Site): string {
  const line = context.host.read(span.file)?.text.split(/\r?\n/)[span.line - 1];
  if (line === undefined || line.length > 400) return "";
  const width = Math.max(1, Math.min(span.end - span.start, line.length - span.column + 1));
  // Tabs stay tabs, so that the mark stands under its text.
  return `    ${line}\n    ${line.slice(0, span.column - 1).replace(/[^\t]/g, " ")}${"^".repeat(width)}`;
}

/** Lines and columns are those of the symbol's name on each side; `span` is the part that the issue is about. */
function jsonReport(context: CliContext, result: CheckResult): unknown {
  const side = (site: Site | undefined): unknown => {
    if (site === undefined) return undefined;
    const at = site.name ?? site.span;
    const { line, column, start, end } = site.span;
    return { file: context.show(site.span.file), line: at.line, column: at.column, text: site.text, span: { line, column, start, end } };
  };
  return {
    issues: result.issues.map(({ zig, ts, ...issue }) => ({
      ...issue,
      zig: side(zig),
      ts: side(ts),
    })),
    notUnderstood: result.notUnderstood.map(({ span, text, reason }) => ({
      file: context.show(span.file),
      line: span.line,
      column: span.column,
      text,
      reason,
    })),
    checked: result.checked,
  };
}

const sarifLevels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", information: "note" };

/** SARIF 2.1.0. */
function sarifReport(context: CliContext, { issues }: CheckResult): unknown {
  const rules = [...new Set(issues.map(({ code }) => code))].sort();
  const location = (site: Site): unknown => ({
    physicalLocation: {
      artifactLocation: { uri: encodeURI(context.show(site.span.file)) },
      region: {
        startLine: site.span.line,
        startColumn: site.span.column,
        charOffset: site.span.start,
        charLength: site.span.end - site.span.start,
      },
    },
  });
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "zig-ffi", version: packageVersion(), rules: rules.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        results: issues.map((issue) => {
          const [first, ...others] = sitesOf(issue);
          return {
            ruleId: issue.code,
            ruleIndex: rules.indexOf(issue.code),
            level: sarifLevels[issue.severity],
            message: { text: issue.message },
            locations: first === undefined ? [] : [location(first)],
            relatedLocations: others.map(location),
          };
        }),
      },
    ],
  };
}

const githubLevels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", information: "notice" };

function githubLine(context: CliContext, issue: Issue): string {
  const [site] = sitesOf(issue);
  const place =
    site === undefined
      ? ""
      : `file=${property(context.show(site.span.file))},line=${String(site.span.line)},col=${String(site.span.column)},`;
  return `::${githubLevels[issue.severity]} ${place}title=${property(issue.code)}::${data(issue.message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
