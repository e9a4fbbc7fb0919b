import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOfUri, uriOfPath } from "../../server/src/lsp/uris.ts";

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
])
  test(`${uri} comes back from its path`, () => {
    const path = pathOfUri(uri);
    assert.match(path ?? "", /^\/zig-ffi-virtual\//);
    assert.equal(uriOfPath(path ?? ""), uri);
  });
test("neighbours of a virtual file are its neighbours", () => {
  const path = pathOfUri("vscode-vfs://github/owner/repo/src/lib.zig");
  assert.equal(uriOfPath((path ?? "").replace("lib.zig", "other.zig")), "vscode-vfs://github/owner/repo/src/other.zig");
});
test("what is no URI has no path", () => {
  assert.equal(pathOfUri("lib.zig"), undefined);
});
