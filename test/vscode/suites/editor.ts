// The folder holds the fixtures vec and zoo, each with its own zig-ffi.json.
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import type { BuildResult, CheckResult, GenerateResult, VerifyResult } from "../../../server/src/protocol/libraries.ts";
import { manifest, ownExtension } from "../support/extension.ts";
import { serverProcesses } from "../support/serverProcess.ts";
import { until } from "../support/until.ts";
import { notification, windowPage } from "../support/window.ts";
import {
  applyAction,
  closeAll,
  codeActions,
  codeOf,
  diagnosticsWhen,
  exists,
  folderUri,
  hoverText,
  open,
  positionOf,
  putCursor,
  replace,
} from "../support/workspace.ts";

const file = (...path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(folderUri(), ...path);
const hasCode = (code: string) => (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.some((each) => codeOf(each) === code);
const isEmpty = (diagnostics: readonly vscode.Diagnostic[]): boolean => diagnostics.length === 0;

afterEach(closeAll);

describe("activation", () => {
  it("happens where there is Zig, without a click", async () => {
    await until("activation", () => ownExtension().isActive);
  });
  it("registers every command of the manifest, and all of them are in one category", async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const declared = manifest().contributes.commands;
    assert.deepEqual(
      declared.filter(({ command }) => !known.has(command)),
      [],
    );
    assert.deepEqual([...new Set(declared.map(({ category }) => category))], ["%category%"]);
  });
  it("gives .zig files their language", async () => {
    const { document } = await open("vec", "src", "vec.zig");
    assert.equal(document.languageId, "zig");
  });
});

describe("diagnostics while typing", () => {
  it("appear in Zig and in its bindings, and go when the text is put right", async () => {
    const bindings = file("vec", "bindings.ts");
    const editor = await open("vec", "src", "vec.zig");
    await diagnosticsWhen(editor.document.uri, "no diagnostics", isEmpty);
    await replace(editor, "export fn vec2_scale(v: Vec2, factor: f32)", "export fn vec2_scale(v: Vec2, factor: f64)");
    const [stale] = await diagnosticsWhen(bindings, "abi/stale-bindings", hasCode("abi/stale-bindings"));
    assert.equal(stale?.severity, vscode.DiagnosticSeverity.Warning);
    await replace(editor, "factor: f64", "factor: []const f64");
    await diagnosticsWhen(editor.document.uri, "zig/slice-param", hasCode("zig/slice-param"));
    await replace(editor, "factor: []const f64", "factor: f32");
    await diagnosticsWhen(editor.document.uri, "no diagnostics", isEmpty);
    await diagnosticsWhen(bindings, "no diagnostics", isEmpty);
  });
  it("point at the type that is not extern", async () => {
    const editor = await open("vec", "src", "vec.zig");
    await replace(editor, "pub const Vec2 = extern struct", "pub const Vec2 = struct");
    const found = await diagnosticsWhen(editor.document.uri, "zig/not-extern", hasCode("zig/not-extern"));
    assert.ok(found.every(({ message }) => message.includes("Vec2")));
  });
  it("say what is wrong in zig-ffi.json", async () => {
    const editor = await open("vec", "zig-ffi.json");
    await replace(editor, '"root": "src/vec.zig"', '"root": 7');
    await until("a schema error", () => vscode.languages.getDiagnostics(editor.document.uri).length > 0);
  });
});

describe("hover", () => {
  it("shows the TypeScript and C signatures of an export", async () => {
    const { document } = await open("vec", "src", "vec.zig");
    const text = await hoverText(document.uri, positionOf(document, "fn vec2_scale", { offset: 4 }));
    assert.match(text, /vec2_scale\(v: Vec2, factor: number\): Vec2/);
    assert.match(text, /Vec2 vec2_scale\(Vec2 v, float factor\);/);
  });
  it("shows size and offsets of a type", async () => {
    const { document } = await open("zoo", "src", "structs.zig");
    const text = await hoverText(document.uri, positionOf(document, "const Big", { offset: 6 }));
    assert.match(text, /40/);
  });
  it("shows the Zig side of a binding", async () => {
    const { document } = await open("vec", "bindings.ts");
    const text = await hoverText(document.uri, positionOf(document, "  vec2_scale(", { offset: 3 }));
    assert.match(text, /export fn vec2_scale|fn vec2_scale\(v: Vec2, factor: f32\)/);
  });
});

describe("commands", () => {
  it("Generate Bindings writes the file that is missing, and says so when nothing changes", async () => {
    const bindings = file("vec", "bindings.ts");
    const before = await vscode.workspace.fs.readFile(bindings);
    await vscode.workspace.fs.delete(bindings);
    await open("vec", "src", "vec.zig");
    const [written] = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generate");
    assert.equal(written?.kind, "written");
    assert.deepEqual(await vscode.workspace.fs.readFile(bindings), before);
    const [unchanged] = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generate");
    assert.equal(unchanged?.kind, "unchanged");
  });
  it("Verify Layouts asks the compiler, and the hover says so", async () => {
    const { document } = await open("vec", "src", "vec.zig");
    const [result] = await vscode.commands.executeCommand<readonly VerifyResult[]>("zigFfi.verify");
    assert.equal(result?.kind, "verified", result?.message);
    const text = await hoverText(document.uri, positionOf(document, "const Vec2", { offset: 6 }));
    assert.match(text, /Verified by Zig \S+ for x86_64-linux-gnu and 4 more targets/);
  });
  it("Generate All Bindings covers every library", async () => {
    const results = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generateAll");
    assert.deepEqual(results.map(({ library }) => library).sort(), ["vec", "zoo"]);
  });
  it("Generate Bindings of… asks which", async function () {
    const page = await windowPage();
    if (page === undefined) return this.skip();
    const running = vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generatePick");
    const rows = page.locator(".quick-input-widget .monaco-list-row");
    await rows.filter({ hasText: "vec" }).click();
    await page.keyboard.press("Enter");
    assert.deepEqual(
      (await running).map(({ library }) => library),
      ["vec"],
    );
  });
  it("Generate Bindings refuses a file that was edited by hand, and offers to overwrite it", async function () {
    const page = await windowPage();
    if (page === undefined) return this.skip();
    const editor = await open("vec", "bindings.ts");
    await replace(editor, "export interface VecApi", "// mine\nexport interface VecApi");
    const [refused] = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generate");
    assert.equal(refused?.kind, "refused");
    await (await notification(page, "edited by hand")).getByRole("button", { name: "Overwrite" }).click();
    await until("the file as it was", () => !editor.document.getText().includes("// mine"));
  });
  it("Check Bindings counts", async () => {
    const result = await vscode.commands.executeCommand<CheckResult>("zigFfi.check");
    assert.equal(result.errors, 0);
  });
  it("Build Library builds the library of the open file", async () => {
    await open("vec", "src", "text.zig");
    const [result] = await vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    assert.deepEqual([result?.library, result?.kind], ["vec", "built"]);
    assert.ok(await exists(file("vec", "zig-out")));
  });
  it("Build Library can be cancelled", async function () {
    const page = await windowPage();
    if (page === undefined) return this.skip();
    const editor = await open("zoo", "src", "zoo.zig");
    const running = vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    await (await notification(page, "Building zoo")).getByRole("button", { name: "Cancel" }).click();
    assert.deepEqual(
      (await running).filter(({ kind }) => kind !== "cancelled"),
      [],
    );
    assert.equal(await exists(file("zoo", "zig-out")), false);
    assert.equal(editor.document.isDirty, false);
  });
  it("Build Library reports compile errors as problems", async () => {
    const editor = await open("vec", "src", "vec.zig");
    const before = editor.document.getText();
    await replace(editor, "return a +% b;", "return a +% missing;");
    const [result] = await vscode.commands.executeCommand<readonly BuildResult[]>("zigFfi.build");
    assert.equal(result?.kind, "failed");
    await until("the error", () =>
      vscode.languages.getDiagnostics(editor.document.uri).some(({ message }) => message.includes("undeclared identifier 'missing'")),
    );
    await vscode.workspace.fs.writeFile(editor.document.uri, new TextEncoder().encode(before));
  });
  it("Show Binding Plan opens the plan as JSON", async () => {
    const editor = await open("vec", "src", "vec.zig");
    putCursor(editor, positionOf(editor.document, "fn vec2_scale", { offset: 4 }));
    await vscode.commands.executeCommand("zigFfi.showPlan");
    const plan = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "zig-ffi");
    assert.equal(plan?.languageId, "json");
    assert.match(plan.getText(), /"symbol": "vec2_scale"/);
  });
  it("Open Bindings and Go to Zig lead there and back", async () => {
    const editor = await open("vec", "src", "vec.zig");
    putCursor(editor, positionOf(editor.document, "fn vec2_scale", { offset: 4 }));
    await vscode.commands.executeCommand("zigFfi.openBindings");
    const there = vscode.window.activeTextEditor;
    assert.equal(there?.document.uri.path, file("vec", "bindings.ts").path);
    assert.equal(there.document.getText(there.selection), "vec2_scale");
    await vscode.commands.executeCommand("zigFfi.goToZig");
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? "", /vec\/src\/vec\.zig$/);
  });
  it("Create Spec writes a spec for the export under the cursor", async () => {
    const editor = await open("vec", "src", "vec.zig");
    putCursor(editor, positionOf(editor.document, "fn vec2_scale", { offset: 4 }));
    await vscode.commands.executeCommand("zigFfi.createSpec");
    const spec = vscode.window.activeTextEditor?.document;
    assert.match(spec?.uri.path ?? "", /\.spec\.ts$/);
    assert.match(spec?.getText() ?? "", /vec2_scale/);
  });
  it("Initialize Workspace writes a configuration for what it finds, and opens it", async () => {
    await vscode.commands.executeCommand("zigFfi.initialize");
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.path, file("zig-ffi.json").path);
    await vscode.workspace.fs.delete(file("zig-ffi.json"));
  });
  it("Doctor reports Node, Zig and koffi", async () => {
    await open("vec", "src", "vec.zig");
    await vscode.commands.executeCommand("zigFfi.doctor");
    const report = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "zig-ffi" && uri.path.includes("Doctor"));
    assert.match(report?.getText() ?? "", /Node .*\n(.*\n)*.*Zig .*\n(.*\n)*.*koffi/);
  });
  it("Install Zig asks before it downloads", async function () {
    const page = await windowPage();
    if (page === undefined) return this.skip();
    const running = vscode.commands.executeCommand("zigFfi.installZig");
    await notification(page, "Install the Zig compiler?");
    await vscode.commands.executeCommand("notifications.clearAll");
    await running;
  });
  it("Show Log opens the output channel", async () => {
    await vscode.commands.executeCommand("zigFfi.showLog");
    const page = await windowPage();
    if (page !== undefined) await page.locator(".part.panel .output-view").waitFor();
    await vscode.commands.executeCommand("workbench.action.closePanel");
  });
});

