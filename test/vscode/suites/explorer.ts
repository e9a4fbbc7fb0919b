// The Test Explorer. The folder holds the fixture crash with specs of support/specFolder.ts. Later tests build on earlier ones: one window,
// and few builds.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Locator, Page } from "playwright-core";
import * as vscode from "vscode";
import { ownExtension } from "../support/extension.ts";
import type { NativeDebuggerApi } from "../support/nativeDebugger.ts";
import { picture } from "../support/pictures.ts";
import { processesNaming } from "../support/processes.ts";
import { specTexts } from "../support/specTexts.ts";
import { findItem, lookUp, messageText, pathOf, recordRuns, treeOf, type RecordedRun, type RunRecorder } from "../support/testRuns.ts";
import { until } from "../support/until.ts";
import { notification, windowPage } from "../support/window.ts";
import { closeAll, folderUri, open, positionOf, putCursor, replace } from "../support/workspace.ts";

interface Explorer {
  readonly controller: vscode.TestController;
  readonly runProfile: vscode.TestRunProfile;
  readonly benchProfile: vscode.TestRunProfile;
}

const file = (...path: readonly string[]): vscode.Uri => vscode.Uri.joinPath(folderUri(), "crash", ...path);
const nodeSetting = (value: string): Thenable<void> =>
  vscode.workspace.getConfiguration("zigFfi").update("nodePath", value, vscode.ConfigurationTarget.Global);
const zigPath = (): string => file("src", "crash.zig").fsPath;
const zigText = (): string => readFileSync(zigPath(), "utf8");

