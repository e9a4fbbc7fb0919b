// The server's build command with a real compiler: what it says becomes diagnostics, and goes when the source is corrected.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import type { BuildResult, LibraryInfo } from "../../server/src/protocol/libraries.ts";
import { folderOf, shownDiagnostics, startClient } from "../lsp/client.ts";
import { testZig } from "../support/fixtures.ts";

const good = "export fn one() i32 {\n    return 1;\n}\n";

test("a build that fails, one that succeeds, and what is told of the library", async () => {
  using folder = folderOf({
    "lib.zig": good.replace("return 1", "return gone"),
    "zig-ffi.json": '{ "libraries": [{ "root": "lib.zig" }] }',
  });
  await using client = await startClient({ folders: [folder.uri("")], settings: { zigPath: testZig() } });
  const build = (): Promise<readonly BuildResult[]> =>
    client.connection.sendRequest("workspace/executeCommand", { command: "zigFfi.server.build", arguments: [{}] });
  const [failed] = await build();
  assert.equal(failed?.kind, "failed");
  const found = await client.pushed(folder.uri("lib.zig"), (all) => all.length > 0);
  assert.deepEqual(shownDiagnostics(found), ["2:12-2:13 error  use of undeclared identifier 'gone'"]);
  folder.write("lib.zig", good);
  await client.open(folder.uri("lib.zig"), good);
  await client.change(folder.uri("lib.zig"), `${good}\n`);
  await client.pushed(folder.uri("lib.zig"), (all) => all.length === 0);
  const [built] = await build();
  assert.equal(built?.kind, "built");
  const [library] = await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.equal(library?.artifact.state, "fresh");
  folder.write("lib.zig", `${good}// changed\n`);
  const [after] = await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.equal(after?.artifact.state, "stale");
});

test("a build that is cancelled ends at once and leaves nothing", async () => {
  using folder = folderOf({
    "lib.zig":
      "export fn slow() u64 {\n    comptime var x: u64 = 0;\n    @setEvalBranchQuota(4_000_000_000);\n    inline while (x < 3_000_000_000) x += 1;\n    return x;\n}\n",
    "zig-ffi.json": '{ "libraries": [{ "root": "lib.zig", "name": "slow" }] }',
  });
  await using client = await startClient({
    folders: [folder.uri("")],
    settings: { zigPath: testZig() },
    capabilities: { window: { workDoneProgress: true } },
    cancelProgress: /^Building/,
  });
  const started = Date.now();
  const [result] = await client.connection.sendRequest<readonly BuildResult[]>("workspace/executeCommand", {
    command: "zigFfi.server.build",
    arguments: [{ root: folder.uri("lib.zig") }],
  });
  assert.equal(result?.kind, "cancelled");
  assert.ok(Date.now() - started < 20_000);
  assert.ok(!existsSync(`${folder.path}/zig-out`));
});

test("what a build said of a closed file goes when the file changes on the disk", async () => {
  using folder = folderOf({ "lib.zig": good.replace("return 1", "return gone") });
  await using client = await startClient({ folders: [folder.uri("")], settings: { zigPath: testZig() } });
  await client.connection.sendRequest("workspace/executeCommand", { command: "zigFfi.server.build", arguments: [{}] });
  await client.pushed(folder.uri("lib.zig"), (all) => all.length > 0);
  folder.write("lib.zig", good);
  const changes = [{ uri: folder.uri("lib.zig"), type: 2 }];
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  await client.pushed(folder.uri("lib.zig"), (all) => all.length === 0);
});

test("two libraries of one name are not built over each other", async () => {
  using folder = folderOf({ "a.zig": good, "b.zig": good, "zig-ffi.json": '{ "libraries": [{ "root": "a.zig", "name": "one" }] }' });
  await using client = await startClient({ folders: [folder.uri("")], settings: { zigPath: testZig() } });
  const build = (): Promise<readonly BuildResult[]> =>
    client.connection.sendRequest("workspace/executeCommand", { command: "zigFfi.server.build", arguments: [{}] });
  assert.deepEqual(
    (await build()).map(({ library, kind }) => `${library} ${kind}`),
    ["one built", "b built"],
  );
  folder.write("zig-ffi.json", '{ "libraries": [{ "root": "a.zig", "name": "b" }] }');
  const changes = [{ uri: folder.uri("zig-ffi.json"), type: 2 }];
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  for (const { kind, message } of await build()) {
    assert.equal(kind, "problem");
    assert.match(message, /^Two libraries are called b, and would be built to the same file: /);
  }
});
