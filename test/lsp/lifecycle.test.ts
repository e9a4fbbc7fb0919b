// What the protocol says about the time before `initialize`, and about a second one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCodes, type InitializeResult } from "vscode-languageserver/node";
import type { LibraryInfo } from "../../server/src/protocol/libraries.ts";
import { connectServer, folderOf, startClient } from "./client.ts";

const source = "export fn add(a: i32, b: i32) i32 {\n    return a + b;\n}\n";
const nothing = { processId: null, rootUri: null, capabilities: {}, workspaceFolders: null };

for (const method of [
  "textDocument/hover",
  "zigFfi/libraries",
  "workspace/executeCommand",
  "textDocument/willSaveWaitUntil",
  "shutdown",
  "nobody/knows",
])
  test(`${method} before initialize is refused, and what is opened before counts for nothing`, async () => {
    using server = connectServer();
    const { connection } = server;
    const textDocument = { uri: "untitled:a.zig", languageId: "zig", version: 1, text: source };
    await connection.sendNotification("textDocument/didOpen", { textDocument });
    const params = { textDocument, position: { line: 0, character: 11 } };
    await assert.rejects(connection.sendRequest(method, params), { code: ErrorCodes.ServerNotInitialized });
    await connection.sendRequest<InitializeResult>("initialize", nothing);
    await connection.sendNotification("initialized", {});
    assert.equal(await connection.sendRequest("textDocument/hover", params), null);
    await connection.sendRequest("shutdown");
  });

test("after it, a request that nobody knows is an unknown one", async () => {
  await using client = await startClient({ folders: [] });
  await assert.rejects(client.connection.sendRequest("nobody/knows"), { code: ErrorCodes.MethodNotFound });
});

test("a second initialize is refused, and the session goes on", async () => {
  using folder = folderOf({ "a.zig": source });
  await using client = await startClient({ folders: [folder.uri("")] });
  await client.open(folder.uri("a.zig"), source);
  await assert.rejects(client.connection.sendRequest("initialize", nothing), { code: ErrorCodes.InvalidRequest });
  const position = { line: 0, character: 11 };
  const hover = await client.connection.sendRequest("textDocument/hover", { textDocument: { uri: folder.uri("a.zig") }, position });
  assert.match(JSON.stringify(hover), /add\(a: number/);
  assert.equal((await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).length, 1);
});
