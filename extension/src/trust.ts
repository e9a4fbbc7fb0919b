import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { methods } from "../../server/src/protocol/methods.ts";
import type { TrustParams } from "../../server/src/protocol/settings.ts";

/** Tells the server when the workspace becomes trusted. (Trust that is taken away reloads the window.) */
export function followTrust(client: LanguageClient): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(async () => {
    await client.start();
    const params: TrustParams = { isTrusted: true };
    await client.sendNotification(methods.trust, params);
  });
}

/** True in a trusted workspace; else says what needs trust, and offers to change it. */
export async function ensureTrusted(what: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const text = vscode.l10n.t("{0} runs programs of this workspace, so it needs a trusted workspace.", what);
  // Not awaited: it is done only when its editor is closed.
  if ((await vscode.window.showWarningMessage(text, manage)) === manage) void vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
