import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOfDocument, pathOfFolderUri, pathOfUri, uriOfPath } from "../../server/src/lsp/uris.ts";

test("a file is its path", () => {
  assert.equal(pathOfUri("file:///a%20b/c.zig"), "/a b/c.zig");
  assert.equal(uriOfPath("/a b/c.zig"), "file:///a%20b/c.zig");
});
for (const uri of [
  "untitled:Untitled-1",
  "untitled:/src/new.zig",
  "vscode-vfs://github/owner/repo/src/lib.zig",
  "memfs:/src/lib.zig",
  "vscode-vfs://github%2B7b/o/r/a%20b.zig",
  "memfs:/",
  "memfs:/a%C3%A9%F0%9F%98%80%28%21%27%29%40.zig",
  "memfs:/a%3Fb%23c%2Fd%25.zig?x=%20y#z w",
  "memfs:/a%FF.zig",
])
  test(`${uri} comes back from its path`, () => {
    const path = pathOfUri(uri);
    assert.match(path ?? "", /^\/zig-ffi-virtual\//);
    assert.equal(uriOfPath(path ?? ""), uri);
  });
test("a virtual file has the name that people read", () => {
  assert.match(pathOfUri("memfs:/a%20%C3%A9.zig") ?? "", /\/a é\.zig$/);
});
for (const [uri, path] of [
  ["file:///a/b/", "/a/b"],
  ["file:///a/b", "/a/b"],
  ["file:///", "/"],
  ["memfs:/", "/zig-ffi-virtual/memfs%3A"],
  ["vscode-vfs://github/o/r/", "/zig-ffi-virtual/vscode-vfs%3A%2F%2Fgithub/o/r"],
] as const)
  test(`the folder ${uri} is ${path}`, () => {
    assert.equal(pathOfFolderUri(uri), path);
  });
for (const [uri, languageId, name] of [
  ["untitled:Untitled-1", "zig", "Untitled-1.zig"],
  ["untitled:Untitled-1", "plaintext", "Untitled-1"],
  ["untitled:a.zig", "zig", "a.zig"],
  ["untitled:build.zig.zon", "zig", "build.zig.zon"],
  ["file:///a/b", "zig", "b"],
] as const)
  test(`${uri} in ${languageId} is called ${name}`, () => {
    assert.equal(pathOfDocument({ uri, languageId })?.split("/").at(-1), name);
  });
test("neighbours of a virtual file are its neighbours", () => {
  const path = pathOfUri("vscode-vfs://github/owner/repo/src/lib.zig");
  assert.equal(uriOfPath((path ?? "").replace("lib.zig", "other.zig")), "vscode-vfs://github/owner/repo/src/other.zig");
});
test("what is no URI has no path", () => {
  assert.equal(pathOfUri("lib.zig"), undefined);
});
