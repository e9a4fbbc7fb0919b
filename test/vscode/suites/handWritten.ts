// A library that bun.ts and node.mjs declare by hand; nothing is generated.
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { CheckResult } from "../../../server/src/protocol/libraries.ts";
import { picture, tidyWindow } from "../support/pictures.ts";
import { until } from "../support/until.ts";
import { windowPage } from "../support/window.ts";
import {
  applyAction,
  codeActions,
  codeOf,
  definitionsAt,
  diagnosticsWhen,
  folderUri,
  hoverText,
  open,
  positionOf,
  putCursor,
  replace,
} from "../support/workspace.ts";

const file = (...path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(folderUri(), ...path);
const isWrong = (found: readonly vscode.Diagnostic[]): boolean => found.some((each) => codeOf(each) === "abi/param-type");
const isClean = (found: readonly vscode.Diagnostic[]): boolean => found.length === 0;

describe("hand-written declarations", () => {
  let zig: vscode.TextEditor;

  before(async () => {
    await tidyWindow();
    zig = await open("src", "font.zig");
    for (const name of ["bun.ts", "node.mjs"]) await diagnosticsWhen(file(name), "no diagnostics", isClean);
  });

  it("a parameter that changes in Zig is wrong in all three files, before anything is saved", async () => {
    await replace(zig, "flags: u32", "flags: u64");
    const started = Date.now();
    for (const uri of [file("bun.ts"), file("node.mjs"), zig.document.uri]) await diagnosticsWhen(uri, "abi/param-type", isWrong);
    assert.ok(Date.now() - started < 3000, `${Date.now() - started} ms`);
    assert.ok(zig.document.isDirty);
    const [inScript] = await diagnosticsWhen(file("bun.ts"), "abi/param-type", isWrong);
    assert.equal(inScript?.relatedInformation?.[0]?.location.uri.path, zig.document.uri.path);
    const inZig = vscode.languages.getDiagnostics(zig.document.uri).filter((each) => codeOf(each) === "abi/param-type");
    assert.deepEqual(inZig.map((each) => each.relatedInformation?.[0]?.location.uri.path).sort(), [
      file("bun.ts").path,
      file("node.mjs").path,
    ]);
  });

  it("Check Bindings counts them", async () => {
    const result = await vscode.commands.executeCommand<CheckResult>("zigFfi.check");
    assert.deepEqual(result, { errors: 2, warnings: 0 });
  });

  it("hover on a declaration and on a call shows the Zig signature; the definition is in Zig", async () => {
    const { document } = await open("bun.ts");
    const text = await hoverText(document.uri, positionOf(document, "font_load:"));
    assert.match(text, /export fn font_load\(size: f32, flags: u64\) i32/);
    assert.match(text, /Loads the font of a size/);
    assert.match(text, /parameter flags: Zig takes u64/);
    const use = (await open("use.ts")).document;
    await until("the definition in Zig", async () =>
      (await definitionsAt(use.uri, positionOf(use, "font_load", { offset: 2 }))).some(({ path }) => path === zig.document.uri.path),
    );
  });

  it("quick fixes put the scripts right, and with them Zig", async () => {
    for (const name of ["bun.ts", "node.mjs"]) {
      const editor = await open(name);
      const wrong = (await diagnosticsWhen(editor.document.uri, "abi/param-type", isWrong)).find(
        (each) => codeOf(each) === "abi/param-type",
      );
      assert.ok(wrong !== undefined);
      if (name === "bun.ts") {
        putCursor(editor, wrong.range.start);
        await vscode.commands.executeCommand("workbench.actions.view.problems");
        const page = await windowPage();
        if (page !== undefined) await page.locator(".markers-panel .monaco-list-row", { hasText: "font_load" }).first().waitFor();
        await picture("hand-written");
        await vscode.commands.executeCommand("workbench.action.closePanel");
      }
      const actions = await codeActions(editor.document.uri, wrong.range);
      const fix = actions.find(({ title }) => title === "Correct font_load");
      assert.ok(fix !== undefined, actions.map(({ title }) => title).join(", "));
      await applyAction(fix);
      await diagnosticsWhen(editor.document.uri, "no diagnostics", isClean);
    }
    await diagnosticsWhen(zig.document.uri, "no diagnostics", isClean);
  });

  it("a new export is declared from the table", async () => {
    zig = await open("src", "font.zig");
    await replace(zig, "/// Gives it back.", "export fn font_count() u32 {\n    return 2;\n}\n\n/// Gives it back.");
    const editor = await open("bun.ts");
    const [note] = await diagnosticsWhen(editor.document.uri, "abi/unbound-export", (found) =>
      found.some((each) => codeOf(each) === "abi/unbound-export"),
    );
    assert.ok(note !== undefined);
    const fix = (await codeActions(editor.document.uri, note.range)).find(({ title }) => title === "Declare font_count");
    assert.ok(fix !== undefined);
    await applyAction(fix);
    assert.match(editor.document.getText(), /\n {2}font_count: \{ args: \[\], returns: FFIType\.u32 \},\n/);
    await diagnosticsWhen(editor.document.uri, "no diagnostics", isClean);
  });

  it("lenses say where an export is declared and used", async () => {
    zig = await open("src", "font.zig");
    const titles = await until("lenses", async () => {
      const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        zig.document.uri,
        50,
      );
      const found = lenses.flatMap(({ command }) => command?.title ?? []);
      return found.some((title) => title.startsWith("declared in")) && found;
    });
    assert.ok(titles.includes("declared in bun.ts, node.mjs"), titles.join("; "));
    assert.ok(titles.includes("used in 1 TypeScript file"), titles.join("; "));
  });
});
