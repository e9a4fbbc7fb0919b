import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { describeExit, runProcess } from "../../../server/src/toolchain/runProcess.ts";
import { fakeProgram, temporaryFolder } from "../../support/temporaryFolder.ts";

const env = { PATH: process.env["PATH"] };
const needsShell = process.platform === "win32" ? "the stand-ins are shell scripts" : false;

test("output, exit codes and signals; a program that is not there", { skip: needsShell }, async () => {
  let seen = "";
  const onOutput = (text: string) => {
    seen += text;
  };
  const result = await runProcess({ command: ["sh", "-c", "echo out; echo err >&2; exit 3"], env, onOutput });
  assert.deepEqual(result, { kind: "exited", code: 3, signal: null, stdout: "out\n", stderr: "err\n" });
  assert.deepEqual(seen.split("\n").sort(), ["", "err", "out"]);
  assert.equal(describeExit(await runProcess({ command: ["sh", "-c", "kill -9 $$"], env })), "was ended by SIGKILL");
  assert.match(describeExit(await runProcess({ command: ["/nowhere/program"], env })), /^did not start \(.*ENOENT/);
  assert.equal(describeExit(await runProcess({ command: [], env })), "did not start (the command is empty)");
  assert.match(describeExit(await runProcess({ command: ["a\0b"], env })), /^did not start/);
});

test("cancelling ends what the program started as well", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  const pidFile = join(folder, "pid");
  const program = fakeProgram(join(folder, "parent"), `sleep 60 & echo $! > "${pidFile}"; echo ready; wait`);
  const stop = new AbortController();
  const result = await runProcess({ command: [program], env, signal: stop.signal, onOutput: () => stop.abort() });
  assert.deepEqual(result, { kind: "cancelled" });
  const pid = Number(readFileSync(pidFile, "utf8"));
  for (let attempt = 0; attempt < 50 && isRunning(pid); attempt++) await sleep(20);
  assert.equal(isRunning(pid), false);
  assert.deepEqual(await runProcess({ command: [program], env, signal: stop.signal }), { kind: "cancelled" });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A child that ended and that nobody has waited for yet still has a number.
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
