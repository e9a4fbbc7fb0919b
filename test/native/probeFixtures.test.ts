import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { dumpVerifiedLayout } from "../../server/src/layout/dumpLayout.ts";
import { refine } from "../../server/src/layout/refine.ts";
import { probeModule } from "../../server/src/toolchain/probe/probeModule.ts";
import { zigFfi } from "../support/cli.ts";
import { fixtures, fixturesFolder } from "../support/fixtures.ts";
import { moduleOfFile, targetOf, verifiedTriples, zigUnderTest } from "../support/probing.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

const zig = zigUnderTest();

function rootOf(fixture: string): string {
  const config = JSON.parse(readFileSync(`${fixturesFolder}/${fixture}/zig-ffi.json`, "utf8")) as {
    readonly libraries: readonly { readonly root: string }[];
  };
  return `${fixturesFolder}/${fixture}/${config.libraries[0]?.root ?? ""}`;
}

/** WebAssembly's functions have no address. */
const alignedOnWasm = [["zoo_aligned", "target does not support function alignment"]];

// Every number that we show about the fixtures is the compiler's, on every target.
describe("fixtures against the compiler", { concurrency: 2 }, () => {
  for (const fixture of fixtures) {
    test(fixture, async (context) => {
      const root = rootOf(fixture);
      const module = moduleOfFile(root);
      const cacheFolder = temporaryFolder(context);
      for (const triple of verifiedTriples) {
        const target = targetOf(triple);
        const result = await probeModule({ module, target, zig, cacheFolder });
        if (result.kind !== "answered") assert.fail(`${triple}: ${JSON.stringify(result)}`);
        const refused = fixture === "zoo" && triple === "wasm32" ? alignedOnWasm : [];
        assert.deepEqual([...result.answer.refused], refused, triple);
        const refined = refine(module, result.answer, target);
        assert.deepEqual(
          refined.issues.map(({ message }) => message),
          [],
        );
        const dump = dumpVerifiedLayout(refined, { file: root, closure: true, showPath: (path) => path });
        assert.equal(dump.verified, true);
        const expected = [...module.containers.values()].filter(
          (item) => item.kind === "enum" || ("layout" in item && item.layout !== "auto"),
        );
        assert.equal(dump.types.length, expected.length, triple);
        assert.deepEqual(
          dump.types.filter(({ provenance }) => provenance !== "static").map(({ name }) => name),
          expected.filter((item) => item.kind === "enum" && item.tag === null).map(({ name }) => name),
          triple,
        );
        assert.deepEqual(
          module.exports.map(({ symbol }) => symbol).filter((symbol) => !result.answer.exports.has(symbol)),
          refused.map(([symbol]) => symbol),
          triple,
        );
      }
    });
  }

  test("zig-ffi dump --verify", (context) => {
    const env = { XDG_CACHE_HOME: join(temporaryFolder(context), "cache") };
    const args = ["dump", "src/zoo.zig", "--stage", "layout", "--verify", "--closure", "--target", "x86-linux-gnu"];
    const result = zigFfi(args, { cwd: `${fixturesFolder}/zoo`, env });
    assert.equal(result.code, 0, result.stderr);
    const dump = JSON.parse(result.stdout) as { readonly verified: boolean; readonly target: string; readonly types: readonly unknown[] };
    assert.deepEqual([dump.verified, dump.target], [true, "x86-linux-gnu"]);
    assert.ok(dump.types.length > 20, `${dump.types.length} types`);
  });
});