describe("Test Explorer", () => {
  let explorer: Explorer;
  let recorder: RunRecorder;
  const item = (...labels: readonly string[]): vscode.TestItem => findItem(explorer.controller.items, "crash", ...labels);
  /** By the editor's own command, as from a click on the item. */
  const runById = (kind: "run" | "debug", ...items: readonly vscode.TestItem[]): Promise<RecordedRun> =>
    recorder.during(() => vscode.commands.executeCommand("vscode.runTestsById", kind === "run" ? 2 : 4, ...items.map(idOf)));

  before(async () => {
    const editor = vscode.workspace.getConfiguration("editor");
    await editor.update("minimap.enabled", false, vscode.ConfigurationTarget.Global);
    await nodeSetting(process.execPath);
    explorer = ((await ownExtension().activate()) as { readonly specs: Explorer }).specs;
    recorder = recordRuns(explorer.controller);
  });
  after(closeAll);

  /** Turns continuous runs of a file on, by its button where there is one, and gives what turns them off. */
  const watchItem = async (label: string, of: vscode.TestItem): Promise<() => Promise<void>> => {
    const page = await windowPage();
    if (page !== undefined) {
      await vscode.commands.executeCommand("workbench.view.testing.focus");
      const row = rowOf(page, label);
      const press = async (name: string): Promise<void> => {
        await row.hover();
        await row.getByRole("button", { name }).click();
      };
      await press("Turn on Continuous Run");
      return () => press("Turn off Continuous Run");
    }
    const source = new vscode.CancellationTokenSource();
    const { runProfile } = explorer;
    const watching = Promise.resolve(runProfile.runHandler(new vscode.TestRunRequest([of], undefined, runProfile, true), source.token));
    return async () => {
      source.cancel();
      await watching;
    };
  };

  describe("discovery", () => {
    it("shows the tests of all spec files, a table as one item", async () => {
      await until("the tree", () => explorer.controller.items.size > 0 && item("sums.spec.ts").children.size > 0);
      assert.deepEqual(treeOf(explorer.controller.items), [
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
      if (page === undefined) return;
      for (const label of ["crash", "sums.spec.ts", "add", "memory.spec.ts", "memory"]) await expand(page, label);
      await page.locator(".test-explorer .monaco-list-row", { hasText: "counts fruit" }).waitFor();
      await picture("specs-tree");
    });

    it("follows what is typed: a renamed test stays one item, and the others stay as they are", async () => {
      const editor = await open("crash", "sums.spec.ts");
      const fruit = item("sums.spec.ts", "add", "counts fruit");
      await replace(editor, "adds two numbers", "adds 2 numbers");
      await until("the new name", () => treeOf(explorer.controller.items).includes("      adds 2 numbers"));
      assert.equal(item("sums.spec.ts", "add").children.size, 5);
      assert.equal(item("sums.spec.ts", "add", "counts fruit"), fruit);
      await replace(editor, "adds 2 numbers", "adds two numbers");
      await until("the old name", () => treeOf(explorer.controller.items).includes("      adds two numbers"));
      assert.equal(item("sums.spec.ts", "add").children.size, 5);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    });

    it("follows files that come, are renamed, and go", async () => {
      const count = (): number => item().children.size;
      writeFileSync(file("new.spec.ts").fsPath, 'import { it } from "zig-ffi/spec";\nit("is new", () => undefined);\n');
      await until("a new file", () => count() === 4);
      renameSync(file("new.spec.ts").fsPath, file("renamed.spec.ts").fsPath);
      await until(
        "its new name",
        () => count() === 4 && lookUp(explorer.controller.items, "crash", "renamed.spec.ts", "is new") !== undefined,
      );
      rmSync(file("renamed.spec.ts").fsPath);
      await until("that it is gone", () => count() === 3);
    });
  });

  describe("after a restart of the server", () => {
    it("all is there, once, and typing is followed", async () => {
      const before = treeOf(explorer.controller.items);
      await vscode.commands.executeCommand("zigFfi.restartServer");
      const editor = await open("crash", "sums.spec.ts");
      await until("the typed name", async () => {
        // A server that is just starting takes the text for that of the disk.
        if (!editor.document.isDirty) await replace(editor, "counts fruit", "counts all fruit");
        return treeOf(explorer.controller.items).includes("      counts all fruit");
      });
      await vscode.commands.executeCommand("workbench.action.files.revert");
      await until("the tree as before", () => treeOf(explorer.controller.items).join("\n") === before.join("\n"));
    });
  });

  describe("what is in the way is said, and nothing runs", () => {
    it("a Node that is too old", async function () {
      const page = await windowPage();
      if (page === undefined || process.platform === "win32") return this.skip();
      const old = join(folderUri().fsPath, "old-node");
      writeFileSync(old, "#!/bin/sh\necho v20.1.0\n", { mode: 0o755 });
      await nodeSetting(old);
      void vscode.commands.executeCommand("vscode.runTestsById", 2, idOf(item("sums.spec.ts")));
      await notification(page, "Specs need Node 22.18 or newer; ");
      await vscode.commands.executeCommand("notifications.clearAll");
      await nodeSetting(process.execPath);
      assert.equal(recorder.runs.length, 0);
    });

    it("a project without zig-ffi: offers to install it", async function () {
      const page = await windowPage();
      if (page === undefined) return this.skip();
      const link = join(folderUri().fsPath, "node_modules", "zig-ffi");
      renameSync(link, `${link}-away`);
      void vscode.commands.executeCommand("vscode.runTestsById", 2, idOf(item("sums.spec.ts")));
      const offer = await notification(page, "Specs import packages that this project does not have: zig-ffi.");
      await offer.getByRole("button", { name: "Install" }).waitFor();
      await vscode.commands.executeCommand("notifications.clearAll");
      renameSync(`${link}-away`, link);
      assert.equal(recorder.runs.length, 0);
    });
  });

  describe("runs", () => {
    it("a file: durations, output, tables, skipped tests", async () => {
      await open("crash", "sums.spec.ts");
      const run = await recorder.during(() => vscode.commands.executeCommand("testing.runCurrentFile"));
      assert.deepEqual(statesOf(run, "crash > sums.spec.ts > add > "), {
        "adds two numbers": "passed",
        "%d + %d = %d > 1 + 2 = 3": "passed",
        "%d + %d = %d > 4 + 5 = 9": "passed",
        "is skipped": "skipped",
        "is to be done": "skipped",
        "counts fruit": "failed",
      });
      assert.ok((run.durations.get("crash > sums.spec.ts > add > adds two numbers") ?? 0) > 0);
      assert.equal(run.output.get("crash > sums.spec.ts > add > %d + %d = %d > 1 + 2 = 3")?.trim(), "computed 1 + 2");
    });

    it("shows where expected and actual values differ", async () => {
      const editor = await open("crash", "sums.spec.ts");
      const message = recorder.runs[0]?.messages.get("crash > sums.spec.ts > add > counts fruit");
      assert.equal(message?.expectedOutput, "{ count: 5, fruit: 'pears' }");
      assert.equal(message.actualOutput, "{ count: 4, fruit: 'apples' }");
      assert.equal(message.location?.range.start.line, positionOf(editor.document, "expect(basket)").line);
      putCursor(editor, positionOf(editor.document, "expect(basket)"));
      const page = await windowPage();
      if (page === undefined) return;
      await showResult(page, "counts fruit");
      await page.locator(".test-output-peek-message-container .monaco-diff-editor .view-line", { hasText: "pears" }).first().waitFor();
      await picture("specs-diff");
    });

    it("one row of a table, one test, one describe, each alone", async () => {
      const row = await runById("run", item("sums.spec.ts", "add", "%d + %d = %d", "4 + 5 = 9"));
      assert.deepEqual(statesOf(row, "crash > sums.spec.ts > add > "), { "%d + %d = %d > 4 + 5 = 9": "passed" });
      const table = await runById("run", item("sums.spec.ts", "add", "%d + %d = %d"));
      assert.deepEqual(Object.keys(statesOf(table, "crash > sums.spec.ts > add > ")), [
        "%d + %d = %d > 1 + 2 = 3",
        "%d + %d = %d > 4 + 5 = 9",
      ]);
      const one = await runById("run", item("memory.spec.ts", "memory", "reads inside"));
      assert.deepEqual(statesOf(one, "crash > memory.spec.ts > memory > "), { "reads inside": "passed" });
      const suite = await runById("run", item("sums.spec.ts", "add"));
      assert.equal(statesOf(suite, "crash > sums.spec.ts > add > ")["adds two numbers"], "passed");
      assert.equal(
        [...suite.states.keys()].some((path) => path.includes("memory")),
        false,
      );
    });

    it("a crash fails its test alone, with signal, Zig's words and the Zig line", async () => {
      const run = await runById("run", item("memory.spec.ts"));
      assert.deepEqual(statesOf(run, "crash > memory.spec.ts > memory > "), {
        "reads inside": "passed",
        "reads out of bounds": "failed",
        "still works": "passed",
      });
      const path = "crash > memory.spec.ts > memory > reads out of bounds";
      const message = run.messages.get(path);
      assert.equal(messageText(message), "Zig: index out of bounds: index 7, len 3\nthe process was ended by SIGABRT during this test");
      const line = zigText()
        .split("\n")
        .findIndex((text) => text.includes("return all[index];"));
      const [inner, outer] = message?.stackTrace ?? [];
      assert.deepEqual([inner?.label, inner?.uri?.fsPath, inner?.position?.line], ["item", zigPath(), line]);
      assert.equal(outer?.uri?.path, file("memory.spec.ts").path);
      assert.match(run.output.get(path) ?? "", /panic: index out of bounds/);

      const editor = await open("crash", "memory.spec.ts");
      putCursor(editor, positionOf(editor.document, 'it("reads out'));
      const page = await windowPage();
      if (page !== undefined) {
        await showResult(page, "reads out of bounds");
        const shown = page.locator(".test-output-peek-message-container");
        await shown.getByText("index out of bounds").first().waitFor();
        await picture("specs-crash");
        await page.locator(".floating-click-widget", { hasText: "Open Zig Line" }).first().click();
      } else await vscode.commands.executeCommand("zigFfi.openZigLine", { test: item("memory.spec.ts", "memory", "reads out of bounds") });
      await until("the Zig line", () => vscode.window.activeTextEditor?.document.uri.fsPath === zigPath());
      assert.equal(vscode.window.activeTextEditor?.selection.active.line, line);
    });

    it("a file that cannot be imported has failed itself", async () => {
      const text = 'import { it } from "zig-ffi/spec";\nthrow new Error("no import");\nit("is not reached", () => undefined);\n';
      writeFileSync(file("broken.spec.ts").fsPath, text);
      await until("its item", () => lookUp(explorer.controller.items, "crash", "broken.spec.ts", "is not reached") !== undefined);
      const run = await runById("run", item("broken.spec.ts"));
      assert.equal(run.states.get("crash > broken.spec.ts"), "errored");
      assert.equal(messageText(run.messages.get("crash > broken.spec.ts")), "no import");
      assert.equal(run.messages.get("crash > broken.spec.ts")?.location?.range.start.line, 1);
      rmSync(file("broken.spec.ts").fsPath);
      await until("that it is gone", () => lookUp(explorer.controller.items, "crash", "broken.spec.ts") === undefined);
    });

    it("benchmarks, by a profile of their own", async () => {
      const text = `import { bench } from "zig-ffi/spec";\nimport { load } from "./bindings.ts";\nconst lib = load();\nbench("add", () => lib.add(1, 2), { time: 50 });\n`;
      writeFileSync(file("speed.spec.ts").fsPath, text);
      await until("its item", () => lookUp(explorer.controller.items, "crash", "speed.spec.ts", "add") !== undefined);
      const { benchProfile } = explorer;
      const request = new vscode.TestRunRequest([item("speed.spec.ts")], undefined, benchProfile);
      const run = await recorder.during(() => benchProfile.runHandler(request, new vscode.CancellationTokenSource().token));
      assert.equal(run.states.get("crash > speed.spec.ts > add"), "passed");
      assert.match(run.output.get("") ?? "", /median[^]*add +[\d.]+ [nµm]s/);
      rmSync(file("speed.spec.ts").fsPath);
      await until("that it is gone", () => lookUp(explorer.controller.items, "crash", "speed.spec.ts") === undefined);
    });

    it("the specs of an export, from its lens and from the palette", async () => {
      const editor = await open("crash", "src", "crash.zig");
      const place = positionOf(editor.document, "export fn add(");
      const lens = await until("the lens", async () => {
        const found = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
          "vscode.executeCodeLensProvider",
          editor.document.uri,
          50,
        );
        return found.find(({ range, command }) => range.start.line === place.line && command?.title === "run specs");
      });
      const ofLens = await recorder.during(() =>
        vscode.commands.executeCommand(lens.command?.command ?? "", ...((lens.command?.arguments ?? []) as unknown[])),
      );
      assert.deepEqual((ofLens.request.include ?? []).map(pathOf).sort(), [
        "crash > memory.spec.ts > memory > still works",
        "crash > sums.spec.ts > add > %d + %d = %d",
        "crash > sums.spec.ts > add > adds two numbers",
        "crash > sums.spec.ts > add > counts fruit",
      ]);
      assert.equal(ofLens.states.get("crash > memory.spec.ts > memory > still works"), "passed");
      assert.equal(ofLens.states.has("crash > memory.spec.ts > memory > reads inside"), false);
      putCursor(editor, positionOf(editor.document, "fn hang(", { offset: 4 }));
      const hanging = vscode.commands.executeCommand("zigFfi.runSpecs");
      await until("the hanging test", () => recorder.runs.at(-1)?.states.get("crash > hang.spec.ts > hangs") === "started");
      await vscode.commands.executeCommand("testing.cancelRun");
      await hanging;
    });

    it("cancelling ends native code that hangs, and leaves nothing", async () => {
      const running = runById("run", item("hang.spec.ts"));
      const index = recorder.runs.length;
      await until("the test's start", () => recorder.runs[index]?.states.get("crash > hang.spec.ts > hangs") === "started");
      await until("its process", () => specProcesses().length >= 2);
      await vscode.commands.executeCommand("testing.showMostRecentOutput");
      await picture("specs-hang");
      const cancelled = Date.now();
      await vscode.commands.executeCommand("testing.cancelRun");
      await running;
      assert.ok(Date.now() - cancelled < 4000, `${Date.now() - cancelled} ms`);
      await until("the end of its processes", () => specProcesses().length === 0, 5000);
      assert.deepEqual(
        readdirSync(file(".zig-cache", "zig-ffi").fsPath).filter((name) => name.startsWith("spec-")),
        [],
      );
      await picture("specs-cancelled");
    });
  });

  describe("changes of Zig", () => {
    it("make results stale", async () => {
      recorder.invalidated.length = 0;
      writeFileSync(zigPath(), `${zigText()}\n// a change\n`);
      await until("stale results", () => recorder.invalidated.length >= 3);
      assert.deepEqual([...new Set(recorder.invalidated)].sort(), [
        "crash > hang.spec.ts",
        "crash > memory.spec.ts",
        "crash > sums.spec.ts",
      ]);
      await vscode.commands.executeCommand("workbench.view.testing.focus");
      await picture("specs-stale");
    });

    it("that do not compile fail the run with one message, and are problems", async () => {
      const before = zigText();
      writeFileSync(zigPath(), before.replace("return a +% b;", "return a +% missing;"));
      const run = await runById("run", item("sums.spec.ts"), item("memory.spec.ts"));
      assert.deepEqual([...run.messages.keys()], ["crash"]);
      const message = run.messages.get("crash");
      assert.match(messageText(message), /^crash does not compile: no spec was run\.\n.*undeclared identifier 'missing'/);
      assert.equal(message?.location?.uri.fsPath, zigPath());
      const [problem] = vscode.languages.getDiagnostics(file("src", "crash.zig")).filter(({ source }) => source === "zig");
      assert.equal(
        problem?.range.start.line,
        before.split("\n").findIndex((text) => text.includes("return a +% b;")),
      );
      writeFileSync(zigPath(), before);
      await runById("run", item("memory.spec.ts", "memory", "still works"));
      await until("no problem", () => vscode.languages.getDiagnostics(file("src", "crash.zig")).every(({ source }) => source !== "zig"));
    });

    it("run watched tests again", async () => {
      const index = recorder.runs.length;
      const stop = await watchItem("memory.spec.ts", item("memory.spec.ts"));
      const path = "crash > memory.spec.ts > memory > reads inside";
      assert.equal((await recorder.ended(index)).states.get(path), "passed");
      const editor = await open("crash", "src", "crash.zig");
      await replace(editor, "{ 10, 20, 30 }", "{ 10, 21, 30 }");
      await editor.document.save();
      const again = await recorder.ended(index + 1);
      assert.equal(again.states.get(path), "failed");
      assert.deepEqual([again.messages.get(path)?.expectedOutput, again.messages.get(path)?.actualOutput], ["20", "21"]);
      putCursor(editor, positionOf(editor.document, "{ 10, 21, 30 }"));
      const page = await windowPage();
      if (page !== undefined) {
        await vscode.commands.executeCommand("workbench.view.testing.focus");
        await page.locator(".test-explorer", { hasText: "1/3" }).first().waitFor();
      }
      await picture("specs-watch");
      await replace(editor, "{ 10, 21, 30 }", "{ 10, 20, 30 }");
      await editor.document.save();
      assert.equal((await recorder.ended(index + 2)).states.get(path), "passed");
      await stop();
      await until("the end of its processes", () => specProcesses().length === 0, 5000);
    });
  });

  describe("debugging", () => {
    it("stops at a breakpoint in a spec, however long that takes", async () => {
      const editor = await open("crash", "sums.spec.ts");
      const line = positionOf(editor.document, "expect(basket)").line;
      vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(editor.document.uri, new vscode.Position(line, 0)))]);
      const stopped = Promise.withResolvers<vscode.DebugSession>();
      const tracker = vscode.debug.registerDebugAdapterTrackerFactory("*", {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: { readonly type: string; readonly event?: string }) => {
            if (message.event === "stopped") stopped.resolve(session);
          },
        }),
      });
      const running = runById("debug", item("sums.spec.ts", "add", "counts fruit"));
      const session = await stopped.promise;
      const { threads } = (await session.customRequest("threads")) as { readonly threads: readonly { readonly id: number }[] };
      const { stackFrames } = (await session.customRequest("stackTrace", { threadId: threads[0]?.id })) as {
        readonly stackFrames: readonly { readonly id: number; readonly line: number; readonly source?: { readonly path?: string } }[];
      };
      assert.equal(stackFrames[0]?.line, line + 1);
      // A remote window names its files by address.
      assert.ok(stackFrames[0].source?.path?.endsWith(file("sums.spec.ts").path), stackFrames[0].source?.path);
      const { result } = (await session.customRequest("evaluate", { expression: "basket.count", frameId: stackFrames[0].id })) as {
        readonly result: string;
      };
      assert.equal(result, "4");
      // Longer than the test may take.
      await new Promise((resolve) => setTimeout(resolve, 6000));
      const page = await windowPage();
      if (page !== undefined) await page.locator(".debug-toolbar").waitFor();
      await picture("specs-debug");
      await session.customRequest("continue", { threadId: threads[0]?.id });
      const run = await running;
      assert.deepEqual(statesOf(run, "crash > sums.spec.ts > add > "), { "counts fruit": "failed" });
      assert.equal(run.messages.get("crash > sums.spec.ts > add > counts fruit")?.actualOutput, "{ count: 4, fruit: 'apples' }");
      tracker.dispose();
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      await until("the end of its processes", () => specProcesses().length === 0, 5000);
    });
    it("attaches an installed native debugger to the process of the specs, unless the setting is off", async () => {
      const { attached } = (await vscode.extensions.getExtension("vadimcn.vscode-lldb")?.activate()) as NativeDebuggerApi;
      const before = attached.length;
      assert.ok(before > 0, "not in the run before this one");
      const debug = (): Promise<RecordedRun> => runById("debug", item("sums.spec.ts", "add", "adds two numbers"));
      assert.deepEqual(statesOf(await debug(), "crash > sums.spec.ts > add > "), { "adds two numbers": "passed" });
      assert.equal(attached.length, before + 1);
      assert.match(attached[before]?.commandLine ?? "", /specChild\.js/);
      const settings = vscode.workspace.getConfiguration("zigFfi");
      await settings.update("nativeDebugger", "off", vscode.ConfigurationTarget.Global);
      assert.deepEqual(statesOf(await debug(), "crash > sums.spec.ts > add > "), { "adds two numbers": "passed" });
      assert.equal(attached.length, before + 1);
      await settings.update("nativeDebugger", undefined, vscode.ConfigurationTarget.Global);
      await until("the end of its processes", () => specProcesses().length === 0, 5000);
    });
  });

  it("has left the spec files as they were", () => {
    for (const [name, text] of Object.entries(specTexts)) assert.equal(readFileSync(file(name).fsPath, "utf8"), text);
  });
});

