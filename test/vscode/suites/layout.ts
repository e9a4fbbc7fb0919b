// The layout view, by its DOM. The folder holds the fixture zoo.
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { FrameLocator, Page } from "playwright-core";
import * as vscode from "vscode";
import { until } from "../support/until.ts";
import { webviewFrame, windowPage } from "../support/window.ts";
import { closeAll, hoverText, open, positionOf, putCursor, replace } from "../support/workspace.ts";

describe("Show Layout", () => {
  let page: Page;
  let frame: FrameLocator;
  let editor: vscode.TextEditor;

  before(async function () {
    const found = await windowPage();
    if (found === undefined) return this.skip();
    page = found;
    frame = webviewFrame(page);
    editor = await open("zoo", "src", "structs.zig");
    await until("the server", async () => (await hoverText(editor.document.uri, positionOf(editor.document, "Big = extern"))) !== "");
    putCursor(editor, positionOf(editor.document, "Big = extern"));
    await vscode.commands.executeCommand("zigFfi.showLayout");
    await frame.locator("h1").waitFor();
  });
  after(closeAll);

  const rows = (): Promise<readonly string[]> => frame.locator("section").first().locator("tbody tr").allInnerTexts();

  it("lists fields and padding with offset, size, type and name", async () => {
    assert.equal(await frame.locator("h1").innerText(), "extern struct Big");
    assert.deepEqual(await rows(), [
      "0\t1\tu8\ta",
      "1\t7\t\tpadding",
      "8\t8\ti64\tb",
      "16\t4\tf32\tc",
      "20\t4\t\tpadding",
      "24\t8\tf64\td",
      "32\t2\tu16\te",
      "34\t6\t\tpadding",
    ]);
    assert.match(await frame.locator("section .facts").innerText(), /size 40, align 8 · 17 bytes of padding/);
  });
  it("draws one row for every eight bytes", async () => {
    assert.deepEqual(await frame.locator(".row .offset").allInnerTexts(), ["0", "8", "16", "24", "32"]);
    assert.deepEqual(await frame.locator(".run").allInnerTexts(), ["a", "", "b", "c", "", "d", "e", ""]);
  });
  it("follows the cursor and marks the field under it", async () => {
    putCursor(editor, positionOf(editor.document, "ratio: f64"));
    await frame.locator("h1", { hasText: "Mixed" }).waitFor();
    assert.equal(await frame.locator("tr.selected td").last().innerText(), "ratio");
  });
  it("follows the text as it is typed", async () => {
    await replace(editor, "ratio: f64", "ratio: f32");
    await frame.locator(".facts", { hasText: "size 8, align 4" }).waitFor();
    await replace(editor, "ratio: f32", "ratio: f64");
    await frame.locator(".facts", { hasText: "size 16, align 8" }).waitFor();
  });
  it("is used by keyboard: arrows move, Enter goes to the source", async () => {
    putCursor(editor, positionOf(editor.document, "Big = extern"));
    await frame.locator("h1", { hasText: "Big" }).waitFor();
    await frame.locator("tr[data-field=a]").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await frame.locator("tr[aria-selected=true] td").last().innerText(), "c");
    await page.keyboard.press("Enter");
    const line = positionOf(editor.document, "c: f32").line;
    await until("the cursor on c", () => vscode.window.activeTextEditor?.selection.active.line === line);
  });
  it("compares targets that differ", async () => {
    const differing = await open("zoo", "src", "scalars.zig");
    await differing.edit((edit) => edit.insert(new vscode.Position(0, 0), "pub const Longs = extern struct { a: c_long, b: u8 };\n"));
    putCursor(differing, new vscode.Position(0, 12));
    await frame.locator("h1", { hasText: "Longs" }).waitFor();
    await frame.locator("#compare").selectOption({ index: 1 });
    await frame.locator("section.differs").waitFor();
    assert.deepEqual(
      await frame
        .locator("section")
        .locator(".facts")
        .allInnerTexts()
        .then((texts) => texts.map((text) => text.split(" · ")[0])),
      ["size 16, align 8", "size 8, align 4"],
    );
  });
  it("loads nothing but its own files", async () => {
    const policy = await frame.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
    assert.match(policy ?? "", /^default-src 'none'; style-src [^;]+; script-src [^;]+$/);
    assert.doesNotMatch(policy ?? "", /unsafe|nonce|data:|connect|img/);
  });
  it("follows the theme, high contrast among them", async () => {
    const configuration = vscode.workspace.getConfiguration("workbench");
    const themes = [
      ["Default Dark Modern", "vscode-dark"],
      ["Default High Contrast", "vscode-high-contrast"],
      ["Default Light Modern", "vscode-light"],
    ] as const;
    for (const [theme, name] of themes) {
      await configuration.update("colorTheme", theme, vscode.ConfigurationTarget.Global);
      await frame.locator(`body.${name}`).waitFor();
    }
  });
});
