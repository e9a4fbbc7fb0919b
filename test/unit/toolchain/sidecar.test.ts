import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hashFiles, sidecarOf, staleness, writeSidecar, type BuildInputs } from "../../../server/src/toolchain/sidecar.ts";
import { temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

async function filesOf(folder: string, closure: readonly string[]): Promise<BuildInputs["files"]> {
  const hashed = await hashFiles(folder, closure);
  assert.ok(hashed.kind === "known");
  return hashed.value;
}

test("a library without a sidecar is unknown; then fresh; each change makes it stale and is named", async (t) => {
  const folder = temporaryFolder(t);
  const [artifact, root, manifest] = [join(folder, "zig-out/lib/liba.so"), join(folder, "src/a.zig"), join(folder, "build.zig")];
  writeFile(root, "export fn f() void {}");
  assert.equal((await staleness(artifact, { files: {} })).kind, "unknown");
  writeFile(artifact, "library");
  assert.match(reasonOf(await staleness(artifact, { files: {} })), /^unknown: .*liba\.so\.zig-ffi\.json is missing/);

  const inputs = { zig: "0.15.2", command: ["zig", "build-lib"], files: await filesOf(folder, [root]) };
  await writeSidecar(artifact, inputs);
  assert.deepEqual(await staleness(artifact, inputs), { kind: "fresh" });
  assert.deepEqual(await staleness(artifact, { files: inputs.files }), { kind: "fresh" });
  assert.equal(reasonOf(await staleness(artifact, { ...inputs, zig: "0.16.0" })), "stale: it was built with Zig 0.15.2, now it is 0.16.0");
  assert.equal(reasonOf(await staleness(artifact, { ...inputs, command: ["zig"] })), "stale: the build command changed");
  writeFile(manifest, "//");
  assert.equal(reasonOf(await staleness(artifact, { files: await filesOf(folder, [root]) })), "stale: build.zig was added");
  assert.equal(reasonOf(await staleness(artifact, { files: {} })), "stale: src/a.zig is no longer part of it");
  writeFile(root, "export fn g() void {}");
  assert.equal(reasonOf(await staleness(artifact, { files: await filesOf(folder, [root]) })), "stale: src/a.zig changed");
  writeFileSync(artifact, "half");
  assert.equal(reasonOf(await staleness(artifact, inputs)), "stale: the library was changed after zig-ffi built it");
  for (const damaged of ["", "{", "null", '{"schema":1}', '{"schema":2,"artifact":"x","zig":"1","command":[],"files":{}}']) {
    writeFileSync(sidecarOf(artifact), damaged);
    assert.match(reasonOf(await staleness(artifact, inputs)), /^unknown: .* cannot be read$/, damaged);
  }
});

test("embedded files count as inputs; an unreadable source is told", async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, "src/a.zig");
  writeFile(root, 'const a = @embedFile("data.txt"); const b = @embedFile( "gone.txt" );');
  writeFile(join(folder, "src/data.txt"), "1");
  const before = await filesOf(folder, [root]);
  assert.deepEqual(Object.keys(before), ["src/a.zig", "src/data.txt", "src/gone.txt"]);
  writeFile(join(folder, "src/data.txt"), "2");
  const after = await filesOf(folder, [root]);
  assert.notEqual(before["src/data.txt"], after["src/data.txt"]);
  assert.equal(before["src/a.zig"], after["src/a.zig"]);
  const missing = join(folder, "nowhere.zig");
  assert.deepEqual(await hashFiles(folder, [missing]), { kind: "unknown", reason: `${missing} cannot be read` });
});

function reasonOf(answer: Awaited<ReturnType<typeof staleness>>): string {
  return answer.kind === "fresh" ? "fresh" : `${answer.kind}: ${answer.reason}`;
}
