import * as vscode from "vscode";
import { actionKinds } from "../../../server/src/protocol/methods.ts";

/** A spec for the export under the cursor, by the server's code action; then shows it. */
export async function createSpec(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const actions =
    editor === undefined
      ? []
      : await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          editor.document.uri,
          editor.selection,
          actionKinds.createSpec,
          // Resolves the edits.
          1,
        );
  const edit = actions.find(({ kind }) => kind?.value === actionKinds.createSpec)?.edit;
  const [file] = edit?.entries() ?? [];
  if (edit === undefined || file === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Put the cursor on an export fn that has bindings and no spec yet."));
    return;
  }
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(file[0], { viewColumn: vscode.ViewColumn.Beside });
}
