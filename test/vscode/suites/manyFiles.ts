// The folder is that of support/manyFiles.ts.
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { CheckResult, GenerateResult } from "../../../server/src/protocol/libraries.ts";
import { deleteHalf, libraryCount, writeLibraries } from "../support/manyFiles.ts";
import { serverProcesses } from "../support/serverProcess.ts";
import { until } from "../support/until.ts";
import { folderUri } from "../support/workspace.ts";

async function untilErrors(count: number): Promise<void> {
  await until(`${count} errors`, async () => {
    const { errors } = await vscode.commands.executeCommand<CheckResult>("zigFfi.check");
    return errors === count;
  });
}

describe("a folder of 5,000 files", () => {
  it("is looked at, and no library has an error", async () => {
    await until("the libraries", async () => {
      const result = await vscode.commands.executeCommand<CheckResult | undefined>("zigFfi.check");
      return result?.errors === 0;
    });
  });
  it("has its errors after a change of branch, and loses them after the way back", async () => {
    writeLibraries(folderUri().fsPath, "[]const");
    await untilErrors(libraryCount);
    writeLibraries(folderUri().fsPath, "*const");
    await untilErrors(0);
  });
  it("has the libraries that are left after half of them were deleted", async () => {
    deleteHalf(folderUri().fsPath);
    const results = await until("half of the libraries", async () => {
      const found = await vscode.commands.executeCommand<readonly GenerateResult[]>("zigFfi.generateAll");
      return found.length === libraryCount / 2 && found;
    });
    assert.deepEqual([...new Set(results.map(({ library }) => Number(library.replace("library", "")) % 2))], [1]);
    assert.equal(serverProcesses().length, 1);
  });
});
