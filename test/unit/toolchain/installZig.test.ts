import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { userZigDirectory } from "../../../server/src/toolchain/environment.ts";
import { installZig, type InstallZigResult } from "../../../server/src/toolchain/installZig.ts";
import { installableZigVersions, parseZigVersion, isSupportedZigVersion, wheelHash } from "../../../server/src/toolchain/zigRelease.ts";
import { fakeProgram, temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

const needsShell = process.platform === "win32" ? "the stand-ins are shell scripts" : false;
const version = "0.15.2";

/** A pip that "installs" a shell script as compiler and logs its calls; `$TARGET` is the folder it installs to. */
const workingPip = `
if [ "$3" = "--version" ]; then echo "pip 24.0"; exit 0; fi
while [ $# -gt 0 ]; do [ "$1" = "--target" ] && TARGET="$2"; [ "$1" = "-r" ] && cat "$2" >> "$PIP_LOG_FILE"; shift; done
mkdir -p "$TARGET/ziglang"; printf '#!/bin/sh\\necho 0.15.2\\n' > "$TARGET/ziglang/zig"; chmod +x "$TARGET/ziglang/zig"`;

function install(folder: string, more: { readonly version?: string; readonly arch?: string } = {}): Promise<InstallZigResult> {
  const env = { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, PIP_LOG_FILE: join(folder, "pip.log") };
  return installZig({ version, cacheDirectory: join(folder, "cache"), env, platform: "linux", arch: "x64", ...more });
}

test("installs with the hash, into place in one step; the second run finds it", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  fakeProgram(join(folder, "bin/python3"), workingPip);
  const first = await install(folder);
  assert.ok(first.kind === "installed");
  assert.equal(first.zig, join(folder, "cache/0.15.2/ziglang/zig"));
  assert.equal(
    readFileSync(join(folder, "pip.log"), "utf8"),
    `ziglang==0.15.2 --hash=sha256:${wheelHash(version, "linux", "x64") ?? ""}\n`,
  );
  assert.equal((await install(folder)).kind, "present");
  assert.deepEqual(readdirSync(join(folder, "cache")), ["0.15.2"]);
});

test("concurrent runs end with one complete copy", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  fakeProgram(join(folder, "bin/python3"), workingPip);
  const results = await Promise.all([install(folder), install(folder), install(folder)]);
  assert.deepEqual(results.map(({ kind }) => kind).sort(), ["installed", "present", "present"]);
  assert.deepEqual(readdirSync(join(folder, "cache")), ["0.15.2"]);
});

test("a copy that pip put there is adopted when it is complete, replaced when it is not", { skip: needsShell }, async (t) => {
  const folder = temporaryFolder(t);
  const copy = join(folder, "cache/0.15.2");
  fakeProgram(join(copy, "ziglang/zig"), "echo 0.15.2");
  writeFile(join(copy, "ziglang/lib/std.zig"), "12345");
  writeFile(
    join(copy, "ziglang-0.15.2.dist-info/RECORD"),
    "../../bin/python-zig,sha256=x,244\nziglang/lib/std.zig,sha256=x,5\nziglang-0.15.2.dist-info/RECORD,,\n",
  );
  assert.equal((await install(folder)).kind, "present");

  const broken = temporaryFolder(t);
  fakeProgram(join(broken, "cache/0.15.2/ziglang/zig"), "echo 0.15.2");
  writeFile(join(broken, "cache/0.15.2/ziglang-0.15.2.dist-info/RECORD"), "ziglang/lib/std.zig,sha256=x,5\n");
  fakeProgram(join(broken, "bin/python3"), workingPip);
  assert.equal((await install(broken)).kind, "installed");
  assert.deepEqual(readdirSync(join(broken, "cache")), ["0.15.2"]);
});

