// The fixtures' own specs, through the command line, with exact results.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fixturesFolder } from "../support/fixtures.ts";
import { leftovers, outcomes, runSpecs } from "../support/specRun.ts";

const passing: Readonly<Record<string, number>> = { vec: 17, similarity: 15, kv: 5, graph: 7, scan: 9, zoo: 11 };

for (const [name, count] of Object.entries(passing)) {
  test(`${name}: ${count} specs pass`, () => {
    const project = `${fixturesFolder}/${name}`;
    const { code, files, summary } = runSpecs(project);
    assert.deepEqual(
      files.flatMap(outcomes).filter((line) => !line.endsWith(": passed")),
      [],
    );
    assert.deepEqual([code, summary], [0, { passed: count, failed: 0, skipped: 0, todo: 0, fileFailures: 0 }]);
    assert.deepEqual(leftovers(project), []);
  });
}