describe("documents that are on no disk", () => {
  it("are explained, too", async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse("untitled:/nowhere/pair.zig"));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "pub const Pair = extern struct { a: u8, b: u32 };\n"));
    const text = await until("a hover", async () => {
      const found = await hoverText(document.uri, new vscode.Position(0, 11));
      return found !== "" && found;
    });
    assert.match(text, /8 bytes/);
  });
});

describe("tasks", () => {
  it("build a library, with a problem matcher for the compiler's errors", async () => {
    const editor = await open("vec", "src", "vec.zig");
    const before = editor.document.getText();
    await vscode.workspace.fs.writeFile(
      editor.document.uri,
      new TextEncoder().encode(before.replace("return a +% b;", "return a +% missing;")),
    );
    const task = (await vscode.tasks.fetchTasks({ type: "zig-ffi" })).find(({ name }) => name === "build vec");
    assert.ok(task !== undefined);
    assert.equal(await exitCode(task), 1);
    const line = positionOf(await vscode.workspace.openTextDocument(editor.document.uri), "return a +%").line;
    const problems = await until("a problem of the task", () => {
      const found = vscode.languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === "zig");
      return found.length > 0 && found;
    });
    assert.deepEqual(
      problems.map(({ range }) => range.start.line),
      [line],
    );
    await vscode.workspace.fs.writeFile(editor.document.uri, new TextEncoder().encode(before));
    assert.equal(await exitCode(task), 0);
  });
});

