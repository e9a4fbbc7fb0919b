import * as vscode from "vscode";
import type { LibraryCommandParams, VerifyResult } from "../../../server/src/protocol/libraries.ts";
import { runServerCommand } from "../requests.ts";
import { ensureTrusted } from "../trust.ts";
import { chooseLibrary } from "./chooseLibrary.ts";
import type { CommandContext } from "./commandContext.ts";

/** Asks the compiler for every layout of a library, on all of its targets. */
export async function verifyLayouts(context: CommandContext, of: LibraryCommandParams = {}): Promise<readonly VerifyResult[]> {
  if (!(await ensureTrusted(vscode.l10n.t("Verifying layouts")))) return [];
  const library = await chooseLibrary(context.libraries, of.root);
  if (library === undefined) return [];
  const title = vscode.l10n.t("Verifying the layouts of {0}", library.name);
  const results = (await runServerCommand(context.client, { name: "verify", params: { root: library.root }, title })) ?? [];
  for (const result of results) void report(result);
  return results;
}

async function report({ kind, message, disagreements }: VerifyResult): Promise<void> {
  if (kind === "cancelled") return;
  if (kind === "verified" && disagreements === 0) {
    await vscode.window.showInformationMessage(message);
    return;
  }
  const problems = vscode.l10n.t("Show Problems");
  if ((await vscode.window.showWarningMessage(message, problems)) === problems)
    await vscode.commands.executeCommand("workbench.actions.view.problems");
}
