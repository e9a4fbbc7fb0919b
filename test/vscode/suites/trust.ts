// The window starts in Restricted Mode; the folder holds the fixture vec.
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { BuildResult, GenerateResult, VerifyResult } from "../../../server/src/protocol/libraries.ts";
import { until } from "../support/until.ts";
import { notification, windowPage } from "../support/window.ts";
import { exists, folderUri, hoverText, open, positionOf } from "../support/workspace.ts";

describe("Restricted Mode", () => {
  it("is how the window starts", () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });
  it("still explains and generates: neither runs code of the workspace", async () => {
    const { document } = await open("vec", "src", "vec.zig");
    await until("a hover", async () =>
      (await hoverText(document.uri, positionOf(document, "fn vec2_scale", { offset: 4 }))).includes("factor: number"),
    );
    const [result] = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generate");
    assert.equal(result?.kind, "unchanged");
  });
  it("builds nothing, and offers trust", async () => {
    const page = await windowPage();
    const running = vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    if (page !== undefined) {
      await (await notification(page, "needs a trusted workspace")).getByRole("button", { name: "Manage Workspace Trust" }).click();
    }
    assert.deepEqual(await running, []);
    assert.equal(await exists(vscode.Uri.joinPath(folderUri(), "vec", "zig-out")), false);
  });
  it("shows specs, and runs none", async () => {
    const { document } = await open("vec", "src", "vec.zig");
    const lenses = await until("the lens", async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 50);
      return found.find(({ command }) => command?.title === "run specs");
    });
    await vscode.commands.executeCommand("notifications.clearAll");
    const page = await windowPage();
    const running = vscode.commands.executeCommand(lenses.command?.command ?? "", ...((lenses.command?.arguments ?? []) as unknown[]));
    if (page !== undefined) await notification(page, "Running specs runs programs of this workspace");
    await vscode.commands.executeCommand("notifications.clearAll");
    await running;
    assert.equal(await exists(vscode.Uri.joinPath(folderUri(), "vec", ".zig-cache")), false);
  });
  it("runs no compiler either", async () => {
    const page = await windowPage();
    const running = vscode.commands.executeCommand<readonly VerifyResult[]>("zigFfi.verify");
    if (page !== undefined) {
      await (await notification(page, "Verifying layouts runs programs")).getByRole("button", { name: "Manage Workspace Trust" }).click();
    }
    assert.deepEqual(await running, []);
  });
  it("ends without a restart: then the library is built", async function () {
    const page = await windowPage();
    if (page === undefined) return this.skip();
    await vscode.commands.executeCommand("workbench.trust.manage");
    await page
      .locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ })
      .first()
      .click();
    await until("trust", () => vscode.workspace.isTrusted);
    await open("vec", "src", "vec.zig");
    const [result] = await vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    assert.equal(result?.kind, "built");
  });
});
