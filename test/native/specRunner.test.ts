// What `zig-ffi/spec` and the runner make of spec files: order, hooks, failures of every kind, reporters, interruption, watching.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { validateXML } from "xmllint-wasm";
import { zigFfi } from "../support/cli.ts";
import { root, testZig } from "../support/fixtures.ts";
import { leftovers, outcomes, processesOf, runSpecs } from "../support/specRun.ts";
import { temporaryProject } from "../support/temporaryFolder.ts";

const library = {
  "zig-ffi.json": '{ "libraries": [{ "name": "sum", "root": "sum.zig", "out": "sum.ts" }] }',
  "sum.zig": `export fn add(a: i32, b: i32) i32 {
    return a +% b;
}
export fn hang() void {
    var turns: u64 = 0;
    const place: *volatile u64 = &turns;
    while (true) place.* +%= 1;
}
`,
};

const semantics = `import { after, afterEach, before, beforeEach, describe, expect, it, test } from "zig-ffi/spec";
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
const log: string[] = [];
before(() => void log.push("before"));
beforeEach(() => void log.push("beforeEach"));
afterEach(() => void log.push("afterEach"));
describe("outer", () => {
  before(async () => { await sleep(1); log.push("outer before"); });
  beforeEach(() => void log.push("outer beforeEach"));
  afterEach(() => void log.push("outer afterEach"));
  after(() => void log.push("outer after"));
  it("runs", () => void log.push("test"));
  describe("inner", () => { it("runs", async () => { await sleep(1); log.push("inner test"); }); });
});
test("order", () => expect(log).toEqual(["before", "outer before",
  "beforeEach", "outer beforeEach", "test", "outer afterEach", "afterEach",
  "beforeEach", "outer beforeEach", "inner test", "outer afterEach", "afterEach",
  "outer after", "beforeEach"]));
it("fails", () => { console.log("said"); console.error("complained"); expect({ a: 1 }).toEqual({ a: 2 }); });
it("fails with assert", () => assert.equal(1, 2));
it("throws what is no error", () => { throw 5; });
it("takes too long", () => new Promise(() => setTimeout(() => undefined, 60_000)), 50);
it("rejects elsewhere", async () => { void Promise.reject(new Error("stray")); await sleep(1000); });
it("leaves a rejection", () => { void Promise.reject(new Error("left")); });
it("throws in a timer", async () => { setTimeout(() => { throw new TypeError("late"); }, 1); await sleep(1000); });
it.skip("is skipped", () => { throw new Error("ran"); });
it.todo("is to be done");
it("has no body");
describe.skip("a skipped group", () => { it("is skipped too", () => { throw new Error("ran"); }); });
it.each([[1, 2, 3], [4, 5, 9]])("%d + %d = %d", (a, b, sum) => expect(a + b).toBe(sum));
describe.each([{ unit: "ms" }])("in $unit", ({ unit }) => { it("row %#", () => expect(unit).toBe("ms")); });
it("twice", () => undefined);
it("twice", () => undefined);
it("declares late", () => { it("never", () => undefined); });
`;

const only = `import { describe, it } from "zig-ffi/spec";
it("is left out", () => undefined);
it.only("is chosen", () => undefined);
describe.only("chosen group", () => { it("runs", () => undefined); });
describe("group", () => { it.only("runs", () => undefined); it("is left out", () => undefined); });
`;

const hooks = `import { after, afterEach, before, beforeEach, describe, it } from "zig-ffi/spec";
describe("before", () => { before(() => { throw new Error("no start"); }); it("a", () => undefined); it.skip("b", () => undefined); });
describe("beforeEach", () => { beforeEach(() => { throw new Error("no test"); }); it("a", () => { throw new Error("ran"); }); });
describe("afterEach", () => { afterEach(() => { throw new Error("no end"); }); it("a", () => undefined); });
describe("after", () => { after(() => { throw new Error("no clean end"); }); it("a", () => undefined); });
describe("exit", () => { before(() => { process.exit(4); }); it("a", () => undefined); it("b", () => undefined); });
it("still runs", () => undefined);
`;

const uses = `import { expect, it } from "zig-ffi/spec";
import { load } from "./sum.ts";
it("adds", () => expect(load().add(1, 2)).toBe(3));
`;

const different = `import { differential } from "zig-ffi/spec";
import { abi, load } from "./sum.ts";
differential(load(), "add", { abi, reference: (a, b) => (b === 0 ? a : a + b + 1) | 0, seed: 3 });
differential(load(), "add", { abi, reference: (a, b) => (a + b) | 0 });
differential(load(), "add", { abi: { functions: {}, types: {} }, reference: (a) => a });
`;