describe("the server", () => {
  it("is replaced when it is killed, and its diagnostics come back", async () => {
    const editor = await open("vec", "src", "vec.zig");
    const [killed] = await until("one server", () => serverProcesses().length === 1 && serverProcesses());
    process.kill(killed ?? 0, "SIGKILL");
    await until("another server", () => serverProcesses().length === 1 && serverProcesses()[0] !== killed);
    await replace(editor, "pub const Vec2 = extern struct", "pub const Vec2 = struct");
    await diagnosticsWhen(editor.document.uri, "zig/not-extern", hasCode("zig/not-extern"));
  });
  it("restarts by command, and only one runs", async () => {
    const [before] = serverProcesses();
    await vscode.commands.executeCommand("zigFfi.restartServer");
    await until("another server", () => serverProcesses().length === 1 && serverProcesses()[0] !== before);
  });
  it("notices files that change under it", async () => {
    const { document } = await open("vec", "bindings.ts");
    const source = file("vec", "src", "vec.zig");
    const before = new TextDecoder().decode(await vscode.workspace.fs.readFile(source));
    await vscode.workspace.fs.writeFile(source, new TextEncoder().encode(before.replace("factor: f32", "factor: f64")));
    await diagnosticsWhen(document.uri, "abi/stale-bindings", hasCode("abi/stale-bindings"));
    await vscode.workspace.fs.writeFile(source, new TextEncoder().encode(before));
    await diagnosticsWhen(document.uri, "no diagnostics", isEmpty);
  });
});

