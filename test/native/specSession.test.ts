// `zig-ffi spec-session`: what an editor gets, and that its end ends everything.
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import type { SpecSessionEvent, SpecSessionRequest } from "../../server/src/protocol/specSession.ts";
import { root, testZig } from "../support/fixtures.ts";
import { leftovers } from "../support/specRun.ts";
import { generatedProject } from "../support/specProject.ts";

const files = {
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
  "a.spec.ts": `import { bench, describe, expect, it } from "zig-ffi/spec";
import { load } from "./sum.ts";
const sum = load();
describe("add", () => {
  it("adds", () => expect(sum.add(1, 2)).toBe(3));
  it("is slow", () => new Promise((resolve) => setTimeout(resolve, 300)), 50);
});
bench("add", () => sum.add(1, 2));
`,
  "b.spec.ts": 'import { it } from "zig-ffi/spec";\nimport { load } from "./sum.ts";\nit("hangs", () => load().hang(), 600_000);\n',
};

const plain: SpecSessionRequest = { files: null, watch: false, debug: false, bench: false };
const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill("SIGKILL");
});

interface Session {
  readonly events: SpecSessionEvent[];
  readonly ended: Promise<number | null>;
  readonly stderr: () => string;
  readonly end: () => void;
  until(what: string, isSo: (event: SpecSessionEvent) => boolean): Promise<SpecSessionEvent>;
}

function start(project: string, request: SpecSessionRequest): Session {
  const env = { ...process.env, ZIG: testZig(), NO_COLOR: "1" };
  const child = spawn(process.execPath, [join(root, "server/src/cli/main.ts"), "spec-session"], {
    cwd: project,
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  running.add(child);
  const events: SpecSessionEvent[] = [];
  let stderr = "";
  createInterface({ input: child.stdout }).on("line", (line) => events.push(JSON.parse(line) as SpecSessionEvent));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.write(`${JSON.stringify(request)}\n`);
  const ended = new Promise<number | null>((resolve) =>
    child.once("close", (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return {
    events,
    ended,
    stderr: () => stderr,
    end: () => child.stdin.end(),
    async until(what, isSo) {
      const end = performance.now() + 60_000;
      for (;;) {
        const found = events.find(isSo);
        if (found !== undefined) return found;
        if (performance.now() > end) throw new Error(`waited for ${what}; stderr: ${stderr}; events: ${JSON.stringify(events)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** `kind what outcome` of what matters. */
function shown(events: readonly SpecSessionEvent[]): readonly string[] {
  return events.flatMap((event) => {
    switch (event.kind) {
      case "test-started":
        return [`started ${event.id}`];
      case "test-ended":
        return [`${event.outcome.kind} ${event.id}`];
      case "tests-found":
        return [`found ${event.tests.map(({ id }) => id).join(", ")}`];
      case "run-started":
        return [`run ${event.files.map((file) => basename(file)).join(", ")}`];
      default:
        return [event.kind];
    }
  });
}

test("events in their order, each file with its own filter", async (t) => {
  const project = generatedProject(t, files);
  const session = start(project, { ...plain, files: [{ file: `${project}/a.spec.ts`, filter: "^add adds$" }] });
  assert.equal(await session.ended, 0);
  assert.deepEqual(shown(session.events), [
    "run a.spec.ts",
    "build-ended",
    "file-started",
    "found add > adds",
    "started add > adds",
    "passed add > adds",
    "file-ended",
    "run-ended",
  ]);
  assert.deepEqual(leftovers(project), []);
});

test("compile errors are told once, with their places", async (t) => {
  const project = generatedProject(t, files);
  writeFileSync(join(project, "sum.zig"), "export fn add(a: i32, b: i32) i32 {\n    return a + c;\n}\n");
  const session = start(project, plain);
  assert.equal(await session.ended, 0);
  assert.deepEqual(shown(session.events), ["run a.spec.ts, b.spec.ts", "build-failed", "run-ended"]);
  const failed = session.events[1];
  assert.ok(failed?.kind === "build-failed");
  assert.deepEqual(
    failed.errors.map(({ file, line, column, message }) => [file, line, column, message]),
    [[`${project}/sum.zig`, 2, 16, "use of undeclared identifier 'c'"]],
  );
});

test("the end of the input ends native code that hangs, also while watching", async (t) => {
  const project = generatedProject(t, files);
  for (const watch of [false, true]) {
    const session = start(project, { ...plain, watch, files: [{ file: `${project}/b.spec.ts`, filter: null }] });
    await session.until("the test", ({ kind }) => kind === "test-started");
    const ending = performance.now();
    session.end();
    assert.equal(await session.ended, 0);
    assert.ok(performance.now() - ending < 3000, `${performance.now() - ending} ms`);
    assert.deepEqual(leftovers(project), []);
  }
});

test("without a request it says what it is for", async (t) => {
  const project = generatedProject(t, files);
  const child = spawn(process.execPath, [join(root, "server/src/cli/main.ts"), "spec-session"], {
    cwd: project,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  assert.equal(await new Promise((resolve) => child.once("close", resolve)), 2);
  assert.match(stderr, /zig-ffi test is for people/);
});

test("for a debugger: a child waits, limits do not count, and Node's words are not the test's output", async (t) => {
  const project = generatedProject(t, files);
  const session = start(project, { ...plain, debug: true, files: [{ file: `${project}/a.spec.ts`, filter: "is slow" }] });
  const awaited = await session.until("the debugger's port", ({ kind }) => kind === "debugger-awaited");
  assert.ok(awaited.kind === "debugger-awaited");
  assert.doesNotThrow(() => process.kill(awaited.pid, 0));
  const socket = await attach(awaited.port);
  const ended = await session.until("the end of the file", ({ kind }) => kind === "file-ended");
  socket.close();
  assert.equal(await session.ended, 0);
  assert.ok(ended.kind === "file-ended");
  assert.deepEqual(
    ended.result.tests.map(({ test: { id }, outcome, stderr }) => [id, outcome.kind, stderr]),
    [["add > is slow", "passed", ""]],
  );
  assert.equal(ended.result.stderr.trim(), "");
});

/** As a debugger does: lets the process go on, and goes when it waits for that in the end. */
async function attach(port: number): Promise<WebSocket> {
  let address: string | undefined;
  for (let i = 0; i < 200 && address === undefined; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
    const targets = answer === null ? [] : ((await answer.json()) as readonly { readonly webSocketDebuggerUrl: string }[]);
    address = targets[0]?.webSocketDebuggerUrl;
  }
  assert.ok(address !== undefined, "no process waits");
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  socket.addEventListener("message", ({ data }) => {
    if (String(data).includes("Runtime.executionContextDestroyed")) socket.close();
  });
  socket.send('{ "id": 1, "method": "Runtime.enable" }');
  socket.send('{ "id": 2, "method": "Runtime.runIfWaitingForDebugger" }');
  return socket;
}

test("benchmarks are measured alone, and come as a table", async (t) => {
  const project = generatedProject(t, files);
  const session = start(project, { ...plain, bench: true, files: [{ file: `${project}/a.spec.ts`, filter: null }] });
  assert.equal(await session.ended, 0);
  assert.deepEqual(shown(session.events), [
    "run a.spec.ts",
    "build-ended",
    "file-started",
    "found add",
    "started add",
    "passed add",
    "file-ended",
    "measured",
    "run-ended",
  ]);
  const measured = session.events.at(-2);
  assert.ok(measured?.kind === "measured");
  assert.match(measured.table, /median .*\n.*a\.spec\.ts\n +add\n +\S+ +[\d.]+ [nµ]s/);
});