const gone = `import { existsSync, writeFileSync } from "node:fs";
import { it } from "zig-ffi/spec";
if (existsSync(new URL("./ran", import.meta.url))) process.exit(5);
it("exits", () => { writeFileSync(new URL("./ran", import.meta.url), ""); process.exit(6); });
it("is not reached", () => undefined);
`;

const hangs = `import { it } from "zig-ffi/spec";
import { load } from "./sum.ts";
const sum = load();
it("hangs", () => { console.log("hanging"); sum.hang(); }, 600_000);
`;

test("order, hooks, failures, tables", (t) => {
  const project = newProject(t, { "a.spec.ts": semantics });
  const { code, files } = runSpecs(project);
  assert.equal(code, 1);
  assert.deepEqual(outcomes(files[0]), [
    "outer > runs: passed",
    "outer > inner > runs: passed",
    "order: passed",
    "fails: failed expect(received).toEqual(expected) // deep equality",
    "fails with assert: failed Expected values to be strictly equal:",
    "throws what is no error: failed thrown: 5",
    'takes too long: failed "takes too long" took longer than 50 ms',
    "rejects elsewhere: failed stray",
    "leaves a rejection: failed left",
    "throws in a timer: failed TypeError: late",
    "is skipped: skipped",
    "is to be done: todo",
    "has no body: todo",
    "a skipped group > is skipped too: skipped",
    "1 + 2 = 3: passed",
    "4 + 5 = 9: passed",
    "in ms > row %#: passed",
    "twice: passed",
    "twice #2: passed",
    'declares late: failed it("never") was called while tests run: declare tests and hooks while the file is imported',
  ]);
  assert.deepEqual(files[0]?.failures, []);
  const failed = files[0].tests.find(({ test }) => test.id === "fails");
  assert.ok(failed?.outcome.kind === "failed");
  assert.deepEqual(failed.outcome.failure.difference, { expected: "{ a: 2 }", actual: "{ a: 1 }" });
  assert.deepEqual([failed.stdout, failed.stderr, failed.test.line, failed.test.column], ["said\n", "complained\n", 20, 1]);
  assert.match(failed.outcome.failure.stack ?? "", /^at .*a\.spec\.ts:20:\d+\)?$/);
  assert.deepEqual(leftovers(project), []);
});

test("only, a filter, hooks that fail, files that cannot be imported, shards", (t) => {
  const project = newProject(t, {
    "only.spec.ts": only,
    "hooks.spec.ts": hooks,
    "broken.spec.ts": 'throw new Error("no import");',
    "none.spec.ts": "export {};",
  });
  const { files } = runSpecs(project);
  assert.deepEqual(
    files.map(({ file }) => basename(file)),
    ["broken.spec.ts", "hooks.spec.ts", "none.spec.ts", "only.spec.ts"],
  );
  const [broken, hooked, none, chosen] = files;
  assert.deepEqual(
    broken?.failures.map(({ message }) => message),
    ["no import"],
  );
  assert.deepEqual(
    none?.failures.map(({ message }) => message),
    ['the file declares no tests: import { it } from "zig-ffi/spec"'],
  );
  assert.deepEqual(outcomes(chosen), [
    "is left out: skipped",
    "is chosen: passed",
    "chosen group > runs: passed",
    "group > runs: passed",
    "group > is left out: skipped",
  ]);
  assert.deepEqual(outcomes(hooked), [
    'before > a: failed the before hook of "before" failed: no start',
    "before > b: skipped",
    'beforeEach > a: failed the beforeEach hook of "beforeEach" failed: no test',
    'afterEach > a: failed the afterEach hook of "afterEach" failed: no end',
    "after > a: passed",
    'exit > a: failed the process exited with code 4 in the before hook of "exit"',
    'exit > b: failed the process exited with code 4 in the before hook of "exit"',
    "still runs: passed",
  ]);
  assert.deepEqual(
    hooked?.failures.map(({ message }) => message),
    ['the after hook of "after" failed: no clean end'],
  );
  const filtered = runSpecs(project, ["only", "-t", "group runs"]);
  assert.deepEqual([filtered.code, ...outcomes(filtered.files[0])], [0, "chosen group > runs: passed", "group > runs: passed"]);
  assert.deepEqual(
    runSpecs(project, ["--shard", "2/3"]).files.map(({ file }) => basename(file)),
    ["hooks.spec.ts"],
  );
});