describe("settings", () => {
  it("exist once, with the server's defaults", async () => {
    const { defaultSettings } = await import("../../../server/src/protocol/settings.ts");
    const declared = manifest().contributes.configuration.properties;
    for (const [name, value] of Object.entries(defaultSettings)) assert.deepEqual(declared[`zigFfi.${name}`]?.default, value, name);
  });
});

describe("lenses and code actions", () => {
  const titles = async (uri: vscode.Uri): Promise<readonly string[]> => {
    const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 100);
    return lenses.flatMap(({ command }) => command?.title ?? []);
  };
  it("follow the setting without a restart", async () => {
    const { document } = await open("vec", "src", "vec.zig");
    await until("lenses", async () => (await titles(document.uri)).includes("Generate bindings of vec"));
    const settings = vscode.workspace.getConfiguration("zigFfi");
    await settings.update("codeLens", false, vscode.ConfigurationTarget.Global);
    await until("no lenses", async () => (await titles(document.uri)).length === 0);
    await settings.update("codeLens", undefined, vscode.ConfigurationTarget.Global);
    await until("lenses", async () => (await titles(document.uri)).length > 0);
  });
  it("are those of one library: neither what builds left behind nor a deleted configuration makes another", async () => {
    const { document } = await open("vec", "src", "vec.zig");
    const all = await until("lenses", async () => {
      const found = await titles(document.uri);
      return found.includes("bound") && found;
    });
    assert.ok(!all.includes("not bound: generate"), all.join("; "));
  });
  it("the uses of an export open in a peek view", async function () {
    const page = await windowPage();
    if (page === undefined) return this.skip();
    const editor = await open("vec", "src", "vec.zig");
    await until("a lens of uses", async () => (await titles(editor.document.uri)).some((title) => title.startsWith("used in")));
    putCursor(editor, positionOf(editor.document, "export fn vec2_add("));
    await page.locator(".codelens-decoration a", { hasText: "used in" }).filter({ visible: true }).first().click();
    await page.locator(".peekview-widget", { hasText: /\.ts.*Locations/ }).waitFor();
    await page.keyboard.press("Escape");
  });
  it("a fix makes the type extern", async () => {
    const editor = await open("vec", "src", "vec.zig");
    await replace(editor, "pub const Vec2 = extern struct", "pub const Vec2 = struct");
    const [diagnostic] = await diagnosticsWhen(editor.document.uri, "zig/not-extern", hasCode("zig/not-extern"));
    assert.ok(diagnostic !== undefined);
    const actions = await codeActions(editor.document.uri, diagnostic.range);
    const fix = actions.find(({ title }) => title === "Make Vec2 an extern struct");
    assert.ok(fix !== undefined, actions.map(({ title }) => title).join(", "));
    await applyAction(fix);
    assert.match(editor.document.getText(), /pub const Vec2 = extern struct/);
    await diagnosticsWhen(editor.document.uri, "no diagnostics", isEmpty);
  });
});

describe("the walkthrough", () => {
  it("opens", async () => {
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", "zig-ffi.zig-ffi#first-function", false);
    const page = await windowPage();
    if (page !== undefined) await page.getByText("Your first Zig function from TypeScript").first().waitFor();
  });
});

async function exitCode(task: vscode.Task): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution.task.name !== task.name) return;
      listener.dispose();
      resolve(event.exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}
