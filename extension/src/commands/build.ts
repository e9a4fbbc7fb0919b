import * as vscode from "vscode";
import type { BuildResult, LibraryCommandParams } from "../../../server/src/protocol/libraries.ts";
import type { CommandContext } from "./commandContext.ts";
import { runServerCommand } from "../requests.ts";
import { ensureTrusted } from "../trust.ts";
import { chooseLibrary } from "./chooseLibrary.ts";

export async function buildLibrary(context: CommandContext, of: LibraryCommandParams = {}): Promise<readonly BuildResult[]> {
  if (!(await ensureTrusted(vscode.l10n.t("Building")))) return [];
  const library = await chooseLibrary(context.libraries, of.root);
  if (library === undefined) return [];
  await vscode.workspace.saveAll(false);
  const title = vscode.l10n.t("Building {0}", library.name);
  const results = (await runServerCommand(context.client, { name: "build", params: { ...of, root: library.root }, title })) ?? [];
  for (const result of results) void report(result);
  return results;
}

async function report({ kind, message }: BuildResult): Promise<void> {
  if (kind === "built" || kind === "fresh") {
    await vscode.window.showInformationMessage(message);
    return;
  }
  if (kind === "cancelled") return;
  const problems = vscode.l10n.t("Show Problems");
  if ((await vscode.window.showErrorMessage(message, problems)) === problems)
    await vscode.commands.executeCommand("workbench.actions.view.problems");
}
