import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Hover } from "vscode-languageserver/node";
import type { GenerateResult, LibraryInfo, PlanView } from "../../server/src/protocol/libraries.ts";
import type { LayoutView } from "../../server/src/protocol/layoutView.ts";
import { folderOf, shownDiagnostics, startClient } from "./client.ts";

const source = `/// The sum.
export fn add(a: i32, b: i32) i32 {
    return a + b;
}
`;

test("a slice parameter is reported from the buffer, with the link to its documentation, and goes when it is corrected", async () => {
  using folder = folderOf({ "lib.zig": source });
  await using client = await startClient({ folders: [folder.uri("")] });
  const uri = folder.uri("lib.zig");
  await client.open(uri, source);
  await client.change(uri, "export fn sum(items: []const u8) u8 {\n    return items[0];\n}\n");
  const [found, ...rest] = await client.pushed(uri, (all) => all.length > 0);
  assert.equal(rest.length, 0);
  assert.ok(found !== undefined);
  assert.deepEqual(shownDiagnostics([found]), [
    "1:22-1:32 error zig/slice-param sum: parameter items of type []const u8 is a slice, and slices have no guaranteed in-memory representation: use [*]const u8 and a length (usize)",
  ]);
  assert.equal(found.codeDescription?.href, "https://docs.example/codes#zigslice-param");
  await client.change(uri, source);
  await client.pushed(uri, (all) => all.length === 0);
});

test("a change of a file shows in the file that imports it, before anything is saved", async () => {
  using folder = folderOf({
    "root.zig": 'const t = @import("t.zig");\nexport fn f(x: t.T) void {\n    _ = x;\n}\n',
    "t.zig": "pub const T = extern struct { a: u8 };\n",
  });
  await using client = await startClient({ folders: [folder.uri("")] });
  await client.open(folder.uri("t.zig"), "pub const T = extern struct { a: u8 };\n");
  await client.change(folder.uri("t.zig"), "pub const T = struct { a: u8 };\n");
  const found = await client.pushed(folder.uri("root.zig"), (all) => all.length > 0);
  assert.deepEqual(shownDiagnostics(found), [
    "2:16-2:19 error zig/not-extern f: parameter x of type t.T has automatic layout, with no guaranteed in-memory representation: make T an extern struct, or use a pointer to it",
  ]);
  assert.deepEqual(found[0]?.relatedInformation, [
    {
      location: { uri: folder.uri("t.zig"), range: { start: { line: 0, character: 10 }, end: { line: 0, character: 11 } } },
      message: "T is declared here",
    },
  ]);
});

test("generate writes the file, a changed signature makes it stale in both files, and generating again clears it", async () => {
  using folder = folderOf({ "lib.zig": source, "zig-ffi.json": '{ "libraries": [{ "root": "lib.zig", "out": "bindings.ts" }] }' });
  await using client = await startClient({ folders: [folder.uri("")] });
  const generate = (): Promise<readonly GenerateResult[]> =>
    client.connection.sendRequest("workspace/executeCommand", {
      command: "zigFfi.server.generate",
      arguments: [{ root: folder.uri("lib.zig") }],
    });
  assert.deepEqual(await generate(), [
    { library: "lib", out: folder.uri("bindings.ts"), kind: "written", message: "lib: 1 functions, 0 types" },
  ]);
  assert.match(readFileSync(`${folder.path}/bindings.ts`, "utf8"), /add\(a: number, b: number\): number;/);
  const [again] = await generate();
  assert.equal(again?.kind, "unchanged");
  await client.open(folder.uri("lib.zig"), source);
  await client.change(folder.uri("lib.zig"), source.replace("b: i32", "b: i64"));
  const inScript = await client.pushed(folder.uri("bindings.ts"), (all) => all.length > 0);
  assert.deepEqual(
    shownDiagnostics(inScript).map((each) => each.replace(/^\d+:/, "")),
    [
      "1-1:111 warning abi/stale-bindings These bindings are not what lib gives now: generate them again",
      "3-18:6 warning abi/stale-bindings add changed: it is now fn add(a: i32, b: i64) i32",
    ],
  );
  const inZig = await client.pushed(folder.uri("lib.zig"), (all) => all.length > 0);
  assert.deepEqual(shownDiagnostics(inZig), [
    "2:11-2:14 warning abi/stale-bindings bindings.ts still has fn add(a: i32, b: i32) i32: generate the bindings of lib again",
  ]);
  await generate();
  await client.pushed(folder.uri("bindings.ts"), (all) => all.length === 0);
  await client.pushed(folder.uri("lib.zig"), (all) => all.length === 0);
});

