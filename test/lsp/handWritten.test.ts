import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { CodeAction, CodeLens, Diagnostic, Hover, Location } from "vscode-languageserver/node";
import type { CheckResult, LibraryInfo } from "../../server/src/protocol/libraries.ts";
import { folderOf, shownDiagnostics, startClient, type Client, type Folder } from "./client.ts";

const zig = "/// Loads.\nexport fn font_load(flags: u32) i32 {\n    return @intCast(flags);\n}\n";
const table = (type: string): string =>
  `import { dlopen, FFIType } from "bun:ffi";\nexport const { symbols } = dlopen("./libfont.so", {\n  font_load: { args: [${type}], returns: FFIType.i32 },\n});\n`;
const isClean = (all: readonly Diagnostic[]): boolean => all.length === 0;
const isWrong = (all: readonly Diagnostic[]): boolean => all.some(({ code }) => code === "abi/param-type");

function project(): Folder {
  return folderOf({ "font.zig": zig, "hand.ts": table("FFIType.u32") });
}

test("a keystroke in Zig is seen in both files, one in the script puts both right; nothing is saved", async () => {
  using folder = project();
  await using client = await startClient({ folders: [folder.uri("")] });
  const [source, script] = [folder.uri("font.zig"), folder.uri("hand.ts")];
  await client.open(source, zig);
  await client.open(script, table("FFIType.u32"), "typescript");
  await client.change(source, zig.replace("u32", "u64"));
  const inScript = await client.pushed(script, isWrong);
  assert.deepEqual(
    shownDiagnostics(inScript).map((line) => line.split(":", 4).slice(0, 3).join(":").slice(0, 50)),
    ["3:23-3:34 error abi/param-type font_load"],
  );
  assert.equal(inScript[0]?.codeDescription?.href, "https://docs.example/codes#abiparam-type");
  assert.equal(inScript[0].relatedInformation?.[0]?.location.uri, source);
  const inZig = await client.pushed(source, isWrong);
  assert.equal(inZig[0]?.relatedInformation?.[0]?.location.uri, script);
  await client.change(script, table("FFIType.u64"));
  await client.pushed(script, isClean);
  await client.pushed(source, isClean);
});

test("a script that is not open is compared, too, and follows the disk", async () => {
  using folder = project();
  await using client = await startClient({ folders: [folder.uri("")] });
  const script = folder.uri("hand.ts");
  const changed = (type: number): Promise<void> =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: script, type }] });
  await client.open(folder.uri("font.zig"), zig);
  folder.write("hand.ts", table("FFIType.u8"));
  await changed(2);
  await client.pushed(script, isWrong);
  await client.pushed(folder.uri("font.zig"), isWrong);
  folder.write("hand.ts", "export const nothing = 1;\n");
  await changed(2);
  await client.pushed(script, isClean);
  await client.pushed(folder.uri("font.zig"), isClean);
});

test("a Zig file that is not open loses what an open script, or a deleted one, had wrong", async () => {
  using folder = project();
  await using client = await startClient({ folders: [folder.uri("")] });
  const [source, script] = [folder.uri("font.zig"), folder.uri("hand.ts")];
  await client.open(script, table("FFIType.u8"), "typescript");
  await client.pushed(source, isWrong);
  await client.change(script, table("FFIType.u32"));
  await client.pushed(source, isClean);
  await client.change(script, table("FFIType.u8"));
  await client.pushed(source, isWrong);
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: script } });
  rmSync(fileURLToPath(script));
  await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: script, type: 3 }] });
  await client.pushed(source, isClean);
});

test("a script that starts to declare something while it is typed", async () => {
  using folder = folderOf({ "font.zig": zig, "hand.ts": "" });
  await using client = await startClient({ folders: [folder.uri("")] });
  const script = folder.uri("hand.ts");
  await client.open(script, "", "typescript");
  await client.change(script, table("FFIType.u8"));
  await client.pushed(script, isWrong);
});

