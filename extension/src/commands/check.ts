import * as vscode from "vscode";
import type { CheckResult } from "../../../server/src/protocol/libraries.ts";
import type { CommandContext } from "./commandContext.ts";
import { runServerCommand } from "../requests.ts";

export async function checkBindings({ client }: CommandContext): Promise<CheckResult | undefined> {
  const title = vscode.l10n.t("Checking bindings");
  const result = await runServerCommand(client, { name: "check", params: {}, title });
  if (result !== undefined) void report(result);
  return result;
}

async function report({ errors, warnings }: CheckResult): Promise<void> {
  if (errors + warnings === 0) {
    await vscode.window.showInformationMessage(vscode.l10n.t("Bindings and Zig agree."));
    return;
  }
  const problems = vscode.l10n.t("Show Problems");
  const text = vscode.l10n.t("{0} errors and {1} warnings in the bindings", errors, warnings);
  if ((await vscode.window.showWarningMessage(text, problems)) === problems)
    await vscode.commands.executeCommand("workbench.actions.view.problems");
}
