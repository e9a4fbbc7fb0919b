import * as vscode from "vscode";

/** The folder of the active editor, else the only one, else what the user picks. */
export async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  if (own !== undefined) return own;
  if (folders.length === 0) {
    void vscode.window.showWarningMessage(vscode.l10n.t("Open a folder first."));
    return undefined;
  }
  return folders.length === 1 ? folders[0] : vscode.window.showWorkspaceFolderPick();
}
