import type { Issue, Severity, Site } from "../model/issue.ts";
import type { CliContext } from "./context.ts";

const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36 };

/** A reader that goes away early (`zig-ffi doctor | head`) has what it wanted: that is no failure. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(0);
    });
  }
}

/** Data goes to stdout. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Progress and notes go to stderr. */
export function note(text: string): void {
  process.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
}

export function coloured(code: number, text: string): string {
  const wanted = process.stderr.isTTY && (process.env["NO_COLOR"] ?? "") === "";
  return wanted ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** Issues for people: place, severity, message, code, and the source line with a mark under it. */
export function printIssues(context: CliContext, issues: readonly Issue[]): void {
  for (const issue of issues) {
    const site = issue.zig ?? issue.ts;
    const place = site === undefined ? "" : `${context.show(site.span.file)}:${site.span.line}:${site.span.column}: `;
    note(`${place}${coloured(colours[issue.severity], issue.severity)}: ${issue.message} [${issue.code}]`);
    if (site !== undefined) note(excerpt(context, site));
  }
}

function excerpt(context: CliContext, { span }: Site): string {
  const line = context.host.read(span.file)?.text.split(/\r?\n/)[span.line - 1];
  if (line === undefined || line.length > 400) return "";
  const width = Math.max(1, Math.min(span.end - span.start, line.length - span.column + 1));
  // Tabs stay tabs, so that the mark stands under its text.
  return `    ${line}\n    ${line.slice(0, span.column - 1).replace(/[^\t]/g, " ")}${"^".repeat(width)}\n`;
}

/** 1 when something is wrong, by the rule for all commands: errors and warnings count, information does not. */
export function exitCodeOf(issues: readonly Issue[]): 0 | 1 {
  return issues.some((issue) => issue.severity !== "information") ? 1 : 0;
}
