import { join } from "node:path";
import * as vscode from "vscode";
import { until } from "./until.ts";

/** The first folder of the window. */
export function folderUri(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("the window has no folder");
  return folder.uri;
}

export async function open(...path: readonly string[]): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(vscode.Uri.file(join(folderUri().fsPath, ...path)), { viewColumn: vscode.ViewColumn.One });
}

/** The position `offset` characters into the `nth` occurrence (0 is the first) of a text. */
export function positionOf(document: vscode.TextDocument, text: string, { offset = 0, nth = 0 } = {}): vscode.Position {
  let index = -1;
  for (let count = 0; count <= nth; count++) {
    index = document.getText().indexOf(text, index + 1);
    if (index < 0) throw new Error(`${document.uri.path} has no ${JSON.stringify(text)} (${nth})`);
  }
  return document.positionAt(index + offset);
}

export function putCursor(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Types like a user: the document is changed and not saved. */
export async function replace(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const start = positionOf(editor.document, from);
  const done = await editor.edit((edit) => edit.replace(new vscode.Range(start, start.translate(0, from.length)), to));
  if (!done) throw new Error("the edit was refused");
}

/** Our diagnostics of a file, once the condition holds. */
export async function diagnosticsWhen(
  uri: vscode.Uri,
  what: string,
  isSo: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const own = (): readonly vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source?.startsWith("zig-ffi") === true);
  return until(`${what} in ${uri.path}; there were: ${own().map(codeOf).join(", ")}`, () => (isSo(own()) ? own() : false));
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
  return hovers
    .flatMap(({ contents }) => contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : "")))
    .join("\n");
}

export async function definitionsAt(uri: vscode.Uri, position: vscode.Position): Promise<readonly vscode.Uri[]> {
  const found = await vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    uri,
    position,
  );
  return found.map((place) => ("targetUri" in place ? place.targetUri : place.uri));
}

export async function codeActions(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<readonly vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range, undefined, 30);
}

/** As when the user chooses it in the light bulb's menu. */
export async function applyAction(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined && !(await vscode.workspace.applyEdit(action.edit)))
    throw new Error(`${action.title}: the edit was refused`);
  const { command } = action;
  if (command !== undefined) await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