test("a file edited by hand is not overwritten, except by force; one of somebody else never", async () => {
  using folder = folderOf({ "lib.zig": source });
  await using client = await startClient({ folders: [folder.uri("")] });
  const generate = async (force: boolean): Promise<readonly string[]> => {
    const command = { command: "zigFfi.server.generate", arguments: [{ force }] };
    return (await client.connection.sendRequest<readonly GenerateResult[]>("workspace/executeCommand", command)).map(({ kind }) => kind);
  };
  assert.deepEqual(await generate(false), ["written"]);
  const out = `${folder.path}/lib.ffi.ts`;
  folder.write("lib.ffi.ts", readFileSync(out, "utf8").replace("number", "string"));
  assert.deepEqual(await generate(false), ["refused"]);
  assert.deepEqual(await generate(true), ["written"]);
  folder.write("lib.ffi.ts", "export const mine = 1;\n");
  assert.deepEqual(await generate(true), ["refused"]);
});

test("libraries, plan and layout", async () => {
  using folder = folderOf({
    "lib.zig": "pub const P = extern struct { a: u8, b: u32 };\nexport fn f(p: *const P) void {\n    _ = p;\n}\n",
  });
  await using client = await startClient({ folders: [folder.uri("")] });
  const [library] = await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.deepEqual(library && { ...library, artifact: library.artifact.state }, {
    name: "lib",
    root: folder.uri("lib.zig"),
    out: folder.uri("lib.ffi.ts"),
    config: null,
    bindings: "missing",
    artifact: "missing",
    exports: 1,
    functions: 1,
    errors: 0,
    warnings: 0,
  });
  const plan = await client.connection.sendRequest<PlanView>("zigFfi/plan", {
    uri: folder.uri("lib.zig"),
    position: { line: 1, character: 10 },
  });
  assert.equal((JSON.parse(plan.text) as { readonly signature: string }).signature, "fn f(p: *const P) void");
  const layout = await client.connection.sendRequest<LayoutView>("zigFfi/layout", {
    uri: folder.uri("lib.zig"),
    position: { line: 1, character: 22 },
  });
  assert.equal(layout.name, "P");
  assert.deepEqual(
    layout.layouts.map(({ size, padding }) => ({ size, padding })),
    [{ size: 8, padding: [{ offset: 1, size: 3 }] }],
  );
});

test("a zig-ffi.json that is wrong says where, and works once it is right", async () => {
  using folder = folderOf({ "lib.zig": source, "zig-ffi.json": '{\n  "libraries": [{ "root": 3 }]\n}\n' });
  await using client = await startClient({ folders: [folder.uri("")] });
  const uri = folder.uri("zig-ffi.json");
  const wrong = await client.pushed(uri, (all) => all.length > 0);
  assert.deepEqual(shownDiagnostics(wrong), ["2:3-2:31 error  libraries.0.root must be string"]);
  await client.open(uri, '{\n  "libraries": [{ "root": 3 }]\n}\n', "json");
  await client.change(uri, '{\n  "libraries": [{ "root": "gone.zig" }]\n}\n');
  const missing = await client.pushed(uri, (all) => JSON.stringify(all).includes("gone.zig"));
  assert.deepEqual(shownDiagnostics(missing), [`2:27-2:37 error  ${folder.path}/gone.zig does not exist: it is the root of gone`]);
  await client.change(uri, '{\n  "libraries": [{ "root": "lib.zig", "name": "mine" }]\n}\n');
  await client.pushed(uri, (all) => all.length === 0);
  const libraries = await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.deepEqual(
    libraries.map(({ name }) => name),
    ["mine"],
  );
});

