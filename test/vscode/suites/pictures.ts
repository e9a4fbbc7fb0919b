// Pictures for the documentation, of the fixture zoo.
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { picture, tidyWindow } from "../support/pictures.ts";
import { until } from "../support/until.ts";
import { webviewFrame, windowPage } from "../support/window.ts";
import { hoverText, open, positionOf, putCursor } from "../support/workspace.ts";

describe("pictures", () => {
  let editor: vscode.TextEditor;

  before(async () => {
    await tidyWindow();
    editor = await open("zoo", "src", "structs.zig");
    await until("the server", async () => (await hoverText(editor.document.uri, positionOf(editor.document, "Big = extern"))) !== "");
  });

  for (const [theme, name] of [
    ["Default Light Modern", "layout-light"],
    ["Default Dark Modern", "layout-dark"],
  ] as const)
    it(`the layout view in ${theme}`, async () => {
      await vscode.workspace.getConfiguration("workbench").update("colorTheme", theme, vscode.ConfigurationTarget.Global);
      editor = await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
      putCursor(editor, positionOf(editor.document, "d: f64"));
      await vscode.commands.executeCommand("zigFfi.showLayout");
      const page = await windowPage();
      if (page !== undefined) await webviewFrame(page).locator("tr.selected td", { hasText: "d" }).first().waitFor();
      await picture(name);
    });

  it("quick fixes", async () => {
    await vscode.workspace.getConfiguration("workbench").update("colorTheme", "Default Light Modern", vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    editor = await open("zoo", "src", "structs.zig");
    putCursor(editor, positionOf(editor.document, "const Big = extern", { offset: 8 }));
    const page = await windowPage();
    if (page === undefined) return;
    await page.locator(".view-lines").first().waitFor();
    await vscode.commands.executeCommand("editor.action.quickFix");
    await page.getByText("Reorder the fields of Big").first().waitFor();
    await picture("quick-fix");
    await page.keyboard.press("Escape");
  });

  it("the status of the library", async () => {
    const page = await windowPage();
    if (page === undefined) return;
    await page.locator('[id="status.languageStatus"]').hover();
    await page.locator(".monaco-hover:visible", { hasText: "zoo" }).waitFor();
    await picture("status");
  });
});
