// The rule for Zig's own faults by value, against random structs and a C compiler. test/long has more of them, and other compilers.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { byValueBugs } from "../../server/src/check/byValueBugs.ts";
import { compareByValue, isSystemVHost, randomByValueModule, wrongCalls } from "../support/byValueCalls.ts";
import { testZig } from "../support/fixtures.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";
import { readText } from "../unit/syntax/zig.ts";

const skip = isSystemVHost ? false : "only Linux on x86_64 has the calling convention and the system calls of this test";

test("the rule warns of every struct that Zig passes wrongly", { skip }, (t) => {
  const zigVersion = execFileSync(testZig(), ["version"], { encoding: "utf8" }).trim();
  const module = randomByValueModule(1, 150);
  const targets = ["x86_64-linux-gnu"];
  const warned = new Set(byValueBugs(readText(module.zig), { targets, zigVersion }).map(({ symbol }) => symbol ?? ""));
  const wrong = wrongCalls({ ...module, folder: temporaryFolder(t), zigCompiler: testZig(), optimize: "ReleaseFast" });
  const counts = compareByValue(module, wrong, warned);
  t.diagnostic(JSON.stringify(counts));
  assert.deepEqual(counts.missed, []);
  assert.ok(wrong.size > 20, "hardly anything goes wrong: has Zig repaired it?");
});
