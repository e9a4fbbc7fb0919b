// `zig-ffi bench`: what is measured, the table, the files, comparisons, failures. Times themselves are only checked for order.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { BenchReport } from "../../server/src/protocol/benchReport.ts";
import { zigFfi } from "../support/cli.ts";
import { generatedProject } from "../support/specProject.ts";
import { outcomes, runSpecs } from "../support/specRun.ts";

const files = {
  "zig-ffi.json": '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "lib.ts" }] }',
  "lib.zig": `export fn add(a: i32, b: i32) i32 {
    return a +% b;
}
export fn spin(turns: u32) u32 {
    var i: u32 = 0;
    const place: *volatile u32 = &i;
    while (place.* < turns) place.* += 1;
    return i;
}
export fn abort_now() void {
    @trap();
}
`,
  "speed.spec.ts": `import { bench, describe, expect, it } from "zig-ffi/spec";
import { load } from "./lib.ts";
const lib = load();
describe("calls", () => {
  bench("spin", () => lib.spin(10_000), { baseline: { short: () => lib.spin(100), later: async () => { await Promise.resolve(); } } });
  bench("add", () => lib.add(1, 2), { baseline: () => 3, time: 10 });
  bench.skip("skipped", () => { throw new Error("ran"); });
  it("is a test", () => expect(lib.add(1, 2)).toBe(3));
});
`,
  "bad.spec.ts": `import { bench } from "zig-ffi/spec";
import { load } from "./lib.ts";
const lib = load();
bench("throws", () => { throw new Error("no luck"); });
bench("crashes", () => lib.abort_now());
bench("goes on", () => lib.add(1, 2));
`,
};

test("benchmarks are measured, compared and written", (t) => {
  const project = generatedProject(t, files);
  const run = (...args: string[]) => zigFfi(["bench", "--time", "30", ...args], { cwd: project });
  const first = run("speed", "--json", "first.json", "--label", "first");
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stderr, /lib: zig-out\/lib\/liblib\.so built in/);
  const report = readReport(join(project, "first.json"));
  assert.deepEqual([report.version, report.label, report.environment.optimize], [1, "first", "ReleaseFast"]);
  assert.deepEqual(
    report.results.map(({ file, names, series, failure }) => [
      file,
      names,
      series.map(({ name, isBaseline }) => [name, isBaseline]),
      failure,
    ]),
    [
      [
        "speed.spec.ts",
        ["calls", "spin"],
        [
          ["spin", false],
          ["short", true],
          ["later", true],
        ],
        null,
      ],
      [
        "speed.spec.ts",
        ["calls", "add"],
        [
          ["add", false],
          ["baseline", true],
        ],
        null,
      ],
    ],
  );
  for (const { ns, samples, callsPerSample } of report.results.flatMap(({ series }) => series)) {
    assert.ok(0 < ns.p05 && ns.p05 <= ns.p25 && ns.p25 <= ns.median && ns.median <= ns.p75 && ns.p75 <= ns.p95, JSON.stringify(ns));
    assert.ok(samples >= 10 && callsPerSample >= 1, `${samples} ${callsPerSample}`);
  }
  const [long = NaN, short = NaN] = report.results[0]?.series.map(({ ns }) => ns.median) ?? [];
  assert.ok(long > 5 * short, `10,000 turns take ${long} ns, 100 take ${short} ns`);

  const second = run("speed", "-t", "add", "--compare", "first.json", "--html", "page.html");
  assert.equal(second.code, 0, second.stderr);
  assert.match(
    second.stdout,
    /^ +median +spread +calls\/s +vs library +vs first\nspeed\.spec\.ts\n {2}calls > add\n {4}add +[\d.]+ ns +±[\d.]+ % +[\d.]+ [MG] /,
  );
  assert.doesNotMatch(second.stdout, /spin/);
  const page = readFileSync(join(project, "page.html"), "utf8");
  assert.match(page, /^<!doctype html>\n<html lang="en">/);
  assert.doesNotMatch(page, /<(?:script|link|img)[^>]+(?:src|href)=/);
  const data = /<script type="application\/json" id="data">(.*)<\/script>/.exec(page)?.[1] ?? "";
  const { earlier } = JSON.parse(data) as { readonly earlier: readonly BenchReport[] };
  assert.deepEqual(earlier, [report]);
});

test("a benchmark that fails or crashes is told, the others are measured", (t) => {
  const project = generatedProject(t, files);
  const { code, stdout } = zigFfi(["bench", "--time", "10", "bad", "--json", "bad.json"], { cwd: project });
  assert.equal(code, 1);
  const { results } = readReport(join(project, "bad.json"));
  assert.deepEqual(
    results.map(({ names, series, failure }) => [names[0], series.length, failure?.split("\n")[0]?.replace(/SIG\w+/, "SIG") ?? null]),
    [
      ["throws", 0, "no luck"],
      ["crashes", 0, "the process was ended by SIG during this test"],
      ["goes on", 1, null],
    ],
  );
  assert.match(stdout, / {2}throws\n {4}failed: no luck\n/);
});

test("for zig-ffi test a benchmark is a test that calls each function once; wrong usage gives 2", (t) => {
  const project = generatedProject(t, files);
  const { code, files: results } = runSpecs(project, ["speed"]);
  assert.deepEqual(
    [code, ...outcomes(results[0])],
    [0, "calls > spin: passed", "calls > add: passed", "calls > skipped: skipped", "calls > is a test: passed"],
  );
  const wrong = zigFfi(["bench", "--compare", "zig-ffi.json"], { cwd: project });
  assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
  assert.match(wrong.stderr, /--compare zig-ffi\.json: no such report; it takes files that zig-ffi bench --json has written/);
});

function readReport(file: string): BenchReport {
  return JSON.parse(readFileSync(file, "utf8")) as BenchReport;
}
