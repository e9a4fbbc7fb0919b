// What the server tells a test explorer: the spec files, their changes, what is out of date, who uses an export.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import type { SpecFile, SpecFilesChange, SpecsOf, SpecsOfParams } from "../../server/src/protocol/specFiles.ts";
import { folderOf, startClient, type Client, type Folder } from "./client.ts";

const files = {
  "zig-ffi.json": '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "bindings.ts", "specs": ["specs/**/*.ts"] }] }',
  "lib.zig":
    'const other = @import("other.zig");\nexport fn add(a: i32, b: i32) i32 {\n    return a + b;\n}\nexport fn sub(a: i32) i32 {\n    return other.less(a);\n}\n',
  "other.zig": "pub fn less(a: i32) i32 {\n    return a - 1;\n}\n",
  "bindings.ts": "export const load = (): any => ({});\n",
  "specs/a.ts":
    'import { describe, it } from "zig-ffi/spec";\nimport { load } from "../bindings.ts";\nconst lib = load();\ndescribe("s", () => {\n  it("adds", () => lib.add(1, 2));\n  it("subtracts", () => lib.sub(1));\n});\n',
  "specs/b.ts": 'import { it } from "zig-ffi/spec";\nimport { one } from "./help.ts";\nit("helps", () => one());\n',
  "specs/help.ts": 'import { load } from "../bindings.ts";\nexport const one = () => load().add(1, 0);\n',
  "other.spec.ts": 'import { it } from "zig-ffi/spec";\nit("is in no glob", () => undefined);\n',
};

async function start(folder: Folder): Promise<{
  readonly client: Client;
  readonly first: readonly SpecFile[];
  readonly changes: SpecFilesChange[];
  readonly next: () => Promise<SpecFilesChange>;
}> {
  const client = await startClient({ folders: [folder.uri("")] });
  const changes: SpecFilesChange[] = [];
  client.connection.onNotification("zigFfi/specsChanged", (change: SpecFilesChange) => void changes.push(change));
  const first = await client.connection.sendRequest<readonly SpecFile[]>("zigFfi/specs");
  return {
    client,
    first,
    changes,
    next: async () => {
      const end = Date.now() + 10_000;
      for (let change = changes.shift(); ; change = changes.shift()) {
        if (change !== undefined) return change;
        if (Date.now() > end) throw new Error("no change was told");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

test("spec files are those of the globs that import zig-ffi/spec, with their project", async () => {
  using folder = folderOf(files);
  const { client, first } = await start(folder);
  await using connected = client;
  assert.ok(connected.initialized);
  assert.deepEqual(
    first.map(({ uri, config, directory, items }) => [
      uri,
      config,
      directory,
      items.map(({ id, range }) => `${id} ${range.start.line}-${range.end.line}`),
    ]),
    [
      [folder.uri("specs/a.ts"), folder.uri("zig-ffi.json"), folder.uri(""), ["s 3-6"]],
      [folder.uri("specs/b.ts"), folder.uri("zig-ffi.json"), folder.uri(""), ["helps 2-2"]],
    ],
  );
});

test("typing, closing, files that come and go", async () => {
  using folder = folderOf(files);
  const { client, changes, next } = await start(folder);
  await using connected = client;
  assert.ok(connected.initialized);
  const uri = folder.uri("specs/b.ts");
  await client.open(uri, files["specs/b.ts"], "typescript");
  await client.change(uri, files["specs/b.ts"].replace("helps", "is renamed"));
  const typed = await next();
  assert.deepEqual([typed.changed.map(({ items }) => items.map(({ id }) => id)), typed.removed, typed.stale], [[["is renamed"]], [], []]);
  // What changes nothing of the outline is not told.
  await client.change(uri, `${files["specs/b.ts"].replace("helps", "is renamed")}// a comment\n`);
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  assert.deepEqual(
    (await next()).changed.map(({ items }) => items.map(({ id }) => id)),
    [["helps"]],
  );
  const watched = (name: string, type: number): Promise<void> =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: folder.uri(name), type }] });
  folder.write("specs/c.ts", files["specs/b.ts"]);
  await watched("specs/c.ts", 1);
  assert.deepEqual(
    (await next()).changed.map((file) => file.uri),
    [folder.uri("specs/c.ts")],
  );
  rmSync(`${folder.path}/specs/c.ts`);
  await watched("specs/c.ts", 3);
  assert.deepEqual((await next()).removed, [folder.uri("specs/c.ts")]);
  folder.write("zig-ffi.json", files["zig-ffi.json"].replace("specs/**/*.ts", "**/*.spec.ts"));
  await watched("zig-ffi.json", 2);
  const moved = await next();
  assert.deepEqual(
    [moved.changed.map((file) => file.uri), moved.removed],
    [[folder.uri("other.spec.ts")], [folder.uri("specs/a.ts"), folder.uri("specs/b.ts")]],
  );
  assert.deepEqual(changes, []);
});

test("a Zig file or a script that changes on the disk makes the specs stale that it concerns", async () => {
  using folder = folderOf(files);
  const { client, next } = await start(folder);
  await using connected = client;
  assert.ok(connected.initialized);
  const changed = (name: string): Promise<void> =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: folder.uri(name), type: 2 }] });
  await changed("other.zig");
  assert.deepEqual([...(await next()).stale].sort(), [folder.uri("specs/a.ts"), folder.uri("specs/b.ts")]);
  await changed("specs/help.ts");
  assert.deepEqual((await next()).stale, [folder.uri("specs/b.ts")]);
});

test("the specs of an export: the tests around each use, files that use it indirectly", async () => {
  using folder = folderOf(files);
  const { client } = await start(folder);
  await using connected = client;
  assert.ok(connected.initialized);
  const specsOf = (params: SpecsOfParams): Promise<SpecsOf | null> => client.connection.sendRequest("zigFfi/specsOf", params);
  const test1 = (id: string): { kind: "test"; id: string; isLoop: boolean } => ({ kind: "test", id, isLoop: false });
  assert.deepEqual(await specsOf({ root: folder.uri("lib.zig"), symbol: "add" }), {
    symbol: "add",
    uses: [
      { uri: folder.uri("specs/a.ts"), items: [test1("s > adds")] },
      { uri: folder.uri("specs/b.ts"), items: null },
    ],
  });
  assert.deepEqual(await specsOf({ uri: folder.uri("lib.zig"), position: { line: 4, character: 11 } }), {
    symbol: "sub",
    uses: [{ uri: folder.uri("specs/a.ts"), items: [test1("s > subtracts")] }],
  });
  assert.equal(await specsOf({ uri: folder.uri("lib.zig"), position: { line: 0, character: 0 } }), null);
});