test("pulled diagnostics are those of the buffer and are not pushed as well", async () => {
  using folder = folderOf({ "lib.zig": source });
  await using client = await startClient({ folders: [folder.uri("")], capabilities: { textDocument: { diagnostic: {} } } });
  const uri = folder.uri("lib.zig");
  await client.open(uri, "export fn f(x: []u8) void {\n    _ = x;\n}\n");
  const report = await client.connection.sendRequest<{ items: [] }>("textDocument/diagnostic", { textDocument: { uri } });
  assert.deepEqual(shownDiagnostics(report.items), [
    "1:16-1:20 error zig/slice-param f: parameter x of type []u8 is a slice, and slices have no guaranteed in-memory representation: use [*]u8 and a length (usize)",
  ]);
  await client.connection.sendRequest("zigFfi/libraries");
  assert.deepEqual(client.diagnostics.get(uri) ?? [], []);
});

test("a request about a file that is not there, or in a broken one, is answered", async () => {
  using folder = folderOf({ "lib.zig": source });
  await using client = await startClient({ folders: [folder.uri("")] });
  const hover = (uri: string, line: number): Promise<Hover | null> =>
    client.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line, character: 12 } });
  assert.equal(await hover(folder.uri("gone.zig"), 0), null);
  assert.equal(await hover("untitled:Untitled-1", 0), null);
  await client.open(folder.uri("lib.zig"), "export fn f(\u0000{{{{ }");
  assert.equal(await hover(folder.uri("lib.zig"), 99), null);
  assert.deepEqual(
    client.log.filter((line) => line.includes("failed")),
    [],
  );
});

test("two folders, one added and one removed while running", async () => {
  using first = folderOf({ "a.zig": source });
  using second = folderOf({ "b.zig": source });
  await using client = await startClient({ folders: [first.uri("")], capabilities: { workspace: { workspaceFolders: true } } });
  const names = async (): Promise<readonly string[]> =>
    (await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).map(({ name }) => name);
  assert.deepEqual(await names(), ["a"]);
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [{ uri: second.uri(""), name: "second" }], removed: [] },
  });
  await until(async () => (await names()).length === 2);
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [], removed: [{ uri: first.uri(""), name: "first" }] },
  });
  await until(async () => (await names()).join() === "b");
});

test("files that change, come and go on the disk", async () => {
  using folder = folderOf({ "a.zig": source });
  await using client = await startClient({ folders: [folder.uri("")] });
  const changed = (name: string, type: number): Promise<void> =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: folder.uri(name), type }] });
  const names = async (): Promise<string> =>
    (await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).map(({ name }) => name).join();
  folder.write("c.zig", "export fn g(x: []u8) void {\n    _ = x;\n}\n");
  await changed("c.zig", 1);
  await until(async () => (await names()) === "a,c");
  await client.pushed(folder.uri("c.zig"), (all) => all.length === 1);
  folder.write("c.zig", "export fn g(x: u8) void {\n    _ = x;\n}\n// longer\n");
  await changed("c.zig", 2);
  await client.pushed(folder.uri("c.zig"), (all) => all.length === 0);
  folder[Symbol.dispose]();
  assert.ok(!existsSync(folder.path));
  await changed("a.zig", 3);
  await changed("c.zig", 3);
  await until(async () => (await names()) === "");
});

test("settings change without a restart, and nothing is built in a workspace that is not trusted", async () => {
  using folder = folderOf({ "a.zig": source });
  await using client = await startClient({ folders: [folder.uri("")], initializationOptions: { isTrusted: false } });
  const build = client.connection.sendRequest("workspace/executeCommand", { command: "zigFfi.server.build", arguments: [{}] });
  await assert.rejects(build, /not trusted/);
  assert.deepEqual(await client.connection.sendRequest("zigFfi/status"), {
    version: "0.0.0",
    libraries: 1,
    isIndexing: false,
    zig: { kind: "untrusted" },
  });
});

test("progress is shown while the folders are looked at, where the client can show it", async () => {
  using folder = folderOf({ "a.zig": source });
  await using client = await startClient({ folders: [folder.uri("")], capabilities: { window: { workDoneProgress: true } } });
  await client.connection.sendRequest("zigFfi/libraries");
  assert.deepEqual(
    client.log.filter((line) => line.startsWith("progress")),
    ["progress: Looking for Zig libraries"],
  );
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("waited for 10 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
