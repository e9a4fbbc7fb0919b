import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver";
import type { IssueCode, Severity } from "../model/issue.ts";
import type { Snapshot } from "./snapshot.ts";

/** An issue's code with the link to its documentation. */
export function codeOf(snapshot: Snapshot, code: IssueCode): Pick<Diagnostic, "code" | "codeDescription"> {
  const href = snapshot.docs(code);
  return href === undefined ? { code } : { code, codeDescription: { href } };
}

export function severityOf(severity: Severity): DiagnosticSeverity {
  return severities[severity];
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};
