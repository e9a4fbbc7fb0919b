// The Test Explorer. The folder holds the fixture crash with specs of support/specFolder.ts, each in a state that the tests before it left.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { ownExtension } from "../support/extension.ts";
import { picture } from "../support/pictures.ts";
import { findItem, recordRuns, treeOf, type RunRecorder } from "../support/testRuns.ts";
import { until } from "../support/until.ts";
import { notification, windowPage } from "../support/window.ts";
import { closeAll, folderUri, open, positionOf, putCursor, replace } from "../support/workspace.ts";

const file = (...path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(folderUri(), "crash", ...path);
const nodeSetting = (value: string): Thenable<void> =>
  vscode.workspace.getConfiguration("zigFfi").update("nodePath", value, vscode.ConfigurationTarget.Global);

describe("Test Explorer", () => {
  let controller: vscode.TestController;
  let recorder: RunRecorder;
  const item = (...labels: readonly string[]): vscode.TestItem => findItem(controller.items, "crash", ...labels);
  const runItems = (...items: readonly vscode.TestItem[]) =>
    recorder.during(() => vscode.commands.executeCommand("testing.runTestsByIds", ...items.map(() => "")));

  before(async () => {
    await vscode.workspace.getConfiguration("editor").update("minimap.enabled", false, vscode.ConfigurationTarget.Global);
    await nodeSetting(process.execPath);
    const extension = ownExtension();
    const api = (await extension.activate()) as { readonly specs: vscode.TestController };
    controller = api.specs;
    recorder = recordRuns(controller);
  });
  after(closeAll);
  void runItems;

  it("shows the tests of all spec files, a table as one item", async () => {
    await until("the tree", () => controller.items.size > 0 && item("sums.spec.ts").children.size > 0);
    assert.deepEqual(treeOf(controller.items), [
      "crash",
      "  hang.spec.ts",
      "    hangs",
      "  memory.spec.ts",
      "    memory",
      "      reads inside",
      "      reads out of bounds",
      "      still works",
      "  sums.spec.ts",
      "    add",
      "      adds two numbers",
      "      %d + %d = %d",
      "      is skipped",
      "      is to be done",
      "      counts fruit",
    ]);
    await vscode.commands.executeCommand("workbench.view.testing.focus");
    await open("crash", "sums.spec.ts");
    const page = await windowPage();
    if (page !== undefined) await page.locator(".test-explorer .monaco-list-row", { hasText: "crash" }).first().waitFor();
    await vscode.commands.executeCommand("testing.collapseAll");
    await picture("specs-tree");
  });

  it("runs the tests of a file", async () => {
    await open("crash", "sums.spec.ts");
    const run = await recorder.during(() => vscode.commands.executeCommand("testing.runCurrentFile"));
    const states = Object.fromEntries([...run.states].map(([path, state]) => [path.replace("crash > sums.spec.ts > add > ", ""), state]));
    assert.deepEqual(states, {
      "adds two numbers": "passed",
      "%d + %d = %d": "enqueued",
      "%d + %d = %d > 1 + 2 = 3": "passed",
      "%d + %d = %d > 4 + 5 = 9": "passed",
      "is skipped": "skipped",
      "is to be done": "skipped",
      "counts fruit": "failed",
    });
    assert.ok((run.durations.get("crash > sums.spec.ts > add > adds two numbers") ?? 0) > 0);
    assert.match(run.output.get("crash > sums.spec.ts > add > %d + %d = %d > 1 + 2 = 3") ?? "", /computed 1 \+ 2/);
    const page = await windowPage();
    if (page !== undefined) await page.locator(".test-explorer .codicon-testing-failed-icon").first().waitFor();
    await picture("specs-run");
  });
});
void [execFileSync, readFileSync, renameSync, writeFileSync, join, notification, positionOf, putCursor, replace];