/** Rows are read out as `label (state)`. */
function rowOf(page: Page, label: string): Locator {
  return page.locator(`.test-explorer .monaco-list-row[aria-label^="${label} ("]`).first();
}

async function expand(page: Page, label: string): Promise<void> {
  const row = rowOf(page, label);
  await row.waitFor();
  if ((await row.getAttribute("aria-expanded")) === "false") await row.locator(".monaco-tl-twistie").click();
}

/** Chooses a test of the last run in the panel of results. */
async function showResult(page: Page, label: string): Promise<void> {
  await vscode.commands.executeCommand("workbench.panel.testResults.view.focus");
  await page.locator(".test-output-peek-tree .monaco-list-row", { hasText: label }).first().click();
}

/** States by path without its beginning. */
function statesOf(run: RecordedRun, start: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...run.states].map(([path, state]) => [path.startsWith(start) ? path.slice(start.length) : path, state]));
}

/** As the editor's commands know an item. */
function idOf(item: vscode.TestItem): string {
  const ids = [item.id];
  for (let parent = item.parent; parent !== undefined; parent = parent.parent) ids.unshift(parent.id);
  return ["zigFfi", ...ids].join("\0");
}

/** Runs of specs, and the children in which native code is. */
function specProcesses(): readonly string[] {
  return processesNaming(file().fsPath).filter((command) => /spec-session|specChild/.test(command));
}
