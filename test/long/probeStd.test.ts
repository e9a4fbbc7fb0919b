import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { root } from "../support/fixtures.ts";
import { verifiedTriples, zigAt, zigUnderTest } from "../support/probing.ts";
import { compareStd, countLines, knownShare, stdFiles, stdModule } from "../support/stdCorpus.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

const others = ["0.14.1", "0.16.0", "0.17.0"].map((version) => `${root}/.cache/zig/${version}/ziglang/zig`);

// The whole corpus: all six files, on all targets with the project's compiler, on one target with the other ones.
describe("the compiler's own std", { concurrency: false }, () => {
  const runs = [
    { zig: zigUnderTest().command[0] ?? "", triples: verifiedTriples },
    ...others.map((zig) => ({ zig, triples: ["x86_64-linux-gnu", "x86-linux-gnu"] })),
  ];
  for (const { zig: path, triples } of runs) {
    const skip = existsSync(path) ? false : `${path} is not installed`;
    test(`std of ${path.replace(root, "")}`, { skip }, async (context) => {
      const zig = zigAt(path);
      const module = stdModule(zig);
      const cacheFolder = temporaryFolder(context);
      for (const triple of triples) {
        const counts = await compareStd(module, { zig, triple, cacheFolder, files: stdFiles });
        for (const line of countLines(counts)) context.diagnostic(`${zig.version} ${triple}: ${line}`);
        assert.deepEqual(
          counts.flatMap(({ wrong }) => wrong),
          [],
        );
        assert.ok(knownShare(counts) >= 0.9, `${triple}: only ${knownShare(counts)} are known`);
      }
    });
  }
});
