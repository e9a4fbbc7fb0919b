// A .code-workspace with the folders kv and vec.
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { ownExtension } from "../support/extension.ts";
import { findItem } from "../support/testRuns.ts";
import { until } from "../support/until.ts";
import type { GenerateResult } from "../../../server/src/protocol/libraries.ts";
import { codeOf, diagnosticsWhen, replace } from "../support/workspace.ts";

describe("a workspace with two folders", () => {
  it("has the libraries of both", async () => {
    assert.deepEqual(
      vscode.workspace.workspaceFolders?.map(({ name }) => name),
      ["kv", "vec"],
    );
    const results = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generateAll");
    assert.deepEqual(results.map(({ library, kind }) => `${library} ${kind}`).sort(), ["kv unchanged", "vec unchanged"]);
  });
  it("checks each against its own bindings", async () => {
    const [, vec] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(vec !== undefined);
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(vec.uri, "src", "vec.zig"));
    await replace(editor, "factor: f32", "factor: f64");
    await diagnosticsWhen(vscode.Uri.joinPath(vec.uri, "bindings.ts"), "abi/stale-bindings", (found) =>
      found.some((each) => codeOf(each) === "abi/stale-bindings"),
    );
    const others = vscode.languages.getDiagnostics().filter(([uri, found]) => found.length > 0 && !uri.path.startsWith(vec.uri.path));
    assert.deepEqual(
      others.map(([uri]) => uri.path),
      [],
    );
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });
  it("shows the specs of each below its folder", async () => {
    const { specs } = (await ownExtension().activate()) as { readonly specs: { readonly controller: vscode.TestController } };
    const labels = (items: vscode.TestItemCollection): readonly string[] => Array.from(items, ([, { label }]) => label).sort();
    await until("both", () => specs.controller.items.size === 2);
    assert.deepEqual(labels(specs.controller.items), ["kv", "vec"]);
    assert.ok(labels(findItem(specs.controller.items, "vec").children).includes("vec.spec.ts"));
  });
  it("offers the build tasks of both", async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: "zig-ffi" });
    const names = tasks.map(({ name, scope }) => `${name} in ${typeof scope === "object" ? scope.name : "?"}`);
    assert.deepEqual(names.sort(), ["build kv in kv", "build vec in vec"]);
  });
});
