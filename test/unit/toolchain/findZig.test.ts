import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findZig, type FindZigOptions } from "../../../server/src/toolchain/findZig.ts";
import { fakeProgram, temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

const needsShell = process.platform === "win32" ? "the stand-ins are shell scripts" : false;

function search(folder: string, more: Partial<FindZigOptions> = {}): FindZigOptions {
  const env = { PATH: join(folder, "path"), HOME: folder, ...more.env };
  return { platform: process.platform, cacheDirectories: [join(folder, "cache")], ...more, env };
}

test("each source in its order, with what was passed over", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  const inCache = fakeProgram(join(folder, "cache/0.15.2/ziglang/zig"), "echo 0.15.2");
  const first = await findZig(search(folder));
  assert.deepEqual(first, {
    kind: "found",
    command: [inCache],
    version: "0.15.2",
    source: "cache",
    why: "zig-ffi installed it",
    tried: [
      { source: "PATH", detail: "no zig on PATH" },
      { source: "python", detail: "no python3 or python on PATH" },
    ],
  });
  const python = fakeProgram(join(folder, "path/python3"), '[ "$1 $2 $3" = "-m ziglang version" ] && echo 0.14.1');
  const second = await findZig(search(folder));
  assert.equal(second.kind === "found" && `${second.source} ${second.command.join(" ")}`, `python ${python} -m ziglang`);
  const onPath = fakeProgram(join(folder, "path/zig"), "echo 0.16.0");
  const third = await findZig(search(folder));
  assert.equal(third.kind === "found" && `${third.source} ${third.command.join(" ")} ${third.version}`, `PATH ${onPath} 0.16.0`);
  const extension = fakeProgram(join(folder, "extension/zig"), "echo 0.17.0");
  const fourth = await findZig(search(folder, { extensionPath: "~/extension/zig" }));
  assert.equal(fourth.kind === "found" && `${fourth.source} ${fourth.command.join(" ")}`, `zig.path ${extension}`);
  const fifth = await findZig(search(folder, { extensionPath: extension, env: { ZIG: "zig" } }));
  assert.equal(fifth.kind === "found" && `${fifth.source} ${fifth.command.join(" ")}`, `ZIG ${onPath}`);
  const sixth = await findZig(search(folder, { setting: inCache, env: { ZIG: "zig" } }));
  assert.equal(
    sixth.kind === "found" && `${sixth.source} ${sixth.command.join(" ")} (${sixth.why})`,
    `setting ${inCache} (the setting names it)`,
  );
});

test("broken candidates are told and passed over", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  const good = fakeProgram(join(folder, "cache/0.15.2/ziglang/zig"), "echo 0.15.2");
  const old = fakeProgram(join(folder, "path/zig"), "echo 0.13.0");
  const failing = fakeProgram(join(folder, "path/python3"), "echo 'No module named ziglang' >&2; exit 1");
  const talking = fakeProgram(join(folder, "path/python"), "echo hello");
  const result = await findZig(search(folder, { extensionPath: "/nowhere/zig", env: { ZIG: "bin/zig" } }));
  assert.ok(result.kind === "found");
  assert.deepEqual(result.command, [good]);
  assert.deepEqual(
    result.tried.map(({ source, detail }) => `${source}: ${detail}`),
    [
      "ZIG: bin/zig is not an absolute path",
      "zig.path: /nowhere/zig does not exist",
      `PATH: ${old} is Zig 0.13.0; supported are 0.14 to 0.17`,
      `python: ${failing} -m ziglang ended with exit code 1: No module named ziglang`,
      `python: ${talking} -m ziglang does not answer "version" like Zig: "hello\\n"`,
    ],
  );
});

test("a setting that does not work is final and its fix names it", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  fakeProgram(join(folder, "path/zig"), "echo 0.15.2");
  const old = fakeProgram(join(folder, "old/zig"), "echo 0.11.0");
  const tooOld = await findZig(search(folder, { setting: old }));
  assert.deepEqual(tooOld, {
    kind: "missing",
    tried: [{ source: "setting", detail: `${old} is Zig 0.11.0; supported are 0.14 to 0.17` }],
    fix: `The setting names ${old}: ${old} is Zig 0.11.0; supported are 0.14 to 0.17. Correct it or remove it.`,
  });
  const plain = join(folder, "plain");
  writeFile(plain, "text");
  chmodSync(plain, 0o644);
  const notExecutable = await findZig(search(folder, { setting: plain }));
  assert.equal(notExecutable.tried[0]?.detail, `${plain} is not an executable file`);
});

test("a ZIG that does not work is named where nothing else is found", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  const silent = fakeProgram(join(folder, "silent"), "exit 0");
  const raw = fakeProgram(join(folder, "raw"), "printf '\\033[2J\\001\\377\\376no\\n' >&2; exit 1");
  const cases: readonly (readonly [ZIG: string, why: string])[] = [
    [silent, `${silent} does not answer "version" like Zig: ""`],
    [raw, `${raw} ended with exit code 1: \ufffdno`],
    [folder, `${folder} is not an executable file`],
    ["/nowhere/zig", "/nowhere/zig does not exist"],
  ];
  for (const [ZIG, why] of cases) {
    const result = await findZig(search(folder, { env: { ZIG } }));
    assert.ok(result.kind === "missing");
    assert.equal(
      result.fix.slice(0, result.fix.indexOf("Install Zig")),
      `The environment variable ZIG names ${ZIG}: ${why}. Correct it, or: `,
    );
  }
});

test("one version only, one source only, and nothing at all", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  const onPath = fakeProgram(join(folder, "path/zig"), "echo 0.16.0");
  const wanted = await findZig(search(folder, { version: "0.15.2" }));
  assert.ok(wanted.kind === "missing");
  assert.equal(wanted.tried[0]?.detail, `${onPath} is Zig 0.16.0; wanted is 0.15.2`);
  assert.match(wanted.fix, /^Install Zig 0\.15\.2 .*ZIG to its path\.$/);
  const cacheOnly = await findZig(search(folder, { sources: ["cache"] }));
  assert.deepEqual(
    cacheOnly.tried.map(({ source }) => source),
    ["cache"],
  );
});

test("a compiler that hangs is given up", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  const hanging = fakeProgram(join(folder, "path/zig"), "sleep 30");
  const result = await findZig(
    search(folder, { sources: ["PATH"], timeoutMs: 200, env: { PATH: `${join(folder, "path")}:/bin:/usr/bin` } }),
  );
  assert.equal(result.tried[0]?.detail, `${hanging} did not end in time`);
});
