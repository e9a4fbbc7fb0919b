import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { test } from "node:test";
import type { Hover } from "vscode-languageserver/node";
import type { GenerateResult, LibraryInfo, PlanView } from "../../server/src/protocol/libraries.ts";
import type { LayoutView } from "../../server/src/protocol/layoutView.ts";
import { folderOf, shownDiagnostics, startClient } from "./client.ts";
import { until } from "./until.ts";

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
    shownDiagnostics(inScript).map((each) => each.replace(/^\d+:(\d+)-\d+:(\d+)/, "$1-$2")),
    [
      "1-111 warning abi/stale-bindings These bindings are not what lib gives now: generate them again",
      "3-6 warning abi/stale-bindings add changed: it is now fn add(a: i32, b: i64) i32",
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
    verified: null,
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
  assert.deepEqual(shownDiagnostics(wrong), ["2:27-2:28 error config/invalid libraries.0.root must be string"]);
  await client.open(uri, '{\n  "libraries": [{ "root": 3 }]\n}\n', "json");
  await client.change(uri, '{\n  "libraries": [{ "root": "gone.zig" }]\n}\n');
  const missing = await client.pushed(uri, (all) => JSON.stringify(all).includes("gone.zig"));
  assert.deepEqual(shownDiagnostics(missing), [
    `2:27-2:37 error config/missing-file ${folder.path}/gone.zig does not exist: it is the root of gone`,
  ]);
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

test("a file that is deleted while it is open counts no more, until it is typed in", async () => {
  const config = '{ "libraries": [{ "root": "a.zig", "name": "mine" }] }';
  using folder = folderOf({ "a.zig": source, "zig-ffi.json": config });
  await using client = await startClient({ folders: [folder.uri("")] });
  const names = async (): Promise<string> =>
    (await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).map(({ name }) => name).join();
  const uri = folder.uri("zig-ffi.json");
  await client.open(uri, config, "json");
  assert.equal(await names(), "mine");
  rmSync(`${folder.path}/zig-ffi.json`);
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 3 }] });
  await until(async () => (await names()) === "a");
  await client.change(uri, `${config}\n`);
  await until(async () => (await names()) === "mine");
  await using restarted = await startClient({ folders: [folder.uri("")] });
  await restarted.open(uri, config, "json");
  // The answer to a request comes after what was opened before it was seen.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const [found] = await restarted.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.equal(found?.name, "a", "an editor may open a deleted document again when the server is restarted");
});

test("files that a build writes are no libraries", async () => {
  using folder = folderOf({ "a.zig": source });
  await using client = await startClient({ folders: [folder.uri("")] });
  const names = async (): Promise<string> =>
    (await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).map(({ name }) => name).join();
  assert.equal(await names(), "a");
  for (const name of [".zig-cache/x/root.zig", "node_modules/p/b.zig", "src/c.zig"]) folder.write(name, source);
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [".zig-cache/x/root.zig", "node_modules/p/b.zig", "src/c.zig"].map((name) => ({ uri: folder.uri(name), type: 1 })),
  });
  await until(async () => (await names()) === "a,c");
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

test("incremental changes count UTF-16 units, several in one message apply in order", async () => {
  using folder = folderOf({ "lib.zig": source });
  await using client = await startClient({ folders: [folder.uri("")] });
  const uri = folder.uri("lib.zig");
  await client.open(uri, "// é😀\r\nexport fn f(x: u8) void {}\r\n");
  const edit = (line: number, start: number, end: number, text: string) => ({
    range: { start: { line, character: start }, end: { line, character: end } },
    text,
  });
  await client.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [edit(0, 4, 6, "é😀😀"), edit(1, 15, 17, "[]u8"), edit(1, 0, 0, "/// 😀\n")],
  });
  const found = await client.pushed(uri, (all) => all.length > 0);
  assert.deepEqual(shownDiagnostics(found), [
    "3:16-3:20 error zig/slice-param f: parameter x of type []u8 is a slice, and slices have no guaranteed in-memory representation: use [*]u8 and a length (usize)",
  ]);
});

test("lenses go with their setting, without a restart", async () => {
  using folder = folderOf({ "lib.zig": source });
  const settings: Record<string, unknown> = { codeLens: false };
  await using client = await startClient({ folders: [folder.uri("")], settings });
  const titles = async (): Promise<number> =>
    (await client.connection.sendRequest<readonly unknown[]>("textDocument/codeLens", { textDocument: { uri: folder.uri("lib.zig") } }))
      .length;
  assert.equal(await titles(), 0);
  settings["codeLens"] = true;
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await until(async () => (await titles()) === 4);
});

test("bindings are written on save where the setting says so, and only where they exist", async () => {
  using folder = folderOf({ "a.zig": source, "b.zig": source });
  await using client = await startClient({ folders: [folder.uri("")], settings: { generateOnSave: true } });
  await client.connection.sendRequest("workspace/executeCommand", {
    command: "zigFfi.server.generate",
    arguments: [{ root: folder.uri("a.zig") }],
  });
  for (const name of ["a.zig", "b.zig"]) {
    const text = source.replace("b: i32", "b: f64");
    await client.open(folder.uri(name), text);
    folder.write(name, text);
    await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri: folder.uri(name) } });
  }
  await until(() => Promise.resolve(readFileSync(`${folder.path}/a.ffi.ts`, "utf8").includes("fn add(a: i32, b: f64) i32")));
  assert.ok(!existsSync(`${folder.path}/b.ffi.ts`));
});

test("every feature answers over the wire", async () => {
  using folder = folderOf({ "lib.zig": "/// @\nexport fn put(key: [*]const u8, key_len: usize) void {}\n" });
  await using client = await startClient({ folders: [folder.uri("")] });
  const uri = folder.uri("lib.zig");
  const ask = async (method: string, params: object): Promise<readonly { label?: string; title?: string; name?: string }[]> =>
    await client.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...params });
  const position = { line: 1, character: 12 };
  const range = { start: position, end: position };
  assert.deepEqual((await ask("completion", { position: { line: 0, character: 5 } })).map(({ label }) => label).slice(0, 2), [
    "@slice",
    "@out",
  ]);
  assert.deepEqual(
    (await ask("codeAction", { range, context: { diagnostics: [] } })).map(({ title }) => title),
    ["Generate bindings of lib, with put", "Write the inferred hint out: @slice key key_len"],
  );
  assert.deepEqual(
    (await ask("inlayHint", { range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } } })).map(({ label }) => label),
    ["= key[0..key_len]"],
  );
  assert.deepEqual(await ask("definition", { position }), []);
  assert.deepEqual(await ask("references", { position, context: { includeDeclaration: true } }).then((all) => all.length), 1);
  assert.deepEqual(await ask("documentLink", {}), []);
  const symbols = await client.connection.sendRequest<readonly { name: string }[]>("workspace/symbol", { query: "pt" });
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ["put"],
  );
});

test("a folder of many libraries is looked at, and a progress that the user cancels ends the look early", async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`lib${i}.zig`, source]));
  using folder = folderOf(files);
  await using client = await startClient({ folders: [folder.uri("")] });
  assert.equal((await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).length, 300);
  await using impatient = await startClient({
    folders: [folder.uri("")],
    capabilities: { window: { workDoneProgress: true } },
    cancelProgress: /^Looking/,
  });
  assert.ok((await impatient.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries")).length < 300);
});
