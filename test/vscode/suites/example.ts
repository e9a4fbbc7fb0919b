// The walkthrough's steps in an empty folder that has koffi.
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { BuildResult, GenerateResult } from "../../../server/src/protocol/libraries.ts";
import { until } from "../support/until.ts";
import { exists, folderUri } from "../support/workspace.ts";

describe("the walkthrough's example", () => {
  it("is created", async () => {
    await vscode.commands.executeCommand("zigFfi.createExample");
    assert.ok(await exists(vscode.Uri.joinPath(folderUri(), "src", "hello.zig")));
    assert.equal(vscode.window.activeTextEditor?.document.languageId, "zig");
  });
  it("is generated", async () => {
    const results = await until("the library", async () => {
      const found = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generateAll");
      return found.length > 0 && found;
    });
    assert.deepEqual(
      results.map(({ library, kind }) => [library, kind]),
      [["hello", "written"]],
    );
  });
  it("is built", async () => {
    const [result] = await vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    assert.equal(result?.kind, "built");
  });
  it("runs on the user's Node", async () => {
    await vscode.workspace.getConfiguration("zigFfi").update("nodePath", process.execPath, vscode.ConfigurationTarget.Global);
    assert.equal(await vscode.commands.executeCommand("zigFfi.runExample"), 0);
  });
});