test("differential tests show the simplest difference", (t) => {
  const { code, files } = runSpecs(newProject(t, { "a.spec.ts": different }));
  assert.equal(code, 1);
  const texts = files[0]?.tests.map(({ outcome }) => (outcome.kind === "failed" ? outcome.failure.message : outcome.kind));
  assert.match(texts?.[0] ?? "", /^add\(0, -1\)\nresult: native -1, reference 0\n\(seed 3, \d+ steps to simplify\)$/);
  assert.deepEqual(texts?.slice(1), ["passed", "add is not in abi: known are "]);
});

test("tests that no child reaches are failed, not lost", (t) => {
  const { files } = runSpecs(newProject(t, { "a.spec.ts": gone }));
  assert.deepEqual(outcomes(files[0]), [
    "exits: failed the process exited with code 6 during this test",
    "is not reached: failed not run: the process ended before it, each time",
  ]);
  assert.deepEqual(
    files[0]?.failures.map(({ message }) => message),
    ["the process exited with code 5 while the file was imported"],
  );
});

test("usage and environment give 2, compile errors 1 with the Zig line", (t) => {
  const project = newProject(t, { "a.spec.ts": uses });
  const run = (...args: string[]) => zigFfi(["test", ...args], { cwd: project });
  assert.deepEqual([run("--shard", "3/2").code, run("-t", "(").code, run("--timeout", "x").code, run("missing").code], [2, 2, 2, 2]);
  assert.match(run("missing").stderr, /no spec file is called missing: known are a\.spec\.ts/);
  writeFileSync(join(project, "sum.zig"), "export fn add(a: i32, b: i32) i32 {\n    return a + c;\n}\n");
  const failed = run();
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /sum\.zig:2:16: error: use of undeclared identifier 'c'/);
  assert.equal(failed.stdout, "");
  // Programs read a document in any case.
  const text = (reporter: string) => run("--reporter", reporter).stdout;
  const { summary, files } = runSpecs(project);
  assert.deepEqual([summary["fileFailures"], files.length], [1, 1]);
  assert.deepEqual(files[0]?.failures, [
    {
      ...{ message: "sum does not compile\nuse of undeclared identifier 'c'", stack: `at ${project}/sum.zig:2:16` },
      ...{ difference: null, crash: null },
    },
  ]);
  assert.match(text("tap"), /^TAP version 14\n1\.\.1\nnot ok 1 - sum\.zig\n/);
  assert.match(text("junit"), /<testsuite name="sum\.zig" tests="1" failures="0" errors="1"[^]*<error message="sum does not compile"/);
});

test("coverage tells the lines that ran, of all but the specs", (t) => {
  const covered = `import { expect, it } from "zig-ffi/spec";
import { half } from "./half.ts";
it("halves", () => expect(half(4)).toBe(2));
`;
  const half = `export function half(value: number): number {
  if (value % 2 === 1) {
    throw new RangeError("odd");
  }
  return value / 2;
}
`;
  const project = newProject(t, { "a.spec.ts": covered, "half.ts": half });
  const { code, stderr } = zigFfi(["test", "--coverage", "lcov.info"], { cwd: project });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /\nlines +covered +not covered\nhalf\.ts +75\.0 % {2}3\n$/);
  const lcov = readFileSync(join(project, "lcov.info"), "utf8");
  assert.equal(lcov, "TN:\nSF:half.ts\nDA:1,1\nDA:2,1\nDA:3,0\nDA:5,1\nLF:4\nLH:3\nend_of_record\n");
});

