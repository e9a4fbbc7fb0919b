// The compiler's word on layouts in the editor: by command, on save, and never in a workspace that is not trusted.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { Diagnostic, Hover } from "vscode-languageserver/node";
import type { LibraryInfo, VerifyResult } from "../../server/src/protocol/libraries.ts";
import { folderOf, startClient, type Client, type Folder } from "../lsp/client.ts";
import { testZig } from "../support/fixtures.ts";

const version = execFileSync(testZig(), ["version"], { encoding: "utf8" }).trim();
const source = `fn length(comptime n: usize) usize {
    var sum: usize = 0;
    for (0..n) |i| sum += i;
    return sum;
}
pub const Page = extern struct { id: u32, bytes: [length(4)]u8 };
pub const Point = extern struct { x: f64, y: u8 };
export fn use(page: *const Page, point: *const Point) u32 {
    _ = point;
    return page.id;
}
`;
const config = '{ "libraries": [{ "root": "lib.zig" }], "targets": ["x86_64-linux-gnu", "aarch64-macos"] }';
const script = `import koffi from "koffi";
const Page = koffi.struct("Page", { id: "uint32_t", bytes: koffi.array("uint8_t", 5) });
const lib = koffi.load("./liblib.so");
export const use = lib.func("uint32_t use(Page *page, void *point)");
`;

async function hoverAt(client: Client, folder: Folder, line: number): Promise<string> {
  const params = { textDocument: { uri: folder.uri("lib.zig") }, position: { line, character: 12 } };
  const found = await client.connection.sendRequest<Hover | null>("textDocument/hover", params);
  return (found?.contents as { readonly value: string } | undefined)?.value ?? "";
}

function verify(client: Client): Promise<readonly VerifyResult[]> {
  return client.connection.sendRequest("workspace/executeCommand", { command: "zigFfi.server.verify", arguments: [{}] });
}

test("Verify fills in what only the compiler knows, on all targets, until the text changes", async () => {
  using folder = folderOf({ "lib.zig": source, "hand.mjs": script, "zig-ffi.json": config });
  await using client = await startClient({ folders: [folder.uri("")], settings: { zigPath: testZig(), verifyOnSave: false } });
  await client.open(folder.uri("lib.zig"), source);
  assert.match(await hoverAt(client, folder, 5), /Unknown on x86_64-linux-gnu and aarch64-macos/);
  assert.doesNotMatch(await hoverAt(client, folder, 6), /Verified/);
  const targets = ["x86_64-linux-gnu", "aarch64-macos"];
  const message = `lib: verified by Zig ${version} for ${targets.join(", ")}: no disagreement`;
  assert.deepEqual(await verify(client), [{ library: "lib", kind: "verified", targets, disagreements: 0, message }]);
  const verified = `Verified by Zig ${version} for x86_64-linux-gnu and aarch64-macos`;
  const page = await hoverAt(client, folder, 5);
  assert.ok(page.startsWith("`extern struct Page`: 12 bytes, align 4 on x86_64-linux-gnu and aarch64-macos"), page);
  assert.ok(page.includes(verified), page);
  assert.ok((await hoverAt(client, folder, 6)).includes(verified));
  const isWrong = (all: readonly Diagnostic[]): boolean =>
    all.some((each) => JSON.stringify(each.message).includes(`(verified by Zig ${version} for`));
  await client.pushed(folder.uri("hand.mjs"), isWrong);
  const [library] = await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.deepEqual(library?.verified, { zig: version, targets, isCurrent: true });

  await client.change(folder.uri("lib.zig"), source.replace("var sum: usize = 0", "var sum: usize = 1"));
  assert.match(await hoverAt(client, folder, 5), /Unknown on/, "the length may be another one now");
  assert.ok((await hoverAt(client, folder, 6)).includes(verified), "a type of which only another body changed");
  await client.pushed(folder.uri("hand.mjs"), (all) => !isWrong(all));
  await client.change(folder.uri("lib.zig"), source.replace("y: u8", "y: u16"));
  assert.doesNotMatch(await hoverAt(client, folder, 6), /Verified/);
});

test("a save asks for this machine's layouts, and a source that does not compile says so", async () => {
  using folder = folderOf({ "lib.zig": source, "zig-ffi.json": config });
  await using client = await startClient({ folders: [folder.uri("")], settings: { zigPath: testZig() } });
  const uri = folder.uri("lib.zig");
  await client.open(uri, source);
  await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  await until(async () => (await hoverAt(client, folder, 5)).includes(`Verified by Zig ${version} for x86_64-linux-gnu`));
  await client.change(uri, `${source}const broken = ;\n`);
  await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  const [found] = (await client.pushed(uri, (all) => all.some(({ code }) => code === "abi/unverified"))).filter(
    ({ code }) => code === "abi/unverified",
  );
  assert.equal(found?.range.start.line, 11);
  await client.change(uri, source);
  await client.pushed(uri, (all) => all.length === 0);
});

test("the compiler is not run in a workspace that is not trusted, neither by command nor on save", async () => {
  using folder = folderOf({ "lib.zig": source, "zig-ffi.json": config });
  const options = { folders: [folder.uri("")], settings: { zigPath: testZig() }, initializationOptions: { isTrusted: false } };
  await using client = await startClient(options);
  const uri = folder.uri("lib.zig");
  await client.open(uri, source);
  await assert.rejects(verify(client), /not trusted/);
  await client.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const [library] = await client.connection.sendRequest<readonly LibraryInfo[]>("zigFfi/libraries");
  assert.equal(library?.verified, null);
});

test("a verification that is cancelled says so", async () => {
  // New text each time: an answer that is kept would be there at once.
  using folder = folderOf({ "lib.zig": `${source}const now = ${Date.now()};\n`, "zig-ffi.json": config });
  await using client = await startClient({
    folders: [folder.uri("")],
    settings: { zigPath: testZig() },
    capabilities: { window: { workDoneProgress: true } },
    cancelProgress: /^Verifying/,
  });
  const [result] = await verify(client);
  assert.equal(result?.kind, "cancelled");
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("waited for 60 s");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("the rules are those of the Zig that is found, where it may be looked for", async () => {
  const text = "pub const V = extern struct { v: [2]f32 };\nexport fn f(v: V) void {\n    _ = v;\n}\n";
  using folder = folderOf({ "lib.zig": text });
  const uri = folder.uri("lib.zig");
  const says =
    (words: string) =>
    (all: readonly Diagnostic[]): boolean =>
      all.some(({ code, message }) => code === "abi/by-value-compiler-bug" && JSON.stringify(message).includes(words));
  const settings = { zigPath: testZig() };
  await using trusting = await startClient({ folders: [folder.uri("")], settings });
  await trusting.open(uri, text);
  await trusting.pushed(uri, says(`Zig ${version} may pass`));
  await using careful = await startClient({ folders: [folder.uri("")], settings, initializationOptions: { isTrusted: false } });
  await careful.open(uri, text);
  await careful.pushed(uri, says("Zig up to 0.17 may pass"));
});
