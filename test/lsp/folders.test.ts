// Which files are the project's: those of the open folders, however these are spelled, and no others.
import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { test } from "node:test";
import type { CodeLens, Hover } from "vscode-languageserver/node";
import type { GenerateResult, LibraryInfo } from "../../server/src/protocol/libraries.ts";
import { folderOf, shownDiagnostics, startClient, type Client } from "./client.ts";
import { until } from "./until.ts";

const source = "export fn add(a: i32, b: i32) i32 {\n    return a + b;\n}\n";
const wrong = "export fn sum(items: []const u8) u8 {\n    return items[0];\n}\n";
const multiRoot = { workspace: { workspaceFolders: true } };

async function names({ connection }: Client): Promise<string> {
  return (await connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).map(({ name }) => name).join();
}

async function generate({ connection }: Client, root?: string): Promise<readonly GenerateResult[]> {
  const command = "zigFfi.server.generate";
  return await connection.sendRequest("workspace/executeCommand", { command, arguments: [root === undefined ? {} : { root }] });
}

async function changeFolders({ connection }: Client, added: readonly string[], removed: readonly string[]): Promise<void> {
  const folders = (uris: readonly string[]) => uris.map((uri) => ({ uri, name: uri }));
  await connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added: folders(added), removed: folders(removed) } });
}

async function changedOnDisk({ connection }: Client, uris: readonly string[], type: 1 | 2 | 3): Promise<void> {
  await connection.sendNotification("workspace/didChangeWatchedFiles", { changes: uris.map((uri) => ({ uri, type })) });
}

async function hoverText({ connection }: Client, uri: string): Promise<string> {
  const position = { line: 0, character: 11 };
  return JSON.stringify(await connection.sendRequest<Hover | null>("textDocument/hover", { textDocument: { uri }, position }));
}

async function close({ connection }: Client, uri: string): Promise<void> {
  await connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
}

