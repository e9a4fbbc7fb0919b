// The folder is that of support/actionsFolder.ts: one action after the other, until Zig builds it.
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { BuildResult } from "../../../server/src/protocol/libraries.ts";
import { until } from "../support/until.ts";
import { applyAction, codeActions, diagnosticsWhen, exists, folderUri, open, positionOf } from "../support/workspace.ts";

interface Step {
  readonly title: string;
  /** What the cursor stands on. */
  readonly at: string;
  readonly wanted: string;
}

const inSource: readonly Step[] = [
  {
    title: "Replace items by a pointer and a length",
    at: "[]const u32",
    wanted: "total(items: [*]const u32, items_len: usize) usize {\n    _ = items;\n    return items_len;\n}",
  },
  {
    title: "Return an error enum from find",
    at: "find(key",
    wanted: "export fn find(key: u32, out: *u32) FindError {\n    out.* = findImpl(key) catch |err| return switch (err) {",
  },
  { title: "Give Kind the tag type c_int", at: "kind_of", wanted: "const Kind = enum(c_int) { small, large };" },
  {
    title: "Reorder the fields of Padded to remove padding (saves 8 of 24 bytes)",
    at: "Padded = extern",
    wanted: "extern struct {\n    b: u64,\n    a: u8,\n    c: u8,\n};",
  },
  { title: "Write the inferred hint out: @out out", at: "first(padded", wanted: "/// @out out\nexport fn first(" },
  { title: "Change to @slice text text_len", at: "@slcie", wanted: "/// @slice text text_len\nexport fn count(" },
  { title: "Pass weights by pointer in weigh", at: "weigh(", wanted: "export fn weigh(weights: *const Weights) f32 {" },
  { title: "Export double over the C ABI", at: "double(", wanted: "pub export fn double(n: u32) u32 {" },
];

const newFiles: readonly (Step & { readonly file: string })[] = [
  { title: "Generate bindings of shapes, with double", at: "double(", file: "shapes.ffi.ts", wanted: "double(n: number): number" },
  {
    title: "Add a TypeScript fallback for shapes",
    at: "double(",
    file: "shapes.fallback.ts",
    wanted: "export const library = loadOr(fallback);",
  },
  { title: "Create a spec for double", at: "double(", file: "shapes.spec.ts", wanted: "expect(() => library.double(1)).not.toThrow();" },
];

describe("code actions", () => {
  let editor: vscode.TextEditor;

  before(async () => {
    editor = await open("src", "shapes.zig");
    await diagnosticsWhen(editor.document.uri, "diagnostics", (found) => found.length > 0);
  });

  for (const { title, at, wanted } of inSource)
    it(title, async () => {
      await applyAction(await offered(editor.document, title, at));
      assert.ok(editor.document.getText().includes(wanted), editor.document.getText());
    });

  it("nothing is left to put right", async () => {
    await diagnosticsWhen(editor.document.uri, "no diagnostics", (found) => found.length === 0);
    assert.ok(await editor.document.save());
  });

  for (const { title, at, file, wanted } of newFiles)
    it(title, async () => {
      const uri = vscode.Uri.joinPath(folderUri(), "src", file);
      await applyAction(await offered(editor.document, title, at));
      const text = await until(file, async () => {
        const document = (await exists(uri)) ? await vscode.workspace.openTextDocument(uri) : undefined;
        return document !== undefined && document.getText() !== "" && document.getText();
      });
      assert.ok(text.includes(wanted), text);
    });

  it("and Zig builds it", async () => {
    await open("src", "shapes.zig");
    const [result] = await vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    assert.deepEqual([result?.library, result?.kind], ["shapes", "built"]);
  });
});

async function offered(document: vscode.TextDocument, title: string, at: string): Promise<vscode.CodeAction> {
  return until(title, async () => {
    const position = positionOf(document, at, { offset: 1 });
    const actions = await codeActions(document.uri, new vscode.Range(position, position));
    return actions.find((action) => action.title === title) ?? false;
  });
}
