import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { windowPage } from "../support/window.ts";

describe("the host", () => {
  it("is VS Code with the workspace open", () => {
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, process.env["ZIG_FFI_WORKSPACE"]);
    assert.match(vscode.version, /^1\./);
  });
  it("shows its window", async function () {
    const page = await windowPage();
    if (page === undefined) return this.skip();
    await page.locator(".monaco-workbench").waitFor();
  });
});
