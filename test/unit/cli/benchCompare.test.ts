import assert from "node:assert/strict";
import { test } from "node:test";
import { findResult, isUnclear, ratioText, timeText } from "../../../server/src/cli/benchCompare.ts";
import type { BenchReport } from "../../../server/src/protocol/benchReport.ts";

const times: Readonly<Record<string, number>> = {
  "0.31 ns": 0.3141,
  "9.99 ns": 9.991,
  "10.0 ns": 9.996,
  "100 ns": 99.96,
  "999 ns": 999.4,
  "1.00 µs": 999.6,
  "12.3 ms": 12_345_678,
  "2.50 s": 2.5e9,
};
for (const [text, ns] of Object.entries(times)) test(`${ns} ns: ${text}`, () => assert.equal(timeText(ns), text));

const ratios: Readonly<Record<string, number>> = { "the same": 1.004, "2.00× slower": 2, "4.00× faster": 0.25, "125× faster": 0.008 };
for (const [text, ratio] of Object.entries(ratios)) test(`${ratio}: ${text}`, () => assert.equal(ratioText(ratio), text));

test("a benchmark is found again in the same file, else by a name that is unique", () => {
  const result = (file: string, ...names: string[]) => ({ file, names, series: [], failure: null });
  const environment = { cpu: "", platform: "", node: "", zig: "", optimize: "", libraries: {} };
  const results = [result("a", "x"), result("b", "x"), result("b", "y")];
  const report: BenchReport = { version: 1, label: "", startedAt: "", environment, results };
  assert.equal(findResult(report, result("b", "x")), results[1]);
  assert.equal(findResult(report, result("c", "x")), undefined);
  assert.equal(findResult(report, result("c", "y")), results[2]);
});

test("differences within the middle halves may be chance", () => {
  const spread = (p25: number, p75: number) => ({ p05: 0, p25, median: (p25 + p75) / 2, p75, p95: 100 });
  assert.equal(isUnclear(spread(1, 3), spread(3, 5)), true);
  assert.equal(isUnclear(spread(1, 3), spread(3.1, 5)), false);
  assert.equal(isUnclear(spread(3.1, 5), spread(1, 3)), false);
});
