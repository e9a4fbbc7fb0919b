// Documents that are on no disk, or not yet.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import type { CodeLens, Diagnostic, Hover } from "vscode-languageserver/node";
import type { GenerateResult, LibraryInfo } from "../../server/src/protocol/libraries.ts";
import { folderOf, startClient, type Client } from "./client.ts";
import { until } from "./until.ts";

const source = "export fn add(a: i32, b: i32) i32 {\n    return a + b;\n}\n";
const wrong = "export fn sum(items: []const u8) u8 {\n    return items[0];\n}\n";
const virtual = "vscode-vfs://github/owner/repo";

async function libraries({ connection }: Client): Promise<readonly LibraryInfo[]> {
  return await connection.sendRequest("zigFfi/libraries");
}

async function generate({ connection }: Client, root?: string): Promise<readonly GenerateResult[]> {
  const command = "zigFfi.server.generate";
  return await connection.sendRequest("workspace/executeCommand", { command, arguments: [root === undefined ? {} : { root }] });
}

async function hoverText({ connection }: Client, uri: string): Promise<string> {
  const position = { line: 0, character: 11 };
  return JSON.stringify(await connection.sendRequest<Hover | null>("textDocument/hover", { textDocument: { uri }, position }));
}

function codes(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ code }) => code).join();
}

test("a virtual folder: what is open is a library that can be read, and nothing is written for it", async () => {
  await using client = await startClient({ folders: [`${virtual}/`] });
  const uri = `${virtual}/src/x%20y.zig`;
  await client.open(uri, source);
  await until(async () => (await libraries(client)).length === 1);
  const [library] = await libraries(client);
  assert.deepEqual([library?.name, library?.root, library?.out], ["x y", uri, `${virtual}/src/x%20y.ffi.ts`]);
  assert.match(await hoverText(client, uri), /add\(a: number/);
  const lenses = await client.connection.sendRequest<readonly CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
  assert.ok(lenses.length > 0);
  for (const root of [uri, undefined]) {
    const [result, ...rest] = await generate(client, root);
    assert.equal(rest.length, 0);
    assert.equal(result?.kind, "refused");
    assert.match(result.message, /not on this machine's disk/);
  }
  assert.deepEqual(await client.connection.sendRequest("workspace/executeCommand", { command: "zigFfi.server.build", arguments: [{}] }), [
    { library: "x y", kind: "problem", message: "x y is not on this machine's disk" },
  ]);
  assert.ok(!existsSync("/zig-ffi-virtual"));
  await client.change(uri, wrong);
  assert.equal(codes(await client.pushed(uri, (all) => all.length > 0)), "zig/slice-param");
});

for (const uri of ["untitled:new.zig", "untitled:Untitled-1", "untitled:/nowhere/Untitled-1", `${virtual}/a.zig`])
  test(`${uri} is explained and checked, and is no library`, async () => {
    await using client = await startClient({ folders: [] });
    await client.open(uri, wrong);
    assert.equal(codes(await client.pushed(uri, (all) => all.length > 0)), "zig/slice-param");
    assert.match(await hoverText(client, uri), /No TypeScript binding/);
    assert.equal((await generate(client, uri))[0]?.kind, "refused");
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual(await libraries(client), []);
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    await client.pushed(uri, (all) => all.length === 0);
    assert.equal(await hoverText(client, uri), "null");
    assert.deepEqual([...client.diagnostics.keys()], [uri]);
    assert.ok(!existsSync("/zig-ffi-virtual"));
  });

test("an unsaved document's language counts where its name tells none, and that of data does not", async () => {
  await using client = await startClient({ folders: [] });
  await client.open("untitled:Untitled-1", wrong, "plaintext");
  await client.open("untitled:build.zig.zon", wrong, "zig");
  await client.open("untitled:Untitled-2", wrong, "zig");
  await client.pushed("untitled:Untitled-2", (all) => all.length > 0);
  assert.deepEqual([...client.diagnostics.keys()], ["untitled:Untitled-2"]);
});

for (const where of ["in a folder", "outside"])
  test(`a file that is opened before it is on the disk is checked at once (${where})`, async () => {
    using folder = folderOf({ "a.zig": source });
    await using client = await startClient({ folders: where === "outside" ? [] : [folder.uri("")] });
    const uri = folder.uri("new.zig");
    await client.open(uri, wrong);
    assert.equal(codes(await client.pushed(uri, (all) => all.length > 0)), "zig/slice-param");
    assert.match(await hoverText(client, uri), /No TypeScript binding/);
    const [result] = await generate(client, uri);
    assert.equal(result?.kind, "refused");
    assert.match(result.message, /does not exist/);
    assert.ok(!existsSync(`${folder.path}/new.ffi.ts`));
    // Saved as it is, without a change.
    folder.write("new.zig", wrong);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 1 }] });
    const expected = where === "outside" ? "" : "a,new";
    await until(async () => (await libraries(client)).map(({ name }) => name).join() === expected);
  });

test("a document whose file was deleted counts again when the file is back", async () => {
  const text = "export fn f(x: u32) void {\n    _ = x;\n}\n";
  using folder = folderOf({ "lib.zig": text });
  await using client = await startClient({ folders: [folder.uri("")] });
  const uri = folder.uri("lib.zig");
  const isWrong = (all: readonly Diagnostic[]): boolean => all.some(({ code }) => code === "zig/slice-param");
  const told = (type: number): Promise<void> =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] });
  await client.open(uri, text);
  await client.change(uri, text.replace("u32", "[]u32"));
  await client.pushed(uri, isWrong);
  await told(3);
  await client.pushed(uri, (all) => all.length === 0);
  await told(1);
  await client.pushed(uri, isWrong);
});
