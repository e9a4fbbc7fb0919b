import assert from "node:assert/strict";
import { test } from "node:test";
import { nativeConfiguration } from "../../../extension/src/specs/nativeDebugger.ts";

const target = { pid: 42, program: "/usr/bin/node", platform: "linux" } as const;
const [codeLldb, cpp] = ["vadimcn.vscode-lldb", "ms-vscode.cpptools"];

function configured(installed: readonly string[], platform: NodeJS.Platform): unknown {
  return nativeConfiguration((id) => installed.includes(id), { ...target, platform }, "Spec a");
}

test("the native debugger that is installed is asked to attach in its own words", () => {
  assert.equal(configured([], "linux"), undefined);
  assert.deepEqual(configured([cpp, codeLldb], "linux"), { type: "lldb", request: "attach", name: "Spec a", pid: 42, stopOnEntry: false });
  const gdb = { type: "cppdbg", request: "attach", name: "Spec a", program: "/usr/bin/node", processId: "42", MIMode: "gdb" };
  assert.deepEqual(configured([cpp], "linux"), gdb);
  assert.deepEqual(configured([cpp], "darwin"), { ...gdb, MIMode: "lldb" });
  assert.deepEqual(configured([cpp], "win32"), { type: "cppvsdbg", request: "attach", name: "Spec a", processId: "42" });
});