const failures: readonly { readonly name: string; readonly pip: string; readonly reason: string; readonly says: RegExp }[] = [
  { name: "no pip", pip: "echo 'No module named pip' >&2; exit 1", reason: "no-pip", says: /No module named pip.*ensurepip/s },
  {
    name: "hash mismatch",
    pip: pipThatSays("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."),
    reason: "hash-mismatch",
    says: /THESE PACKAGES DO NOT MATCH.*pip config list/s,
  },
  {
    name: "no network",
    pip: pipThatSays(
      "WARNING: Retrying: NewConnectionError: Temporary failure in name resolution\nERROR: No matching distribution found for ziglang==0.15.2",
    ),
    reason: "no-network",
    says: /No matching distribution.*network connection/s,
  },
  {
    name: "no wheel",
    pip: pipThatSays("ERROR: No matching distribution found for ziglang==0.15.2"),
    reason: "no-wheel",
    says: /Update pip/,
  },
  {
    name: "disk full",
    pip: pipThatSays("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"),
    reason: "disk",
    says: /Free 600 MB/,
  },
  {
    name: "other",
    pip: pipThatSays("ERROR: something else"),
    reason: "pip-failed",
    says: /something else.*set the environment variable ZIG/s,
  },
  {
    name: "an install that does not run",
    pip: workingPip.replace("echo 0.15.2", "exit 3"),
    reason: "broken",
    says: /ended with exit code 3/,
  },
];

function pipThatSays(text: string): string {
  return `if [ "$3" = "--version" ]; then echo "pip 24.0"; exit 0; fi\ncat >&2 <<'X'\n${text}\nX\nexit 1`;
}

for (const { name, pip, reason, says } of failures) {
  test(`failure: ${name}`, { skip: needsShell }, async (t) => {
    const folder = temporaryFolder(t);
    fakeProgram(join(folder, "bin/python3"), pip);
    fakeProgram(join(folder, "bin/python"), pip);
    const env = { PATH: join(folder, "bin"), PIP_LOG_FILE: join(folder, "pip.log") };
    const withTools = { ...env, PATH: name === "no pip" ? env.PATH : `${env.PATH}:/usr/bin:/bin` };
    const result = await installZig({ version, cacheDirectory: join(folder, "cache"), env: withTools, platform: "linux", arch: "x64" });
    assert.ok(result.kind === "failed");
    assert.equal(result.reason, reason);
    assert.match(`${result.message} ${result.fix}`, says);
    assert.deepEqual(readFolder(join(folder, "cache")), []);
  });
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

test("no Python, an unknown version and a platform without a package each name the fix", async (t) => {
  const folder = temporaryFolder(t);
  const env = { PATH: join(folder, "bin") };
  const base = { version, cacheDirectory: join(folder, "cache"), env, platform: "linux", arch: "x64" } as const;
  const results = [await installZig(base), await installZig({ ...base, version: "0.12.0" }), await installZig({ ...base, arch: "mips" })];
  assert.deepEqual(
    results.map((result) => (result.kind === "failed" ? result.reason : result.kind)),
    ["no-python", "unknown-version", "unsupported-platform"],
  );
  for (const result of results) assert.match(result.kind === "failed" ? result.fix : "", /environment variable ZIG/);
});

test("releases: every installable version has a hash for Linux and macOS; version texts", () => {
  for (const release of installableZigVersions) {
    for (const [platform, arch] of [
      ["linux", "x64"],
      ["linux", "arm64"],
      ["darwin", "x64"],
      ["darwin", "arm64"],
    ] as const) {
      assert.match(wheelHash(release, platform, arch) ?? "", /^[0-9a-f]{64}$/);
    }
  }
  assert.equal(wheelHash("0.17.0", "win32", "x64"), undefined);
  assert.equal(parseZigVersion("0.16.0-dev.12+ab3\n")?.minor, 16);
  assert.equal(parseZigVersion("zig 0.16.0"), undefined);
  assert.deepEqual(["0.13.0", "0.14.0", "0.17.9", "0.18.0", "1.15.0", "x"].map(isSupportedZigVersion), [
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("the user's cache folder by platform", () => {
  assert.equal(userZigDirectory({ HOME: "/h" }, "linux"), "/h/.cache/zig-ffi/zig");
  assert.equal(userZigDirectory({ HOME: "/h", XDG_CACHE_HOME: "/x" }, "linux"), "/x/zig-ffi/zig");
  assert.equal(userZigDirectory({ HOME: "/h", XDG_CACHE_HOME: "relative" }, "linux"), "/h/.cache/zig-ffi/zig");
  assert.equal(userZigDirectory({ HOME: "/h" }, "darwin"), "/h/Library/Caches/zig-ffi/zig");
  assert.equal(userZigDirectory({ LocalAppData: "/l" }, "win32"), join("/l", "zig-ffi", "zig"));
});
