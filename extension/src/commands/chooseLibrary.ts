import * as vscode from "vscode";
import type { LibraryInfo } from "../../../server/src/protocol/libraries.ts";
import type { Libraries } from "../libraries.ts";

/** The named library, else that of the active editor, else the only one, else what the user picks; undefined when they pick none. */
export async function chooseLibrary(libraries: Libraries, root?: string): Promise<LibraryInfo | undefined> {
  const all = await libraries.all();
  if (root !== undefined) return all.find((library) => library.root === root);
  const document = vscode.window.activeTextEditor?.document;
  const own = document === undefined ? undefined : await libraries.of(document);
  if (own !== undefined) return own;
  if (all.length === 0) {
    void vscode.window.showWarningMessage(vscode.l10n.t("No Zig library here: no .zig file has an export fn."));
    return undefined;
  }
  if (all.length === 1) return all[0];
  const picked = await vscode.window.showQuickPick(all.map(libraryItem), { placeHolder: vscode.l10n.t("Which library?") });
  return picked?.library;
}

/** Several libraries; those whose bindings are not current are ticked at first. */
export async function chooseLibraries(libraries: Libraries): Promise<readonly LibraryInfo[]> {
  const items = (await libraries.all()).map((library) => ({ ...libraryItem(library), picked: library.bindings !== "fresh" }));
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: vscode.l10n.t("Which libraries?") });
  return (picked ?? []).map(({ library }) => library);
}

interface LibraryItem extends vscode.QuickPickItem {
  readonly library: LibraryInfo;
}

function libraryItem(library: LibraryInfo): LibraryItem {
  return { label: library.name, description: vscode.workspace.asRelativePath(vscode.Uri.parse(library.root)), library };
}
