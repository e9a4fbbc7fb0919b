// The extension in a real VS Code. Each test is one window: a mocha suite of suites/ that runs inside the extension host.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { writeActions } from "./support/actionsFolder.ts";
import { chooseHost, installVsix, runInHost, withFixtures, type HostRun } from "./support/hostRun.ts";
import { writeHandWritten } from "./support/handWrittenFolder.ts";
import { prepareJourney } from "./support/journeyFolder.ts";
import { writeNativeDebugger } from "./support/nativeDebugger.ts";
import { writeManyFiles } from "./support/manyFiles.ts";
import { linkPackage, prepareSpecs } from "./support/specFolder.ts";
import { packageExtension } from "./support/packageExtension.ts";

const host = chooseHost(process.env);

if (host.kind === "missing") {
  if (host.isFailure) it("has a host", () => Promise.reject(new Error(host.text)));
  else {
    console.error(`\n${"!".repeat(host.text.length)}\n${host.text}\n${"!".repeat(host.text.length)}\n`);
    it("runs in a real VS Code", { skip: host.text });
  }
} else {
  const run = (suite: string, fixtures: readonly string[], more: (folder: string) => Omit<Partial<HostRun>, "suite"> = () => ({})) =>
    withFixtures(fixtures, (folder) => runInHost(host, { suite, workspace: folder, ...more(folder) }));

  describe("in a real VS Code", () => {
    it("editor: activation, diagnostics, hover, commands, tasks, restarts", () => run("editor", ["vec", "zoo"]));
    it("journey: from a Zig library to a checked call", () =>
      run("journey", ["kv"], (folder) => {
        prepareJourney(folder);
        return {};
      }));
    it("Test Explorer: discovery, runs, failures, crashes, cancelling, watching, debugging", () =>
      run("explorer", ["crash"], (folder) => {
        prepareSpecs(folder);
        const extensionsFolder = join(folder, "..", "extensions");
        writeNativeDebugger(extensionsFolder);
        return { extensionsFolder };
      }));
    it("hand-written declarations", () =>
      run("handWritten", [], (folder) => {
        writeHandWritten(folder);
        return {};
      }));
    it("code actions, until Zig builds", () =>
      run("codeActions", [], (folder) => {
        writeActions(folder);
        return {};
      }));
    it("layout view", () => run("layout", ["zoo"]));
    it("Restricted Mode, then trust", { skip: host.kind === "desktop" ? "runTests turns trust off" : false }, () =>
      run("trust", ["vec"], () => ({ isUntrusted: true })),
    );
    it("two folders", () =>
      run("twoRoots", ["kv", "vec"], (folder) => {
        const workspace = join(folder, "both.code-workspace");
        writeFileSync(workspace, JSON.stringify({ folders: [{ path: "kv" }, { path: "vec" }] }));
        return { workspace };
      }));
    it("5,000 files, of which 200 change at once", () =>
      run("manyFiles", [], (folder) => {
        writeManyFiles(folder);
        return {};
      }));
    it("a folder without Zig", () =>
      run("elsewhere", [], (folder) => {
        writeFileSync(join(folder, "main.ts"), "export const answer = 42;\n");
        return {};
      }));
    it("the walkthrough's example", () => run("example", []));
    it("the installed package", () =>
      run("installed", ["vec"], (folder) => {
        // An extension under development is asked for by runTests: one that does nothing.
        const developmentPath = join(folder, "..", "nothing");
        mkdirSync(developmentPath, { recursive: true });
        writeFileSync(
          join(developmentPath, "package.json"),
          JSON.stringify({ name: "nothing", publisher: "nobody", version: "0.0.1", engines: { vscode: "^1.101.0" } }),
        );
        const extensionsFolder = join(folder, "..", "extensions");
        installVsix(packageExtension(join(folder, "..")), extensionsFolder);
        linkPackage(folder);
        return { developmentPath, extensionsFolder, env: { ZIG_FFI_EXTENSIONS: extensionsFolder } };
      }));
  });
}
