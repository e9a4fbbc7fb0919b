import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { refine } from "../../server/src/layout/refine.ts";
import { probeModule } from "../../server/src/toolchain/probe/probeModule.ts";
import { fixtures, fixturesFolder, root } from "../support/fixtures.ts";
import { moduleOfFile, targetOf, verifiedTriples, zigAt } from "../support/probing.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

// The fixtures are verified by every supported compiler for every target; test/native/probeFixtures.test.ts does it with the project's own.
for (const version of ["0.14.1", "0.16.0", "0.17.0"]) {
  const path = `${root}/.cache/zig/${version}/ziglang/zig`;
  describe(`fixtures with Zig ${version}`, { skip: existsSync(path) ? false : `${path} is not installed`, concurrency: false }, () => {
    for (const fixture of fixtures) {
      test(fixture, async (context) => {
        const zig = zigAt(path);
        const config = JSON.parse(readFileSync(`${fixturesFolder}/${fixture}/zig-ffi.json`, "utf8")) as {
          readonly libraries: readonly { readonly root: string }[];
        };
        const module = moduleOfFile(`${fixturesFolder}/${fixture}/${config.libraries[0]?.root ?? ""}`);
        const cacheFolder = temporaryFolder(context);
        for (const triple of verifiedTriples) {
          const result = await probeModule({ module, target: targetOf(triple), zig, cacheFolder });
          if (result.kind !== "answered") assert.fail(`${triple}: ${JSON.stringify(result)}`);
          const { issues } = refine(module, result.answer, targetOf(triple));
          assert.deepEqual(
            issues.map(({ message }) => message),
            [],
          );
          const refused = [...result.answer.refused].filter(([name]) => !(name === "zoo_aligned" && triple === "wasm32"));
          assert.deepEqual(refused, [], triple);
          context.diagnostic(`${version} ${fixture} ${triple}: ${result.answer.containers.size} types verified`);
        }
      });
    }
  });
}
