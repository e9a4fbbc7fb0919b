import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rootsOf, scanZig } from "../../server/src/workspace/zigScan.ts";

const api = "export fn run() void {}\n";

interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly roots: readonly string[];
}

const rows: readonly Row[] = [
  { name: "one file", files: { "/lib.zig": api, "/other.zig": "pub fn f() void {}\n" }, roots: ["/lib.zig"] },
  {
    name: "imports in comments, strings and characters are none",
    files: {
      "/lib.zig": `// see @import("other.zig")\nconst a = '"'; // @import("third.zig")\nconst b = "@import(\\"third.zig\\")";\n${api}`,
      "/other.zig": api,
      "/third.zig": api,
    },
    roots: ["/lib.zig", "/other.zig", "/third.zig"],
  },
  {
    name: "a root with exports of its own",
    files: { "/lib.zig": `_ = @import("api.zig");\n${api}`, "/api.zig": api },
    roots: ["/lib.zig"],
  },
  {
    name: "a root that only joins others",
    files: {
      "/root.zig": 'const a = @import("a.zig");\nconst b = @import("b.zig");\ncomptime {\n    _ = a;\n    _ = b;\n}\n',
      "/a.zig": api,
      "/b.zig": api,
    },
    roots: ["/root.zig"],
  },
  {
    name: "beside a root with exports of its own",
    files: { "/main.zig": 'pub const api = @import("api.zig");\ncomptime {\n    _ = api.run;\n}\n', "/api.zig": api, "/wasm.zig": api },
    roots: ["/main.zig", "/wasm.zig"],
  },
  {
    name: "a program and tests that import the library",
    files: {
      "/bench.zig": 'const lib = @import("lib.zig");\ncomptime {\n    _ = lib;\n}\npub fn main() void {}\n',
      "/tests.zig": 'test {\n    _ = @import("lib.zig");\n}\n',
      "/lib.zig": `const part = @import("part.zig");\n${api}`,
      "/part.zig": api,
    },
    roots: ["/lib.zig"],
  },
  {
    name: "the one that joins more",
    files: {
      "/all.zig": 'comptime {\n    _ = @import("a.zig");\n    _ = @import("b.zig");\n}\n',
      "/half.zig": 'comptime {\n    _ = @import("a.zig");\n}\n',
      "/a.zig": api,
      "/b.zig": api,
    },
    roots: ["/all.zig"],
  },
  {
    name: "a circle",
    files: { "/a.zig": `_ = @import("b.zig");\n${api}`, "/b.zig": `_ = @import("a.zig");\n${api}` },
    roots: ["/a.zig", "/b.zig"],
  },
  { name: "a build script", files: { "/build.zig": api }, roots: [] },
];

describe("roots of libraries that no configuration names", () => {
  for (const { name, files, roots } of rows)
    test(name, () => {
      assert.deepEqual(rootsOf(new Map(Object.entries(files).map(([path, text]) => [path, scanZig(path, text)]))), roots);
    });
});
