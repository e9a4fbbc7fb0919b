// `npm run test:long`: what npm test does with one compiler, with every supported one. Installs those that are missing.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { projectZig } from "../../server/src/toolchain/projectZig.ts";
import { installableZigVersions } from "../../server/src/toolchain/zigRelease.ts";
import { fixturesFolder, root } from "../support/fixtures.ts";

const folders = ["vec", "similarity", "scan", "kv", "graph", "zoo"];
const libraries = folders.map((name) => {
  const config = JSON.parse(readFileSync(join(fixturesFolder, name, "zig-ffi.json"), "utf8")) as {
    readonly libraries: readonly [{ readonly root: string }];
  };
  return join(fixturesFolder, name, config.libraries[0].root);
});

for (const version of installableZigVersions) {
  test(`Zig ${version} builds every fixture, the zoo's functions work, our rules fit`, async () => {
    const setup = spawnSync(process.execPath, [join(root, "scripts/setup.ts"), "--zig", version], { encoding: "utf8" });
    assert.equal(setup.status, 0, setup.stderr);
    const zig = await projectZig({ root, env: { ...process.env, ZIG_FFI_TEST_ZIG: undefined }, version });
    assert.ok(zig.kind === "found");
    const folder = mkdtempSync(join(tmpdir(), "zig-ffi-every-"));
    try {
      for (const library of libraries) {
        // 0.16's own code generator miscompiles plain functions in Debug mode.
        const args = ["build-lib", "-dynamic", "-O", "Debug", "-fllvm", "-lc", `-femit-bin=${join(folder, "library.so")}`, library];
        const built: { readonly status: number | null; readonly stderr: string } = spawnSync(
          zig.command[0] ?? "zig",
          [...zig.command.slice(1), ...args],
          { cwd: folder, encoding: "utf8" },
        );
        assert.equal(built.status, 0, `${library}: ${built.stderr}`);
      }
      // The zoo was built last.
      const run = spawnSync(process.execPath, ["--test", join(root, "test/native/zoo.test.ts")], {
        encoding: "utf8",
        env: { ...process.env, ZIG_FFI_LIBRARY_ZOO: join(folder, "library.so"), NODE_TEST_CONTEXT: undefined },
      });
      assert.equal(run.status, 0, run.stdout);
      const rules = spawnSync(
        process.execPath,
        ["--test", join(root, "test/native/byValueBugs.test.ts"), join(root, "test/native/externLegality.test.ts")],
        {
          encoding: "utf8",
          env: { ...process.env, ZIG_FFI_TEST_ZIG: zig.command[0], NODE_TEST_CONTEXT: undefined },
        },
      );
      assert.equal(rules.status, 0, rules.stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
