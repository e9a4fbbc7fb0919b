import assert from "node:assert/strict";
import { test } from "node:test";
import { zigUnderTest } from "../support/probing.ts";
import { compareStd, countLines, knownShare, stdModule } from "../support/stdCorpus.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

// A part of test/long/probeStd.test.ts that is quick enough for every run.
test("types of the compiler's own std have the layouts that the compiler gives them", async (context) => {
  const zig = zigUnderTest();
  const files = ["elf.zig", "macho.zig", "coff.zig"];
  const counts = await compareStd(stdModule(zig, files), { zig, triple: "x86_64-linux-gnu", cacheFolder: temporaryFolder(context), files });
  for (const line of countLines(counts)) context.diagnostic(line);
  assert.deepEqual(
    counts.flatMap(({ wrong }) => wrong),
    [],
  );
  assert.ok(knownShare(counts) >= 0.9, `only ${knownShare(counts)} are known`);
  for (const { file, answered, types } of counts) assert.ok(types >= 30 && answered === types, `${file}: ${answered} of ${types} answered`);
});
