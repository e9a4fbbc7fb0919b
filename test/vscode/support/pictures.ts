import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { windowPage } from "./window.ts";

/** Takes a picture of the window where ZIG_FFI_PICTURES names a folder for them (`npm run screenshots`). */
export async function picture(name: string): Promise<void> {
  const folder = process.env["ZIG_FFI_PICTURES"];
  const page = await windowPage();
  if (folder === undefined || page === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "initial" });
}

/** Only the editors: no side bar, no panel, no notifications, no text beyond the edge. */
export async function tidyWindow(): Promise<void> {
  const editor = vscode.workspace.getConfiguration("editor");
  await editor.update("minimap.enabled", false, vscode.ConfigurationTarget.Global);
  await editor.update("wordWrap", "on", vscode.ConfigurationTarget.Global);
  await editor.update("occurrencesHighlight", "off", vscode.ConfigurationTarget.Global);
  for (const command of [
    "workbench.action.closeSidebar",
    "workbench.action.closePanel",
    "notifications.clearAll",
    "notifications.hideList",
  ])
    await vscode.commands.executeCommand(command);
}
