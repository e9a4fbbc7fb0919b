// What code actions write must compile: each is applied to a source that the compiler refuses, and accepted afterwards.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { testZig } from "../support/fixtures.ts";
import { offered } from "../unit/features/actions.ts";

const folder = mkdtempSync(join(tmpdir(), "zig-ffi-actions-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function compile(text: string): string {
  const file = join(folder, "a.zig");
  writeFileSync(file, text);
  const args = ["build-obj", "-fno-emit-bin", "--cache-dir", join(folder, "cache"), file];
  const result = spawnSync(testZig(), args, { encoding: "utf8", cwd: folder });
  return result.status === 0 ? "" : result.stderr;
}

const cases: readonly { readonly title: string; readonly source: string }[] = [
  { title: "Make S an extern struct", source: "const S = struct { x: u8 };\nexport fn f(s: $0S) u8 {\n    return s.x;\n}\n" },
  { title: "Give E the tag type c_int", source: "const E = enum { a, b };\nexport fn f(e: $0E) bool {\n    return e == .a;\n}\n" },
  {
    title: "Replace items by a pointer and a length",
    source: `export fn f(items: $0[]const u8) usize {
    var total: usize = items.len;
    for (items, 0..) |item, i| total += item + i;
    return total + items[0] + items[1..].len + @intFromPtr(items.ptr);
}
`,
  },
  {
    title: "Replace text by a pointer and a length",
    source: "fn use(t: [:0]const u8) usize {\n    return t.len;\n}\nexport fn f(text: $0[:0]const u8) usize {\n    return use(text);\n}\n",
  },
  {
    title: "Return an error enum from find",
    source: `const Error = error{ NotFound, Bad };
fn search(key: u32) Error!u64 {
    return if (key == 0) error.NotFound else key;
}
export fn $0find(key: u32) Error!u64 {
    if (key == 7) return error.Bad;
    return try search(key);
}
`,
  },
  {
    title: "Return an error enum from run",
    source:
      'const std = @import("std");\nexport fn $0run(n: usize) !void {\n    const memory = try std.heap.page_allocator.alloc(u8, n);\n    defer std.heap.page_allocator.free(memory);\n}\n',
  },
];

for (const { title, source } of cases) {
  test(title, () => {
    assert.notEqual(compile(source.replace("$0", "")), "");
    assert.equal(compile(offered({ "a.zig": source }).apply(title)["a.zig"] ?? ""), "");
  });
}
