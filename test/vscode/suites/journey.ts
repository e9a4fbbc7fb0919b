// A newcomer's way, in the fixture kv without its bindings. Each step builds on the one before.
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { picture, tidyWindow } from "../support/pictures.ts";
import { until } from "../support/until.ts";
import { windowPage } from "../support/window.ts";
import {
  applyAction,
  codeActions,
  codeOf,
  definitionsAt,
  diagnosticsWhen,
  exists,
  folderUri,
  hoverText,
  open,
  positionOf,
  putCursor,
  replace,
} from "../support/workspace.ts";

const file = (...path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(folderUri(), "kv", ...path);
const isStale = (found: readonly vscode.Diagnostic[]): boolean => found.some((each) => codeOf(each) === "abi/stale-bindings");

const script = `import { load } from "./bindings.ts";

const kv = load();
const { handle } = kv.pgz_db_open();
if (handle !== null) {
  kv.pgz_put(handle, "user:1", "Alice");
  console.log(kv.pgz_db_count(handle), "key");
  kv.pgz_db_close(handle);
}
`;

describe("from a Zig library to a checked call", () => {
  let zig: vscode.TextEditor;
  let use: vscode.TextEditor;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await tidyWindow();
  });

  it("the lenses of a library without bindings offer to generate them", async () => {
    zig = await open("kv", "src", "ffi.zig");
    const lenses = await until("lenses", async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        zig.document.uri,
        50,
      );
      return found.some(({ command }) => command?.title === "not bound: generate") && found;
    });
    assert.ok(lenses.some(({ command }) => command?.title === "Generate bindings of kv"));
    putCursor(zig, positionOf(zig.document, "export fn pgz_put"));
    const page = await windowPage();
    if (page !== undefined) await page.locator(".codelens-decoration a", { hasText: "not bound" }).first().waitFor();
    await picture("journey-1-open");
  });

  it("Generate Bindings writes them", async () => {
    await vscode.commands.executeCommand("zigFfi.generate");
    assert.ok(await exists(file("bindings.ts")));
    await tidyWindow();
  });

  it("TypeScript uses them, with hover and definition", async () => {
    await vscode.workspace.fs.writeFile(file("use.ts"), new TextEncoder().encode(script));
    use = await vscode.window.showTextDocument(file("use.ts"), { viewColumn: vscode.ViewColumn.Two });
    const call = positionOf(use.document, "pgz_put", { offset: 3 });
    const text = await until(
      "the hover of TypeScript",
      async () => {
        const found = await hoverText(use.document.uri, call);
        return found.includes("pgz_put(handle: ") && found;
      },
      40_000,
    );
    assert.match(text, /Stores a copy of the value/);
    for (const target of [file("bindings.ts"), file("src", "ffi.zig")])
      await until(`the definition in ${target.path}`, async () =>
        (await definitionsAt(use.document.uri, call)).some(({ path }) => path === target.path),
      );
    const problems = await until("no problem of TypeScript", () => {
      const found = vscode.languages.getDiagnostics(use.document.uri);
      return found.length === 0 && found;
    });
    assert.deepEqual(problems, []);
    putCursor(use, call);
    const page = await windowPage();
    if (page !== undefined) {
      await vscode.commands.executeCommand("workbench.action.focusSecondEditorGroup");
      await vscode.commands.executeCommand("editor.action.showHover");
      await page.locator(".monaco-hover:visible", { hasText: "Stores a copy" }).waitFor();
    }
    await picture("journey-2-use");
    await page?.keyboard.press("Escape");
  });

  it("a parameter more in Zig, and both files complain before anything is saved", async () => {
    zig = await vscode.window.showTextDocument(zig.document, vscode.ViewColumn.One);
    await replace(zig, "value_len: usize) ErrorCode", "value_len: usize, ttl: u32) ErrorCode");
    await replace(zig, "    databaseOf(handle).put(", "    _ = ttl;\n    databaseOf(handle).put(");
    const started = Date.now();
    await diagnosticsWhen(zig.document.uri, "abi/stale-bindings", isStale);
    await diagnosticsWhen(file("bindings.ts"), "abi/stale-bindings", isStale);
    assert.ok(Date.now() - started < 3000, `${Date.now() - started} ms`);
    assert.ok(zig.document.isDirty);
    putCursor(zig, positionOf(zig.document, "ttl: u32"));
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    const page = await windowPage();
    if (page !== undefined) await page.locator(".markers-panel .monaco-list-row", { hasText: "bindings.ts" }).first().waitFor();
    putCursor(zig, positionOf(zig.document, "ttl: u32"));
    await picture("journey-3-change");
  });

  it("the quick fix writes the bindings again, and the call is what is wrong now", async () => {
    const stale = (await diagnosticsWhen(zig.document.uri, "abi/stale-bindings", isStale)).find(
      (each) => codeOf(each) === "abi/stale-bindings",
    );
    assert.ok(stale !== undefined);
    const actions = await codeActions(zig.document.uri, stale.range);
    const fix = actions.find(({ title }) => title === "Generate the bindings of kv again");
    assert.ok(fix !== undefined, actions.map(({ title }) => title).join(", "));
    await applyAction(fix);
    await diagnosticsWhen(zig.document.uri, "nothing stale", (found) => !isStale(found));
    await diagnosticsWhen(file("bindings.ts"), "nothing stale", (found) => !isStale(found));
    await until("TypeScript's error", () => vscode.languages.getDiagnostics(use.document.uri).some((each) => codeOf(each) === "2554"));
    await vscode.commands.executeCommand("notifications.hideList");
    const page = await windowPage();
    if (page !== undefined) await page.locator(".markers-panel .monaco-list-row", { hasText: "use.ts" }).first().waitFor();
    await picture("journey-4-fixed");
  });

  it("the corrected call is clean", async () => {
    use = await vscode.window.showTextDocument(use.document, vscode.ViewColumn.Two);
    await replace(use, '"Alice")', '"Alice", 60)');
    await until("no problem", () => vscode.languages.getDiagnostics(use.document.uri).length === 0);
    await vscode.commands.executeCommand("workbench.action.files.saveAll");
  });
});