test("the reporters agree, and JUnit is valid", async (t) => {
  const project = newProject(t, { "a.spec.ts": semantics, "hooks.spec.ts": hooks });
  const { summary, files } = runSpecs(project);
  assert.deepEqual(summary, { passed: 10, failed: 13, skipped: 3, todo: 2, fileFailures: 1 });
  const text = (reporter: string) => zigFfi(["test", "--reporter", reporter], { cwd: project }).stdout;
  assert.match(text("spec"), /\n10 passed, 13 failed, 3 skipped, 2 to do, 1 failure outside of tests in 2 files \(\d+\.\d\d s\)\n$/);
  const tap = text("tap");
  const count = (pattern: RegExp) => tap.match(pattern)?.length ?? 0;
  assert.match(tap, /^TAP version 14\n1\.\.29\n/);
  assert.deepEqual(
    [count(/^ok .*(?<!SKIP)$/gm), count(/^not ok .*(?<!TODO)$/gm), count(/ # SKIP$/gm), count(/ # TODO$/gm)],
    [10, 14, 3, 2],
  );
  const junit = text("junit");
  // Of Jenkins' xUnit plugin, unchanged.
  const schema = readFileSync(join(root, "test/support/junit-10.xsd"), "utf8");
  const { valid, errors } = await validateXML({ xml: [{ fileName: "junit.xml", contents: junit }], schema: [schema] });
  assert.ok(valid, errors.map(({ message }) => message).join("\n"));
  const sum = (name: string) =>
    [...junit.matchAll(new RegExp(`<testsuite .*\\b${name}="(\\d+)"`, "g"))].reduce((all, match) => all + Number(match[1]), 0);
  // The same tests, in the same order, with the same outcomes.
  const names = { passed: "passed", failed: "failed", skipped: "skipped", todo: "skipped" };
  const expected = files.flatMap((file) => [
    ...file.failures.map(() => "outside: failed"),
    ...file.tests.map(({ test: { names: path }, outcome }) => `${path.join(" > ")}: ${names[outcome.kind]}`),
  ]);
  const points = [...tap.matchAll(/^(ok|not ok) \d+ - (?:a|hooks)\.spec\.ts(?: > )?(.*?)(?: # (SKIP|TODO))?$/gm)];
  const tapVerdicts = points.map(([, sign, name = "", directive]) => {
    const verdict = directive === undefined ? (sign === "ok" ? "passed" : "failed") : "skipped";
    return `${name === "" ? "outside" : name.replaceAll("\\#", "#")}: ${verdict}`;
  });
  assert.deepEqual(tapVerdicts, expected);
  const cases = [
    ...junit.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"[^>]*?(?:\/>|>\s*<(failure|error|skipped|system-out|system-err)\b)/g),
  ];
  const junitVerdicts = cases.map(([, name = "", classname = "", first]) => {
    const verdict = first === "failure" || first === "error" ? "failed" : first === "skipped" ? "skipped" : "passed";
    const path = [...classname.split(" &gt; ").slice(1), name].join(" > ");
    return `${name === "outside of tests" ? "outside" : path}: ${verdict}`;
  });
  assert.deepEqual(junitVerdicts, expected);
  // Crashes and failures outside of tests are errors.
  assert.deepEqual([sum("tests"), sum("failures"), sum("errors"), sum("skipped")], [29, 11, 3, 5]);
});

test("an interrupt ends hanging native code and leaves nothing", async (t) => {
  const project = newProject(t, { "a.spec.ts": hangs });
  assert.equal(zigFfi(["build"], { cwd: project }).code, 0);
  const run = startTest(project, []);
  const folder = `${project}/.zig-cache/zig-ffi`;
  await until(() => processesOf(folder).length > 0, "the child runs");
  await new Promise((resolve) => setTimeout(resolve, 500));
  run.child.kill("SIGINT");
  assert.equal(await run.ended, 130);
  assert.deepEqual(leftovers(project), []);
});

test("watching runs what a change concerns", async (t) => {
  const project = newProject(t, { "a.spec.ts": uses, "other.spec.ts": only });
  const run = startTest(project, ["--watch"]);
  await until(() => run.output().includes("in 2 files") && run.output().includes("watching for changes"), "the first run", run.output);
  const seen = run.output().length;
  writeFileSync(join(project, "sum.zig"), library["sum.zig"].replace("a +% b", "a -% b"));
  await until(() => run.output().slice(seen).includes("1 failed in 1 file"), "the run after a change", run.output);
  assert.doesNotMatch(run.output().slice(seen), /other\.spec\.ts/);
  run.child.kill("SIGINT");
  assert.equal(await run.ended, 130);
  assert.deepEqual(leftovers(project), []);
});

const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill("SIGKILL");
});

function newProject(t: Parameters<typeof temporaryProject>[0], files: Readonly<Record<string, string>>): string {
  const project = temporaryProject(t, { ...library, ...files }).replaceAll("\\", "/");
  const generated = zigFfi(["generate"], { cwd: project });
  assert.equal(generated.code, 0, generated.stderr);
  return project;
}

function startTest(
  cwd: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<number | null>; readonly output: () => string } {
  const env = { ...process.env, ZIG: testZig(), NO_COLOR: "1" };
  const child = spawn(process.execPath, [join(root, "server/src/cli/main.ts"), "test", ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = new Promise<number | null>((resolve) =>
    child.once("close", (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return { child, ended, output: () => text };
}

async function until(condition: () => boolean, what: string, output: () => string = () => ""): Promise<void> {
  const end = performance.now() + 60_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`${what}: waited too long\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
