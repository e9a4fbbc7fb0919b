// The rule for Zig's own faults by value, against thousands of random structs, a C compiler, and every supported Zig.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { byValueBugs } from "../../server/src/check/byValueBugs.ts";
import { compareByValue, isSystemVHost, randomByValueModule, wrongCalls } from "../support/byValueCalls.ts";
import { root } from "../support/fixtures.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";
import { readText } from "../unit/syntax/zig.ts";

for (const version of ["0.14.1", "0.15.2", "0.16.0", "0.17.0"]) {
  const zigCompiler = `${root}/.cache/zig/${version}/ziglang/zig`;
  const skip = !isSystemVHost ? "not Linux on x86_64" : existsSync(zigCompiler) ? false : `${zigCompiler} is not installed`;
  for (const seed of [1, 2, 3]) {
    test(`600 random structs with Zig ${version}, seed ${String(seed)}`, { skip }, (t) => {
      const module = randomByValueModule(seed, 600);
      const targets = ["x86_64-linux-gnu"];
      const issues = byValueBugs(readText(module.zig), { targets, zigVersion: version });
      const warned = new Set(issues.map(({ symbol }) => symbol ?? ""));
      for (const optimize of ["Debug", "ReleaseFast"] as const) {
        const wrong = wrongCalls({ ...module, folder: temporaryFolder(t), zigCompiler, optimize });
        const counts = compareByValue(module, wrong, warned);
        t.diagnostic(`${optimize}: ${JSON.stringify(counts)}`);
        assert.deepEqual(counts.missed, []);
      }
    });
  }
}
