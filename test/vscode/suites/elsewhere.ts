// A folder without Zig and without zig-ffi.json.
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { ownExtension } from "../support/extension.ts";
import { serverProcesses } from "../support/serverProcess.ts";
import { open } from "../support/workspace.ts";

describe("a folder without Zig", () => {
  it("activates nothing", async () => {
    await open("main.ts");
    // TypeScript is ready: by then an activation by the file would have happened too.
    await vscode.extensions.getExtension("vscode.typescript-language-features")?.activate();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.equal(ownExtension().isActive, false);
    assert.deepEqual(serverProcesses(), []);
  });
});
