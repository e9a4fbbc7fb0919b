// The package as users get it: installed, not under development. The folder holds the fixture vec.
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { BuildResult, GenerateResult } from "../../../server/src/protocol/libraries.ts";
import { ownExtension } from "../support/extension.ts";
import { lookUp, messageText, recordRuns } from "../support/testRuns.ts";
import { until } from "../support/until.ts";
import { codeOf, diagnosticsWhen, hoverText, open, positionOf, replace } from "../support/workspace.ts";

describe("the installed package", () => {
  it("runs from the folder of extensions", () => {
    assert.ok(ownExtension().extensionPath.startsWith(process.env["ZIG_FFI_EXTENSIONS"] ?? "?"), ownExtension().extensionPath);
  });
  it("activates", async () => {
    const { activatedIn } = (await ownExtension().activate()) as { readonly activatedIn: number };
    console.log(`    activate() took ${activatedIn.toFixed(1)} ms`);
    assert.ok(activatedIn > 0);
  });
  it("explains, checks, generates and builds", async () => {
    const editor = await open("vec", "src", "vec.zig");
    await until("a hover", async () =>
      (await hoverText(editor.document.uri, positionOf(editor.document, "fn vec2_scale", { offset: 4 }))).includes("factor: number"),
    );
    const [generated] = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generate");
    assert.equal(generated?.kind, "unchanged");
    const [built] = await vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    assert.equal(built?.kind, "built");
    await replace(editor, "pub const Vec2 = extern struct", "pub const Vec2 = struct");
    await diagnosticsWhen(editor.document.uri, "zig/not-extern", (found) => found.some((each) => codeOf(each) === "zig/not-extern"));
    // Running tests saves what is changed.
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });
  it("runs specs", async () => {
    await vscode.workspace.getConfiguration("zigFfi").update("nodePath", process.execPath, vscode.ConfigurationTarget.Global);
    const { specs } = (await ownExtension().activate()) as { readonly specs: { readonly controller: vscode.TestController } };
    const recorder = recordRuns(specs.controller);
    await until("the specs", () => lookUp(specs.controller.items, "vec", "vec.spec.ts", "Vec2") !== undefined);
    await open("vec", "vec.spec.ts");
    const run = await recorder.during(() => vscode.commands.executeCommand("testing.runCurrentFile"));
    assert.deepEqual(
      [...run.states].filter(([, state]) => state !== "passed"),
      [],
      [...run.messages.values()].map(messageText).join("\n"),
    );
    assert.ok(run.states.size > 5);
  });
});
