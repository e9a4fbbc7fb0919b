import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { BuildConfig, LibraryConfig } from "../../server/src/model/config.ts";
import { artifactPlatform, pathOfArtifact } from "../../server/src/toolchain/artifacts.ts";
import { buildLibrary, sourceInputs, type BuildOptions, type BuildResult } from "../../server/src/toolchain/build.ts";
import { findZig, type Zig } from "../../server/src/toolchain/findZig.ts";
import { sidecarOf, staleness } from "../../server/src/toolchain/sidecar.ts";
import { readLibrary } from "../../server/src/toolchain/symbols.ts";
import { testZig } from "../support/fixtures.ts";
import { fakeProgram } from "../support/temporaryFolder.ts";

const buildZig = `const std = @import("std");
pub fn build(b: *std.Build) void {
    const lib = b.addLibrary(.{ .linkage = .dynamic, .name = "NAME", .root_module = b.createModule(.{
        .root_source_file = b.path("src/lib.zig"),
        .target = b.standardTargetOptions(.{}),
        .optimize = b.standardOptimizeOption(.{}),
        .link_libc = true,
    }) });
    b.installArtifact(lib);
}
`;

const platform = artifactPlatform(process.platform) ?? "linux";

describe("building with the real compiler", () => {
  let zig: Zig = { command: [], version: "" };
  let folder = "";

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zig-ffi-build-"));
    const found = await findZig({ setting: testZig(), env: process.env, platform: process.platform, cacheDirectories: [] });
    assert.ok(found.kind === "found", found.kind === "missing" ? found.fix : "");
    zig = found;
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  function project(
    name: string,
    source: string,
    build: Partial<BuildConfig> = {},
  ): { readonly directory: string; readonly options: BuildOptions } {
    const directory = join(folder, name);
    const root = join(directory, "src/lib.zig");
    write(root, source);
    const library: LibraryConfig = {
      ...{ name, root, out: join(directory, "bindings.ts"), backend: "koffi", specs: [], bindings: [] },
      build: { command: null, artifact: {}, optimize: null, ...build },
    };
    return { directory, options: { zig, library, projectDirectory: directory, closure: [root], env: process.env } };
  }

  it("build-lib: built, then fresh, then built again after an edit", async () => {
    const { directory, options } = project("small", "export fn one() u32 { return 1; }");
    const { root } = options.library;
    const first = await buildLibrary(options);
    const artifact = pathOfArtifact(options.library, directory, platform);
    assert.deepEqual({ ...first, seconds: 0 }, { kind: "built", artifact, seconds: 0 });
    assert.deepEqual(await exportsOf(artifact), ["one"]);
    assert.deepEqual(readdirSync(join(directory, ".zig-cache", "zig-ffi")), []);

    const { mtimeMs } = statSync(artifact);
    const second = await buildLibrary(options);
    assert.equal(second.kind, "fresh");
    assert.ok(second.seconds < 0.5, `${second.seconds} s`);
    assert.equal(statSync(artifact).mtimeMs, mtimeMs);
    assert.deepEqual(await staleness(artifact, await sourceInputs(directory, [root])), { kind: "fresh" });

    write(root, "export fn two() u32 { return 2; }");
    assert.deepEqual(await staleness(artifact, await sourceInputs(directory, [root])), { kind: "stale", reason: "src/lib.zig changed" });
    assert.equal((await buildLibrary(options)).kind, "built");
    assert.deepEqual(await exportsOf(artifact), ["two"]);

    // Another mode is another library.
    assert.equal((await buildLibrary({ ...options, optimize: "ReleaseSmall" })).kind, "built");
    assert.equal((await buildLibrary({ ...options, optimize: "ReleaseSmall" })).kind, "fresh");
  });

  it("a compile error names file, line, UTF-16 column and notes; the old library stays and is stale", async () => {
    const { directory, options } = project("broken", "export fn one() u32 { return 1; }");
    const { root } = options.library;
    await buildLibrary(options);
    write(
      root,
      'const S = struct { a: u8 };\nexport fn take(s: S) void {\n    _ = s;\n}\nconst t = "ä😀"; export fn f() u8 { return missing; }\n',
    );
    const result = await buildLibrary(options);
    assert.ok(result.kind === "failed", JSON.stringify(result));
    const [missing, taking] = ["use of undeclared identifier 'missing'", "parameter of type 'lib.S' not allowed"].map((text) =>
      result.errors.find(({ message }) => message.startsWith(text)),
    );
    assert.deepEqual(missing, { file: root, line: 5, column: 44, message: "use of undeclared identifier 'missing'", notes: [] });
    assert.deepEqual([taking?.file, taking?.line, taking?.column], [root, 2, 16]);
    assert.deepEqual(
      taking?.notes.map(({ file, line }) => [file, line]),
      [
        [root, 2],
        [root, 1],
      ],
    );
    assert.match(result.log, /error: use of undeclared/);
    const artifact = pathOfArtifact(options.library, directory, platform);
    assert.deepEqual(await exportsOf(artifact), ["one"]);
    assert.equal((await staleness(artifact, await sourceInputs(directory, [root]))).kind, "stale");
  });

  it("what the self-hosted back end cannot compile is built with LLVM", async () => {
    const source = `const S = extern struct { a: i32, b: f64 };
export fn pick(which: i32, s: S, t: S) S { return if (which != 0) s else t; }
`;
    const { options } = project("mir", source);
    let output = "";
    const onOutput = (text: string) => {
      output += text;
    };
    const result = await buildLibrary({ ...options, onOutput });
    assert.equal(result.kind, "built", output);
    const isSelfHosted =
      ["0.15", "0.17"].some((prefix) => zig.version.startsWith(`${prefix}.`)) && process.arch === "x64" && platform === "linux";
    assert.equal(output.includes("trying again with LLVM"), isSelfHosted);
    assert.equal((await buildLibrary(options)).kind, "fresh");
  });

  it("zig build: always run, with a sidecar; a wrong name in build.zig is explained", { skip: slowBuild() }, async () => {
    const { directory, options } = project("viabuild", "export fn one() u32 { return 1; }");
    write(join(directory, "build.zig"), buildZig.replace("NAME", "viabuild"));
    const first = await buildLibrary(options);
    assert.equal(first.kind, "built", JSON.stringify(first));
    const artifact = pathOfArtifact(options.library, directory, platform);
    assert.ok(existsSync(sidecarOf(artifact)));
    assert.equal((await buildLibrary(options)).kind, "fresh");

    write(options.library.root, "export fn one() u32 { return nothing; }");
    const failed = await buildLibrary(options);
    assert.ok(failed.kind === "failed");
    assert.deepEqual(failed.errors, [
      { file: options.library.root, line: 1, column: 30, message: "use of undeclared identifier 'nothing'", notes: [] },
    ]);

    write(options.library.root, "export fn one() u32 { return 1; }");
    rmSync(join(directory, "zig-out"), { recursive: true });
    write(join(directory, "build.zig"), buildZig.replace("NAME", "other"));
    const misnamed = await buildLibrary(options);
    assert.ok(misnamed.kind === "environment");
    assert.equal(misnamed.reason, "no-artifact");
    assert.match(misnamed.message, /there is zig-out\/(?:lib\/libother|bin\/other)\./);
  });

  it("other targets: in their own places, with their own names", async () => {
    const { directory, options } = project("cross", "export fn one() u32 { return 1; }");
    const places = { "aarch64-macos": "zig-out/lib/libcross.dylib", "x86_64-windows": "zig-out/bin/cross.dll" };
    const names: (string | null)[] = [];
    for (const [target, place] of Object.entries(places)) {
      const result = await buildLibrary({ ...options, target, optimize: "ReleaseSmall" });
      assert.ok(result.kind === "built", JSON.stringify(result));
      assert.equal(result.artifact, join(directory, place));
      const library = await readLibrary(result.artifact);
      names.push(library.kind === "library" ? library.info.name : library.message);
      assert.deepEqual(await exportsOf(result.artifact), ["one"]);
    }
    assert.deepEqual(names, ["@rpath/libcross.dylib", "cross.dll"]);
  });

  it("environment: a command that is not there, a missing source, an unknown target", async () => {
    const { options } = project("environment", "export fn one() u32 { return 1; }", { command: ["./no-such-build"] });
    assert.equal(reasonOf(await buildLibrary(options)), "not-started");
    assert.equal(reasonOf(await buildLibrary({ ...options, closure: [join(folder, "gone.zig")] })), "unreadable-source");
    assert.equal(reasonOf(await buildLibrary({ ...options, target: "sparc-solaris" })), "bad-target");
    assert.equal(reasonOf(await buildLibrary({ ...options, projectDirectory: join(folder, "nowhere") })), "no-directory");
    const failing = await buildLibrary(project("failing", "", { command: ["sh", "-c", "echo no luck; exit 4"] }).options);
    assert.ok(failing.kind === "failed");
    assert.deepEqual([failing.errors, failing.log, failing.exit], [[], "no luck\n", "ended with exit code 4"]);
  });

  it("no home and no cache folder in the environment", async () => {
    const { directory, options } = project("homeless", "export fn one() u32 { return 1; }");
    const result = await buildLibrary({ ...options, optimize: "ReleaseSmall", env: { PATH: process.env["PATH"] } });
    assert.equal(result.kind, "built", JSON.stringify(result));
    assert.ok(existsSync(join(directory, ".zig-cache", "global")));
  });

  it("cancelling leaves the old library in place and nothing that looks fresh", async () => {
    const { directory, options } = project("cancelled", "export fn one() u32 { return 1; }");
    await buildLibrary(options);
    // The compiler itself counts for longer than anybody waits.
    const endless = "comptime { @setEvalBranchQuota(4000000000); var i: u32 = 0; while (i < 2000000000) i += 1; }";
    write(options.library.root, `export fn two() u32 { return 2; }\n${endless}\n`);
    const started = performance.now();
    const result = await buildLibrary({ ...options, signal: AbortSignal.timeout(300) });
    assert.deepEqual(result, { kind: "cancelled" });
    assert.ok(performance.now() - started < 3000);
    const artifact = pathOfArtifact(options.library, directory, platform);
    assert.deepEqual(await exportsOf(artifact), ["one"]);
    assert.equal((await staleness(artifact, await sourceInputs(directory, [options.library.root]))).kind, "stale");
    assert.deepEqual(readdirSync(join(directory, ".zig-cache", "zig-ffi")), []);
  });

  it("of two builds at once one builds, and the other waits for it; who waits can be cancelled", async () => {
    const { directory, options } = project("twice", "export fn one() u32 { return 1; }");
    const results = await Promise.all([
      buildLibrary(options),
      buildLibrary(options),
      buildLibrary({ ...options, signal: AbortSignal.timeout(50) }),
    ]);
    const kinds = results.map(({ kind }) => kind);
    assert.deepEqual([kinds.slice(0, 2).sort(), kinds[2]], [["built", "fresh"], "cancelled"]);
    assert.deepEqual(await exportsOf(pathOfArtifact(options.library, directory, platform)), ["one"]);
    assert.deepEqual(readdirSync(join(directory, ".zig-cache", "zig-ffi")), []);
  });

  it("also where another process builds, and where that one was killed", async () => {
    const { directory, options } = project("elsewhere", "export fn one() u32 { return 1; }");
    await buildLibrary(options);
    const artifact = pathOfArtifact(options.library, directory, platform);
    const name = createHash("sha256").update(artifact).digest("hex").slice(0, 12);
    const lock = join(directory, ".zig-cache", "zig-ffi", `build-${name}.lock`);
    writeFileSync(lock, String(process.pid));
    let isDone = false;
    let output = "";
    const onOutput = (text: string) => (output += text);
    const waiting = buildLibrary({ ...options, onOutput }).then((result) => {
      isDone = true;
      return result;
    });
    await sleep(1300);
    assert.deepEqual([isDone, output], [false, "zig-ffi: another process is building elsewhere; waiting for it\n"]);
    rmSync(lock);
    assert.equal((await waiting).kind, "fresh");
    const { pid } = spawnSync(process.execPath, ["-e", "0"]);
    writeFileSync(lock, String(pid));
    assert.equal((await buildLibrary(options)).kind, "fresh");
    assert.equal(existsSync(lock), false);
    // The process number may belong to another program by now.
    writeFileSync(lock, String(process.pid));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    assert.equal((await buildLibrary(options)).kind, "fresh");
  });

  it("a cache that cannot be used is told with what to do", async () => {
    const { options } = project("nocache", "export fn one() u32 { return 1; }");
    const cache = join(folder, "a-file");
    write(cache, "");
    const result = await buildLibrary({ ...options, env: { ...process.env, ZIG_GLOBAL_CACHE_DIR: cache } });
    assert.ok(result.kind === "failed", result.kind);
    // 0.14 does not say which folder it means.
    if (!zig.version.startsWith("0.14."))
      assert.equal(
        result.hint,
        `Zig cannot use its global cache ${cache} (NotDir): set ZIG_GLOBAL_CACHE_DIR to a folder that can be written.`,
      );
  });

  it("a slow build says that it goes on, and why with 0.17", async (t) => {
    const { directory, options } = project("slow", "", { command: ["zig", "build"] });
    const release = join(directory, "release");
    const compiler = fakeProgram(join(directory, "fake-zig"), `while [ ! -e '${release}' ]; do sleep 0.02; done; exit 3`);
    t.mock.timers.enable({ apis: ["setTimeout"] });
    let output = "";
    const onOutput = (text: string) => (output += text);
    const building = buildLibrary({ ...options, zig: { command: [compiler], version: "0.17.0" }, onOutput });
    // The build starts when its inputs are hashed, some turns of the event loop from now.
    const end = performance.now() + 20_000;
    while (output === "" && performance.now() < end) {
      t.mock.timers.tick(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.match(output, /^zig-ffi: still building slow after \d+ s; Zig 0\.17 compiles its own build system once, which takes minutes\n/);
    t.mock.timers.reset();
    write(release, "");
    assert.equal((await building).kind, "failed");
  });
});

/** The first `zig build` of 0.17 in a cache takes minutes. */
function slowBuild(): string | false {
  return (process.env["ZIG_FFI_TEST_ZIG"] ?? "").includes("0.17") ? "the first zig build of 0.17 takes minutes" : false;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

async function exportsOf(path: string): Promise<readonly string[]> {
  const result = await readLibrary(path);
  assert.ok(result.kind === "library", `${path}: ${result.kind === "unreadable" ? result.message : ""} ${readFileSync(path).length}`);
  return result.info.exports.map(({ name }) => name);
}

function reasonOf(result: BuildResult): string {
  return result.kind === "environment" ? result.reason : result.kind;
}