/** What is typed is looked at after a while: longer than that. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));

for (const folders of ["none", "one"] as const)
  test(`a file outside the folders (${folders}) is explained and checked, and never becomes a library`, async () => {
    using inside = folderOf({ "a.zig": source });
    using outside = folderOf({ "b.zig": wrong });
    await using client = await startClient({ folders: folders === "none" ? [] : [inside.uri("")] });
    const own = folders === "none" ? "" : "a";
    const uri = outside.uri("b.zig");
    await client.open(uri, wrong);
    const found = await client.pushed(uri, (all) => all.length > 0);
    assert.deepEqual(
      found.map(({ code }) => code),
      ["zig/slice-param"],
    );
    assert.match(await hoverText(client, uri), /No TypeScript binding/);
    await client.change(uri, wrong.replace("sum", "total"));
    await pause();
    assert.equal(await names(client), own);
    await close(client, uri);
    await client.pushed(uri, (all) => all.length === 0);
    await pause();
    assert.equal(await names(client), own);
    await changedOnDisk(client, [uri], 2);
    assert.equal(await names(client), own);
    if (folders === "none") await assert.rejects(generate(client), /no Zig library/);
    else
      assert.deepEqual(
        (await generate(client)).map(({ library, kind }) => `${library} ${kind}`),
        ["a written"],
      );
    assert.ok(!existsSync(`${outside.path}/b.ffi.ts`));
  });

test("a file outside the folders is read with what it imports", async () => {
  using outside = folderOf({ "t.zig": "pub const T = extern struct { a: u8, b: u32 };\n" });
  await using client = await startClient({ folders: [] });
  const uri = outside.uri("b.zig");
  outside.write("b.zig", 'export fn eat(t: *const @import("t.zig").T) void {\n    _ = t;\n}\n');
  await client.open(uri, 'export fn eat(t: []const @import("t.zig").T) void {\n    _ = t;\n}\n');
  const found = await client.pushed(uri, (all) => all.length > 0);
  assert.deepEqual(
    found.map(({ code }) => code),
    ["zig/slice-param"],
  );
  await client.change(uri, 'export fn eat(t: @import("gone.zig").T) void {\n    _ = t;\n}\n');
  await client.pushed(uri, (all) => all.some(({ code }) => code === "zig/missing-import"));
  await client.change(uri, 'const t = @import("t.zig");\nexport fn eat(x: *const t.T) void {\n    _ = x;\n}\n');
  await client.pushed(uri, (all) => all.length === 0);
});

test("who names a file outside the folders gets its bindings", async () => {
  using outside = folderOf({ "b.zig": source });
  await using client = await startClient({ folders: [] });
  await client.open(outside.uri("b.zig"), source);
  assert.deepEqual(
    (await generate(client, outside.uri("b.zig"))).map(({ library, kind }) => `${library} ${kind}`),
    ["b written"],
  );
  assert.ok(existsSync(`${outside.path}/b.ffi.ts`));
  assert.equal(await names(client), "");
});

test("a library of a folder may have its root outside: what is typed there counts", async () => {
  using outside = folderOf({ "b.zig": source });
  using inside = folderOf({ "zig-ffi.json": JSON.stringify({ libraries: [{ root: `${outside.path}/b.zig`, out: "b.ffi.ts" }] }) });
  await using client = await startClient({ folders: [inside.uri("")] });
  assert.equal(await names(client), "b");
  const uri = outside.uri("b.zig");
  await client.open(uri, source);
  const lenses = await client.connection.sendRequest<readonly CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
  assert.ok(lenses.some(({ command }) => command?.title === "Generate bindings of b"));
  outside.write("more.zig", "pub const T = struct { a: u8 };\n");
  await client.change(uri, 'const more = @import("more.zig");\nexport fn f(t: more.T) void {\n    _ = t;\n}\n');
  await client.pushed(uri, (all) => all.some(({ code }) => code === "zig/not-extern"));
  await pause();
  await client.open(outside.uri("more.zig"), "pub const T = extern struct { a: u8 };\n");
  await client.pushed(uri, (all) => all.every(({ code }) => code !== "zig/not-extern"));
  // Once the configuration names it no more, it is nobody's.
  inside.write("zig-ffi.json", '{ "libraries": [] }');
  await changedOnDisk(client, [inside.uri("zig-ffi.json")], 2);
  await until(async () => (await names(client)) === "");
  await close(client, uri);
  await pause();
  assert.equal(await names(client), "");
});

test("a zig-ffi.json outside the folders says what is wrong with it, and configures nothing", async () => {
  using outside = folderOf({ "zig-ffi.json": "{}", "b.zig": source });
  await using client = await startClient({ folders: [] });
  const uri = outside.uri("zig-ffi.json");
  await client.open(uri, '{ "librarys": [] }', "json");
  const found = await client.pushed(uri, (all) => all.length > 0);
  assert.match(shownDiagnostics(found).join(), /librarys/);
  await client.change(uri, '{ "libraries": [{ "root": "b.zig" }] }');
  await client.pushed(uri, (all) => all.length === 0);
  await pause();
  assert.equal(await names(client), "");
});

test("what was said about the files of a folder is taken back with the folder", async () => {
  using first = folderOf({ "a.zig": wrong });
  using second = folderOf({ "b.zig": wrong, "zig-ffi.json": '{ "librarys": [] }' });
  await using client = await startClient({ folders: [first.uri(""), second.uri("")], capabilities: multiRoot });
  for (const uri of [first.uri("a.zig"), second.uri("b.zig"), second.uri("zig-ffi.json")])
    await client.pushed(uri, (all) => all.length > 0);
  await changeFolders(client, [], [second.uri("")]);
  for (const uri of [second.uri("b.zig"), second.uri("zig-ffi.json")]) await client.pushed(uri, (all) => all.length === 0);
  assert.equal(client.diagnostics.get(first.uri("a.zig"))?.length, 1);
  await changeFolders(client, [second.uri("")], []);
  for (const uri of [second.uri("b.zig"), second.uri("zig-ffi.json")]) await client.pushed(uri, (all) => all.length > 0);
});

test("a file of a folder that no library holds is checked while it is open", async () => {
  const text = "pub fn main() void {}\npub const broken = ;\n";
  using folder = folderOf({ "main.zig": text });
  await using client = await startClient({ folders: [folder.uri("")] });
  const uri = folder.uri("main.zig");
  await client.open(uri, text);
  await client.pushed(uri, (all) => all.length > 0);
  await close(client, uri);
  await client.pushed(uri, (all) => all.length === 0);
});

test("a folder may be spelled with a slash at its end", async () => {
  using first = folderOf({ "a.zig": source });
  using second = folderOf({ "b.zig": source });
  const slashed = [`${first.uri("")}/`, `${second.uri("")}/`] as const;
  await using client = await startClient({ folders: [slashed[0]], capabilities: multiRoot });
  assert.equal(await names(client), "a");
  for (const name of [".zig-cache/o/x.zig", "zig-out/y.zig", "c.zig"]) first.write(name, source);
  await changedOnDisk(
    client,
    [".zig-cache/o/x.zig", "zig-out/y.zig", "c.zig"].map((name) => first.uri(name)),
    1,
  );
  await until(async () => (await names(client)) === "a,c");
  await changeFolders(client, [slashed[1]], []);
  await until(async () => (await names(client)) === "a,c,b" || (await names(client)).split(",").sort().join() === "a,b,c");
  // The other spelling is the same folder.
  await changeFolders(client, [], [second.uri("")]);
  await until(async () => (await names(client)) === "a,c");
  await changeFolders(client, [], [slashed[0]]);
  await until(async () => (await names(client)) === "");
});

test("a folder inside another one: what both hold stays with the one that is left", async () => {
  using folder = folderOf({ "a.zig": source, "sub/b.zig": source });
  await using client = await startClient({ folders: [folder.uri(""), folder.uri("sub")], capabilities: multiRoot });
  assert.equal(await names(client), "a,b");
  await changeFolders(client, [], [folder.uri("sub")]);
  await pause();
  assert.equal(await names(client), "a,b");
  await changeFolders(client, [folder.uri("sub")], [folder.uri("")]);
  await until(async () => (await names(client)) === "b");
});

test("a file of a removed folder that is still open is a file outside", async () => {
  using folder = folderOf({ "a.zig": wrong });
  await using client = await startClient({ folders: [folder.uri("")], capabilities: multiRoot });
  await client.open(folder.uri("a.zig"), wrong);
  await client.pushed(folder.uri("a.zig"), (all) => all.length > 0);
  await changeFolders(client, [], [folder.uri("")]);
  await until(async () => (await names(client)) === "");
  await pause();
  assert.equal(client.diagnostics.get(folder.uri("a.zig"))?.length, 1);
  rmSync(`${folder.path}/a.zig`);
  await close(client, folder.uri("a.zig"));
  await client.pushed(folder.uri("a.zig"), (all) => all.length === 0);
});