test("a client that pulls the diagnostics of Zig is told to pull again when a script changes", async () => {
  using folder = project();
  const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
  await using client = await startClient({ folders: [folder.uri("")], capabilities });
  const source = folder.uri("font.zig");
  const pull = async (): Promise<readonly Diagnostic[]> =>
    (await client.connection.sendRequest<{ items: Diagnostic[] }>("textDocument/diagnostic", { textDocument: { uri: source } })).items;
  await client.open(source, zig);
  await client.open(folder.uri("hand.ts"), table("FFIType.u32"), "typescript");
  await until(async () => isClean(await pull()));
  const before = client.log.filter((line) => line.startsWith("refresh")).length;
  await client.change(folder.uri("hand.ts"), table("FFIType.u8"));
  await until(() => Promise.resolve(client.log.filter((line) => line.startsWith("refresh")).length > before));
  assert.ok(isWrong(await pull()));
});

test("Check Bindings counts what two sides are told once", async () => {
  using folder = folderOf({ "font.zig": zig, "hand.ts": table("FFIType.u8") });
  await using client = await startClient({ folders: [folder.uri("")] });
  const result = await client.connection.sendRequest<CheckResult>("workspace/executeCommand", { command: "zigFfi.server.check" });
  assert.deepEqual(result, { errors: 1, warnings: 0 });
  await client.pushed(folder.uri("hand.ts"), isWrong);
  const [library] = await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.deepEqual([library?.errors, library?.warnings], [1, 0]);
});

test("a configuration names scripts; one that does not exist is told", async () => {
  const config = '{ "libraries": [{ "root": "font.zig", "bindings": ["good.ts", "gone.ts"] }] }';
  using folder = folderOf({ "font.zig": zig, "hand.ts": table("FFIType.u8"), "good.ts": table("FFIType.u32"), "zig-ffi.json": config });
  await using client = await startClient({ folders: [folder.uri("")] });
  const found = await client.pushed(folder.uri("zig-ffi.json"), (all) => all.length > 0);
  assert.deepEqual(shownDiagnostics(found), [
    `1:63-1:72 error config/missing-file ${folder.path}/gone.ts does not exist: it is to declare font`,
  ]);
  assert.deepEqual(client.diagnostics.get(folder.uri("hand.ts")) ?? [], []);
});

test("fix, hover, definition, references and lens over the wire", async () => {
  using folder = folderOf({ "font.zig": zig, "hand.ts": table("FFIType.u8") });
  await using client = await startClient({ folders: [folder.uri("")] });
  const [source, script] = [folder.uri("font.zig"), folder.uri("hand.ts")];
  await client.open(script, table("FFIType.u8"), "typescript");
  const diagnostics = await client.pushed(script, isWrong);
  const [range] = diagnostics.map((each) => each.range);
  const actions = await ask<CodeAction[]>(client, "codeAction", { textDocument: { uri: script }, range, context: { diagnostics } });
  const [fix] = actions;
  assert.equal(fix?.title, "Correct font_load");
  assert.deepEqual(fix.diagnostics, diagnostics);
  assert.deepEqual(fix.edit?.changes, { [script]: [{ range, newText: "FFIType.u32" }] });
  const name = { textDocument: { uri: script }, position: { line: 2, character: 4 } };
  assert.match(JSON.stringify((await ask<Hover>(client, "hover", name)).contents), /export fn font_load\(flags: u32\) i32/);
  assert.deepEqual(
    (await ask<Location[]>(client, "definition", name)).map(({ uri }) => uri),
    [source],
  );
  const inZig = { textDocument: { uri: source }, position: { line: 1, character: 12 } };
  assert.deepEqual(
    (await ask<Location[]>(client, "definition", inZig)).map(({ uri }) => uri),
    [script],
  );
  assert.deepEqual(
    (await ask<Location[]>(client, "references", { ...inZig, context: { includeDeclaration: true } })).map(({ uri }) => uri),
    [source, script],
  );
  const lenses = await ask<CodeLens[]>(client, "codeLens", { textDocument: { uri: source } });
  assert.ok(lenses.some(({ command }) => command?.title === "declared otherwise in hand.ts"));
});

async function ask<T>({ connection }: Client, method: string, params: object): Promise<T> {
  return await connection.sendRequest<T>(`textDocument/${method}`, params);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("waited for 10 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
