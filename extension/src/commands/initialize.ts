import * as vscode from "vscode";
import { runCli } from "../cli.ts";
import type { CommandContext } from "./commandContext.ts";
import { chooseFolder } from "./chooseFolder.ts";

/** Writes a zig-ffi.json for the libraries found in the folder, or opens the one that is there. */
export async function initializeWorkspace({ extensionUri }: CommandContext): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const file = vscode.Uri.joinPath(folder.uri, "zig-ffi.json");
  const exists = await vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const result = await runCli({ extensionUri, args: ["init"], cwd: folder.uri.fsPath });
    if (result.code !== 0) throw new Error(result.stderr.trim());
  }
  await vscode.window.showTextDocument(file);
}
