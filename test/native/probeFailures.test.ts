import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeResult } from "../../server/src/model/probe.ts";
import { probeModule, type ProbeOptions } from "../../server/src/toolchain/probe/probeModule.ts";
import { userProbeDirectory } from "../../server/src/toolchain/environment.ts";
import { root } from "../support/fixtures.ts";
import { moduleOfFile, targetOf, zigUnderTest } from "../support/probing.ts";
import { fakeProgram, temporaryFolder, writeFile } from "../support/temporaryFolder.ts";

const zig = zigUnderTest();
const real = zig.command[0] ?? "";

interface Setting {
  readonly folder: string;
  readonly cache: string;
  readonly ask: (more?: Partial<ProbeOptions>) => Promise<ProbeResult>;
}

function setting(context: TestContext): Setting {
  const folder = temporaryFolder(context);
  const root = join(folder, "lib.zig").replaceAll("\\", "/");
  writeFile(root, "const A = extern struct { x: u8 };\nexport fn f(a: *A) void { _ = a; }\n");
  const cache = join(folder, "cache");
  const module = moduleOfFile(root);
  const target = targetOf("x86_64-linux-gnu");
  return { folder, cache, ask: (more = {}) => probeModule({ module, target, zig, cacheFolder: cache, ...more }) };
}

/** A stand-in for the compiler; `$@` are its arguments. */
function standIn({ folder }: Setting, body: string): Pick<ProbeOptions, "zig"> {
  return { zig: { command: [fakeProgram(join(folder, "fake-zig"), body)], version: zig.version } };
}

function assertProblem(result: ProbeResult, reason: string, words: RegExp): void {
  if (result.kind !== "environment") assert.fail(JSON.stringify(result));
  assert.equal(result.reason, reason);
  assert.match(result.message, words);
  assert.ok(result.fix.length > 20, "the fix is named");
}

async function until(isDone: () => boolean): Promise<void> {
  for (let wait = 0; wait < 600 && !isDone(); wait++) await sleep(50);
  assert.ok(isDone());
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function assertEmpty(folder: string): void {
  assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], [], "nothing is left in the cache");
}

describe("probe failures", { concurrency: false, skip: process.platform === "win32" ? "the stand-ins are shell scripts" : false }, () => {
  test("the compiler is killed in the middle of its answer", async (context) => {
    const set = setting(context);
    const killed = standIn(set, `"${real}" "$@" 2>&1 | head -c 80 >&2\nkill -9 $$`);
    assertProblem(await set.ask(killed), "died", /was ended by SIGKILL/);
    assertEmpty(set.cache);
    assert.equal((await set.ask()).kind, "answered", "the next one works");
  });

  test("half an answer, garbage, nothing, and a success without an answer", async (context) => {
    const set = setting(context);
    for (const body of [
      `"${real}" "$@" 2>&1 | head -c 80 >&2\nexit 1`,
      "head -c 100000 /dev/urandom >&2; exit 1",
      "exit 1",
      "echo 0.15.2",
    ]) {
      const result = await set.ask(standIn(set, body));
      assertProblem(result, "garbage", /is no answer/);
      assert.ok(result.kind !== "environment" || body.includes(real) || /^[\n -~]*$/.test(result.message), "it can be printed");
      assertEmpty(set.cache);
    }
  });

  test("no such compiler", async (context) => {
    const set = setting(context);
    assertProblem(await set.ask({ zig: { command: [join(set.folder, "nowhere")], version: "0.15.2" } }), "not-started", /did not start/);
    assertEmpty(set.cache);
  });

  test("the time limit ends the compiler", async (context) => {
    const set = setting(context);
    const started = performance.now();
    const slow = standIn(set, `echo $$ > "${set.folder}/pid"; exec sleep 60`);
    assertProblem(await set.ask({ ...slow, timeoutMs: 300 }), "timed-out", /did not answer .* within 0\.3 s/);
    assert.ok(performance.now() - started < 20_000);
    assertEmpty(set.cache);
  });

  test("cancelling ends the compiler", async (context) => {
    const set = setting(context);
    const controller = new AbortController();
    const pending = set.ask({ ...standIn(set, "exec sleep 60"), signal: controller.signal });
    await sleep(200);
    controller.abort();
    assert.deepEqual(await pending, { kind: "cancelled" });
    assert.deepEqual(await set.ask({ signal: AbortSignal.abort() }), { kind: "cancelled" });
    for (let wait = 0; wait < 50 && existsSync(set.cache) && readdirSync(set.cache).length > 0; wait++) await sleep(100);
    assertEmpty(set.cache);
  });

  for (const [name, code] of [["SIGINT", 130] as const, ["SIGTERM", 143] as const, ["SIGHUP", 129] as const]) {
    test(`the command line is ended by ${name}: the compiler ends, and nothing is left`, async (context) => {
      const { folder } = setting(context);
      const body = `[ "$1" = version ] && { echo ${zig.version}; exit; }\necho $$ > "${folder}/started" && mv "${folder}/started" "${folder}/pid"\nexec sleep 60`;
      const ZIG = fakeProgram(join(folder, "fake-zig"), body);
      const args = [join(root, "server/src/cli/main.ts"), "dump", "--stage", "layout", "--verify", "lib.zig"];
      const env = { ...process.env, ZIG, XDG_CACHE_HOME: join(folder, "xdg"), HOME: folder };
      const child = spawn(process.execPath, args, { cwd: folder, env, stdio: "ignore" });
      const ended = once(child, "exit");
      await until(() => existsSync(join(folder, "pid")));
      const compiler = Number(readFileSync(join(folder, "pid"), "utf8"));
      child.kill(name);
      assert.deepEqual(await ended, [code, null]);
      await until(() => !isRunning(compiler));
      assertEmpty(userProbeDirectory(env, process.platform));
    });
  }

  test("the root file is gone", async (context) => {
    const set = setting(context);
    assertProblem(await set.ask({ read: () => undefined }), "unreadable-source", /lib\.zig cannot be read/);
  });

  test("a cache folder that cannot be made", async (context) => {
    const set = setting(context);
    writeFileSync(join(set.folder, "file"), "");
    assertProblem(await set.ask({ cacheFolder: join(set.folder, "file", "cache") }), "disk", /cannot be kept in .*cache/);
  });

  test("the compiler's own cache is full or read-only", async (context) => {
    const set = setting(context);
    for (const words of ["unable to open global cache: ReadOnlyFileSystem", "failed to write output: NoSpaceLeft"]) {
      assertProblem(await set.ask(standIn(set, `echo "error: ${words}" >&2; exit 1`)), "disk", new RegExp(words));
      assertEmpty(set.cache);
    }
  });

  test("a read-only and a full disk", async (context) => {
    const set = setting(context);
    const disk = join(set.folder, "disk");
    mkdirSync(disk);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]).status !== 0) {
      context.skip("mounting a small disk needs root");
      return;
    }
    try {
      assertProblem(await set.ask({ cacheFolder: join(disk, "cache") }), "disk", /ENOSPC|NoSpaceLeft/);
      assertEmpty(join(disk, "cache"));
      assert.equal(spawnSync("mount", ["-o", "remount,ro", disk]).status, 0);
      assertProblem(await set.ask({ cacheFolder: join(disk, "other") }), "disk", /EROFS|read-only/i);
      assert.equal(existsSync(join(disk, "other")), false);
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});
