// What a spec file may do to its process, and what the run must still tell. Needs the built runtime in dist/.
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { SpecFileResult } from "../../server/src/protocol/specEvents.ts";
import { zigFfi } from "../support/cli.ts";
import { fixturesFolder, root, testZig } from "../support/fixtures.ts";

const project = `${fixturesFolder}/crash`;
const folder = `${project}/.zig-cache/survival-${process.pid}`;
mkdirSync(folder, { recursive: true });
after(() => rmSync(folder, { recursive: true, force: true }));

function specFile(name: string, body: string): string {
  const file = join(folder, `${name}.spec.ts`);
  const imports = `import { beforeEach, describe, expect, it } from "zig-ffi/spec";\nimport { load } from "../../bindings.ts";\n`;
  writeFileSync(file, `${imports}const crash = load();\nvoid [beforeEach, describe, expect, it, crash];\n${body}\n`);
  return file;
}

interface Verdict {
  readonly code: number | null;
  /** `name: outcome`, with the first line of a failure's message. */
  readonly tests: readonly string[];
  readonly outside: readonly string[];
  readonly seconds: number;
}

function run(name: string, body: string, flags: readonly string[] = []): Verdict {
  const started = performance.now();
  const { code, stdout, stderr } = zigFfi(["test", "--reporter", "json", ...flags, specFile(name, body)], { cwd: project });
  const seconds = (performance.now() - started) / 1000;
  assert.match(stdout, /^\{/, stderr);
  const [file] = (JSON.parse(stdout) as { readonly files: readonly SpecFileResult[] }).files;
  assert.ok(file !== undefined);
  const tests = file.tests.map(({ test: { names }, outcome }) => {
    const first = outcome.kind === "failed" ? `: ${outcome.failure.message.split("\n").slice(0, 2).join(" | ")}` : "";
    return `${names.join(" > ")}: ${outcome.kind}${first}`;
  });
  return { code, tests, outside: file.failures.map(({ message }) => message), seconds };
}

describe("errors that nobody catches", () => {
  test("fail the test that they come from, or the file, and never end the run", () => {
    const { code, tests, outside } = run(
      "stray",
      `it("floating", () => { void Promise.reject(new Error("stray")); });
       it("innocent", () => { expect(1).toBe(1); });
       it("late", () => { setTimeout(() => { throw new Error("thrown late"); }, 20); });
       it("waits", async () => { await new Promise((resolve) => setTimeout(resolve, 60)); });
       it("last", () => { expect(1).toBe(1); });`,
    );
    assert.deepEqual(tests, ["floating: failed: stray", "innocent: passed", "late: passed", "waits: failed: thrown late", "last: passed"]);
    assert.deepEqual([code, outside], [1, []]);
  });
});

describe("limits", () => {
  test("hooks and body have one each", () => {
    const { code, tests } = run(
      "hooks",
      `const wait = () => new Promise((resolve) => setTimeout(resolve, 400));
       beforeEach(wait);
       it("takes 400 ms after a hook of 400 ms", async () => { await wait(); }, 700);`,
      ["--timeout", "700"],
    );
    assert.deepEqual([code, tests], [0, ["takes 400 ms after a hook of 400 ms: passed"]]);
  });

  test("native code that hangs in a body after a hook is killed by the body's limit", () => {
    const { tests, seconds } = run(
      "hang",
      `beforeEach(() => undefined);
       it("hangs", () => { crash.hang(); }, 300);
       it("goes on", () => undefined);`,
      ["--timeout", "50000"],
    );
    assert.deepEqual(tests, [
      "hangs: failed: native code, or a loop, did not come to its end within 300 ms and was killed during this test",
      "goes on: passed",
    ]);
    assert.ok(seconds < 25, `${seconds} s`);
  });
});

describe("tests whose names or number differ in each process", () => {
  test("are found again by their position", () => {
    const { tests } = run(
      "names",
      `it(\`aborts in \${process.pid}\`, () => { crash.abort_now(); });
       it(\`works in \${process.pid}\`, () => { expect(crash.add(1, 2)).toBe(3); });`,
    );
    assert.equal(tests.length, 2);
    assert.match(tests[0] ?? "", /^aborts in \d+: failed: the process was ended by SIGABRT/);
    assert.match(tests[1] ?? "", /^works in \d+: passed$/);
  });

  test("fail when they cannot be found again", () => {
    const state = join(folder, "second-time");
    const { tests } = run(
      "number",
      `import { existsSync, writeFileSync } from "node:fs";
       it("aborts", () => { crash.abort_now(); });
       if (!existsSync(${JSON.stringify(state)})) it("only once", () => undefined);
       writeFileSync(${JSON.stringify(state)}, "");`,
    );
    assert.equal(tests.length, 2);
    assert.match(tests[1] ?? "", /^only once: failed: the file declared 2 tests, and 1 when a new process imported it after a crash/);
  });
});

test("a process that a spec leaves behind neither delays the run nor outlives it", async () => {
  const note = join(folder, "pid");
  const { code, seconds, outside } = run(
    "leftBehind",
    `import { spawn } from "node:child_process";
     import { writeFileSync } from "node:fs";
     it("starts a process", () => {
       const child = spawn("sleep", ["300"], { stdio: "inherit" });
       child.unref();
       writeFileSync(${JSON.stringify(note)}, String(child.pid));
     });`,
  );
  assert.deepEqual([code, outside], [0, []]);
  assert.ok(seconds < 25, `${seconds} s`);
  await untilGone(Number(readFileSync(note, "utf8")));
});

test("faults of WebAssembly code stay exceptions", { skip: process.platform !== "linux" }, () => {
  // (func (export "f") (result i32) (i32.load (i32.const 1048576))) with one page of memory
  const bytes = "0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,5,3,1,0,1,7,5,1,1,102,0,0,10,12,1,10,0,65,128,128,192,0,40,2,0,11";
  const { tests } = run(
    "wasm",
    `it("traps", () => {
       const { f } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(${bytes}))).exports as { f: () => number };
       for (let i = 0; i < 3; i++) expect(() => f()).toThrow(WebAssembly.RuntimeError);
     });
     it("writes to null", () => { crash.write_null(); });`,
  );
  assert.equal(tests[0], "traps: passed");
  assert.match(
    tests[1] ?? "",
    /^writes to null: failed: the process was ended by SIG\w+ during this test \| Zig: Segmentation fault at address 0x0/,
  );
});

describe("corrupted memory is traced back to the test that did it", { skip: process.platform !== "linux" }, () => {
  // The size of a block is overwritten; only what frees the block notices.
  const corrupting = `import { createRequire } from "node:module";
    const koffi = createRequire(import.meta.url)("koffi");
    const libc = koffi.load("libc.so.6");
    const [malloc, free, memset] = [libc.func("void *malloc(size_t)"), libc.func("void free(void *)"), libc.func("void *memset(void *, int, size_t)")];
    let block = null;
    it("is innocent", () => { expect(crash.add(1, 2)).toBe(3); });
    it("corrupts", () => { block = malloc(64 * 1024 * 1024); memset(koffi.address(block) - 8n, 0xaa, 8); });
    it("is innocent as well", () => { expect(crash.add(1, 2)).toBe(3); });`;

  test("when another test crashes", () => {
    const { tests, outside } = run("corruption", `${corrupting}\nit("crashes", () => { free(block); });`);
    assert.equal(tests.length, 4);
    assert.deepEqual(
      [tests[0], tests[2], tests[3], outside],
      ["is innocent: passed", "is innocent as well: passed", "crashes: passed", []],
    );
    assert.match(
      tests[1] ?? "",
      /^corrupts: failed: this test corrupts memory \| the process was ended by SIG\w+ in "crashes", which does not crash without it/,
    );
  });

  test("when the process crashes at its end", () => {
    const { tests, outside } = run("corruptionAtEnd", `${corrupting}\nprocess.on("exit", () => free(block));`);
    assert.equal(tests.length, 3);
    assert.deepEqual([tests[0], tests[2], outside], ["is innocent: passed", "is innocent as well: passed", []]);
    // The allocator may come across the block before it is freed.
    const where =
      /^corrupts: failed: this test corrupts memory \| the process was ended by SIG\w+ (?:after the last test|in "is innocent as well", which)/;
    assert.match(tests[1] ?? "", where);
  });
});

test("what a test leaves running is not called corrupted memory", { skip: process.platform !== "linux" }, () => {
  const { tests } = run(
    "leftRunning",
    `it("leaves a timer", () => { setTimeout(() => process.abort(), 50); });
     it("waits", async () => { await new Promise((resolve) => setTimeout(resolve, 400)); });`,
  );
  assert.match(tests[0] ?? "", /^leaves a timer: failed: this test leaves something running that ends the process \| the process was /);
  assert.equal(tests[1], "waits: passed");
});

describe("no test is repeated", { skip: process.platform === "win32" }, () => {
  const log = join(folder, "runs");
  const noting = `import { appendFileSync } from "node:fs";
    for (const name of ["first", "second"]) it(name, () => undefined);
    const ends = (end) => { appendFileSync(${JSON.stringify(log)}, "x"); end(); };`;

  for (const signal of ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"])
    test(`after ${signal}, which comes from outside`, () => {
      rmSync(log, { force: true });
      const { tests } = run(`outside${signal}`, `${noting}\nit("ends", () => ends(() => process.kill(process.pid, "${signal}")));`);
      assert.deepEqual(tests, ["first: passed", "second: passed", `ends: failed: the process was ended by ${signal} during this test`]);
      assert.equal(readFileSync(log, "utf8"), "x");
    });
});

test("a killed runner takes its hanging child with it", { skip: process.platform !== "linux" }, async () => {
  const note = join(folder, "hanging");
  const file = specFile(
    "orphan",
    `import { writeFileSync } from "node:fs";
     it("hangs", () => { writeFileSync(${JSON.stringify(note)}, String(process.pid)); crash.hang(); }, 100000);`,
  );
  const runner = startRunner(file);
  const child = Number(await untilRead(note));
  runner.kill("SIGKILL");
  await untilGone(child);
  // The next run removes the copies that this one could not remove.
  run("afterwards", `it("works", () => undefined);`);
  assert.deepEqual(
    readdirSync(`${project}/.zig-cache/zig-ffi`).filter((name) => name.startsWith("spec-")),
    [],
  );
});

test("without the runner, node --test runs the file", () => {
  const file = specFile(
    "standalone",
    `describe("suite", () => {
       beforeEach(() => { crash.add(1, 1); });
       it("passes", () => { expect(crash.add(1, 2)).toBe(3); });
       it("fails", () => { expect(1).toBe(2); });
       it.skip("is skipped", () => { throw new Error("ran"); });
       it.todo("is to be done");
     });`,
  );
  // Under this variable, our own test runner's, Node would run nothing.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== "NODE_TEST_CONTEXT"));
  const { status, stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", file], { encoding: "utf8", env });
  assert.equal(status, 1);
  const lines = stdout.split("\n").map((line) => line.trim());
  for (const line of ["ok 1 - passes", "not ok 2 - fails", "ok 3 - is skipped # SKIP", "ok 4 - is to be done # TODO"])
    assert.ok(lines.includes(line), `${line} in\n${stdout}`);
});

function startRunner(file: string): ChildProcess {
  const env = { ...process.env, ZIG: testZig(), NO_COLOR: "1" };
  return spawn(process.execPath, [join(root, "server/src/cli/main.ts"), "test", file], { cwd: project, env, stdio: "ignore" });
}

async function untilRead(file: string): Promise<string> {
  for (let i = 0; i < 600; i++) {
    try {
      const text = readFileSync(file, "utf8");
      if (text !== "") return text;
    } catch {
      // Not yet.
    }
    await sleep(100);
  }
  throw new Error(`${file} was not written`);
}

async function untilGone(pid: number): Promise<void> {
  for (let i = 0; i < 50; i++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(100);
  }
  process.kill(pid, "SIGKILL");
  assert.fail(`process ${pid} was still there`);
}
