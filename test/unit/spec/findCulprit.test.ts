import assert from "node:assert/strict";
import { test } from "node:test";
import type { SpecTest } from "../../../server/src/protocol/specEvents.ts";
import { findCulprit } from "../../../server/src/spec/findCulprit.ts";

const [a, b, c] = ["a", "b", "c"].map((id): SpecTest => ({ id, names: [id], line: null, column: null })) as [SpecTest, SpecTest, SpecTest];

/** `crashing`: the tests, joined, that end in a crash; `ends`: those after which the time is up. */
const cases: readonly (readonly [name: string, crashing: string, ends: string, verdict: unknown, runs: readonly string[]])[] = [
  ["it crashes alone", "c", "", { kind: "own" }, ["c"]],
  ["the import crashes", "", "", { kind: "unknown" }, ["c", ""]],
  ["the first of two", "ac", "", { kind: "earlier", test: a }, ["c", "", "bc", "ac"]],
  ["time is up before the first is tried", "ac", "bc", { kind: "unknown" }, ["c", "", "bc"]],
  ["none", "-", "", { kind: "unknown" }, ["c", "", "bc", "ac"]],
];

for (const [name, crashing, ends, expected, expectedRuns] of cases)
  test(name, async () => {
    const stop = new AbortController();
    const runs: string[] = [];
    const verdict = await findCulprit({
      earlier: [a, b],
      crashed: c,
      signal: stop.signal,
      run: (tests) => {
        const key = tests.map(({ id }) => id).join("");
        runs.push(key);
        if (key === ends && ends !== "") stop.abort();
        return Promise.resolve({ isCrash: key === crashing });
      },
    });
    assert.deepEqual([verdict, runs], [expected, expectedRuns]);
  });
