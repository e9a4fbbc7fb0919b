// What code actions write must compile: each is applied to a source that the compiler refuses, and accepted afterwards.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { testZig } from "../support/fixtures.ts";
import { offered } from "../unit/features/actions.ts";
import { scene } from "../unit/features/scene.ts";

const folder = mkdtempSync(join(tmpdir(), "zig-ffi-actions-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function compile(text: string): string {
  const file = join(folder, "a.zig");
  writeFileSync(file, text);
  const args = ["build-obj", "-fno-emit-bin", "--cache-dir", join(folder, "cache"), file];
  const result = spawnSync(testZig(), args, { encoding: "utf8", cwd: folder });
  return result.status === 0 ? "" : result.stderr;
}

const cases: readonly { readonly title: string; readonly what?: string; readonly source: string }[] = [
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
    title: "Replace items by a pointer and a length",
    what: "only its length is used",
    source: "export fn f(items: $0[]const u32) usize {\n    return items.len;\n}\n",
  },
  {
    title: "Replace items by a pointer and a length",
    what: "a body on one line",
    source: "export fn f(items: $0[]const u32) usize { return items.len; }\n",
  },
  {
    title: "Replace items by a pointer and a length",
    what: "only its pointer is used",
    source: "export fn f(items: $0[]const u32) usize {\n    return @intFromPtr(items.ptr);\n}\n",
  },
  {
    title: "Replace items by a pointer and a length",
    what: "nothing of it is used",
    source: "export fn f(items: $0[]const u32) void {}\n",
  },
  {
    title: "Replace items by a pointer and a length",
    what: "its name is a field's, and its length's is taken",
    source: `const items_len = 3;
export fn f(items: $0[]const u32) u32 {
    const S = struct { items: u32, n: usize = items_len };
    const s = S{ .items = items[0] };
    return s.items + add(&items);
}
fn add(items: *const []const u32) u32 {
    return items.*[0];
}
`,
  },
  {
    title: "Return an error enum from fact",
    what: "recursion and other callers",
    source: `export fn $0fact(n: u32, out: *u32) error{Over}!u32 {
    out.* = n;
    if (n > 12) return error.Over;
    return if (n == 0) 1 else n * try fact(n - 1, out);
}
fn twice(n: u32) !u32 {
    var seen: u32 = 0;
    return 2 * try fact(n, &seen);
}
comptime {
    _ = &twice;
}
`,
  },
  {
    title: "Return an error enum from read",
    what: "names that need quotes or are taken",
    source: `const err = 1;
fn out() u8 {
    return err;
}
export fn $0read(n: u8) error{ A, @"b c", ok, @"error" }!u8 {
    return switch (n) {
        0 => error.A,
        1 => error.@"b c",
        2 => error.ok,
        3 => error.@"error",
        else => out(),
    };
}
`,
  },
  {
    title: "Return an error enum from none",
    what: "an empty set",
    source: "export fn $0none(n: u8) error{}!u8 {\n    return n;\n}\n",
  },
  {
    title: "Return an error enum from pick",
    what: "two sets of one name",
    source: `pub const Inner = struct {
    pub const Error = error{A};
};
const Error = error{B};
export fn $0pick(n: u8) Error!u8 {
    return if (n == 0) error.B else n;
}
`,
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

for (const { title, what, source } of cases) {
  test(what === undefined ? title : `${title}: ${what}`, () => {
    assert.notEqual(compile(source.replace("$0", "")), "");
    assert.equal(compile(offered({ "a.zig": source }).apply(title)["a.zig"] ?? ""), "");
  });
}

/** Where the text alone does not tell how to go on, nothing is offered. */
const refused: readonly { readonly what: string; readonly title: string; readonly source: string }[] = [
  {
    what: "a slice of a function that is called in Zig",
    title: "Replace",
    source: "export fn f(items: $0[]const u32) usize {\n    return items.len;\n}\nfn g() usize {\n    return f(&.{1});\n}\n",
  },
  {
    what: "a slice whose name a nested type uses",
    title: "Replace",
    source:
      "export fn f(items: $0[]const u32) usize {\n    const T = struct { x: @TypeOf(items) };\n    return (T{ .x = items }).x.len;\n}\n",
  },
  {
    what: "a slice with a name in quotes",
    title: "Replace",
    source: 'export fn f(items: $0[]const u32) usize {\n    return @"items".len;\n}\n',
  },
  {
    what: "a slice that another parameter's type names",
    title: "Replace",
    source: "export fn f(items: $0[]const u32, more: @TypeOf(items)) usize {\n    return items.len + more.len;\n}\n",
  },
  {
    what: "errors of a function that is passed on",
    title: "Return",
    source: "export fn $0f() !void {\n    return error.A;\n}\nconst g = f;\ntest {\n    try g();\n}\n",
  },
  { what: "errors and no value", title: "Return", source: "export fn $0f() !noreturn {\n    return error.A;\n}\n" },
  { what: "errors of a function with a quoted name", title: "Return", source: 'export fn $0@"a b"() !void {\n    return error.A;\n}\n' },
  { what: "export of a noinline function", title: "Export", source: "pub noinline fn $0f() void {}\n" },
  { what: "export of a function that gives a type", title: "Export", source: "pub fn $0f() type {\n    return u8;\n}\n" },
  { what: "export with Zig's own convention", title: "Export", source: "pub fn $0f() callconv(.auto) void {}\n" },
  { what: "export of what is always inline", title: "Export", source: 'pub fn $0f() callconv(.@"inline") void {}\n' },
  { what: "export of a slice", title: "Export", source: "pub fn $0f(x: []const u8) void {\n    _ = x;\n}\n" },
  {
    what: "export of a function whose address is taken",
    title: "Export",
    source: "pub fn $0f() void {}\nconst p: *const fn () void = &f;\ntest {\n    p();\n}\n",
  },
];

for (const { what, title, source } of refused) {
  test(`not offered: ${what}`, () => {
    assert.deepEqual(
      offered({ "a.zig": source }).titles.filter((each) => each.startsWith(title)),
      [],
    );
  });
}

/** What the compiler accepts before and after. */
const exported: readonly { readonly what: string; readonly source: string }[] = [
  { what: "plain", source: "pub fn $0f(n: u32) u32 {\n    return n;\n}\nfn g() u32 {\n    return f(1);\n}\ncomptime {\n    _ = &g;\n}\n" },
  { what: "with C's convention", source: "pub fn $0f(n: u32) callconv(.c) u32 {\n    return n;\n}\n" },
  { what: "in a struct", source: "pub const S = struct {\n    pub fn $0f(self: *S) void {\n        _ = self;\n    }\n};\n" },
];

for (const { what, source } of exported) {
  test(`Export f over the C ABI: ${what}`, () => {
    assert.equal(compile(source.replace("$0", "")), "");
    const changed = offered({ "a.zig": source }).apply("Export f over the C ABI")["a.zig"] ?? "";
    assert.match(changed, /pub export fn f/);
    assert.equal(compile(changed), "");
  });
}

const floats = "const V = extern struct { x: f32, ys: [2]f32 };\n";
const wide = "const W = extern struct { a: u64, b: u64 };\n";

/** What the compiler accepts and compiles wrongly, or koffi cannot pass. */
const byValue: readonly { readonly title: string; readonly source: string; readonly expected: string }[] = [
  {
    title: "Pass v by pointer in sum",
    source: `${floats}fn len(v: V) f32 {
    return v.x;
}
export fn $0sum(v: V, k: f32) f32 {
    const copy = v;
    const p = &v;
    return v.x * k + copy.ys[0] + len(v) + p.x; // v
}
`,
    expected: `${floats}fn len(v: V) f32 {
    return v.x;
}
export fn sum(v: *const V, k: f32) f32 {
    const copy = v.*;
    const p = &v.*;
    return v.x * k + copy.ys[0] + len(v.*) + p.x; // v
}
`,
  },
  {
    title: "Export sum_ptr, with v by pointer, instead of sum",
    source: `${floats}/// The sum.
pub export fn $0sum(v: V, k: f32) f32 {
    return v.x * k;
}
test {
    _ = sum(.{ .x = 1, .ys = .{ 2, 3 } }, 4);
}
`,
    expected: `${floats}/// The sum.
pub fn sum(v: V, k: f32) f32 {
    return v.x * k;
}

/// The sum.
pub export fn sum_ptr(v: *const V, k: f32) f32 {
    return sum(v.*, k);
}
test {
    _ = sum(.{ .x = 1, .ys = .{ 2, 3 } }, 4);
}
`,
  },
  {
    title: "Export scaledUpPtr, with v, the result by pointer, instead of scaledUp",
    source: `${floats}export fn $0scaledUp(v: V, byTwo: bool) V {
    return if (byTwo) .{ .x = v.x * 2, .ys = v.ys } else v;
}
`,
    expected: `${floats}fn scaledUp(v: V, byTwo: bool) V {
    return if (byTwo) .{ .x = v.x * 2, .ys = v.ys } else v;
}

export fn scaledUpPtr(v: *const V, byTwo: bool, out: *V) void {
    out.* = scaledUp(v.*, byTwo);
}
`,
  },
  {
    title: "Pass v by pointer in sum",
    source: `${floats}export fn $0sum(v: V) f32 {
    const S = struct { v: V };
    const s = S{ .v = v };
    return v: {
        break :v s.v.x + v.x;
    };
}
`,
    expected: `${floats}export fn sum(v: *const V) f32 {
    const S = struct { v: V };
    const s = S{ .v = v.* };
    return v: {
        break :v s.v.x + v.x;
    };
}
`,
  },
  {
    title: "Pass a, b, c by pointer in many",
    source: `${wide}export fn $0many(a: W, n: u64, b: W, c: W) u64 {
    return a.a + b.b + n + c.a;
}
`,
    expected: `${wide}export fn many(a: *const W, n: u64, b: *const W, c: *const W) u64 {
    return a.a + b.b + n + c.a;
}
`,
  },
  {
    title: "Pass n by pointer in low",
    source: "export fn $0low(n: u128) u64 {\n    return @truncate(n);\n}\n",
    expected: "export fn low(n: *const u128) u64 {\n    return @truncate(n.*);\n}\n",
  },
];

for (const { title, source, expected } of byValue) {
  test(title, () => {
    const action = offered({ "a.zig": source });
    assert.equal(compile(source.replace("$0", "")), "");
    const changed = action.apply(title)["a.zig"] ?? "";
    assert.equal(changed, expected);
    assert.equal(compile(changed), "");
    const [project] = scene({ "a.zig": changed }).snapshot.libraries;
    assert.deepEqual(project?.analysis().issues, []);
  });
}

test("a function whose address is taken is not changed at all", () => {
  const source = `${floats}export fn $0sum(v: V) f32 {\n    return v.x;\n}\nconst p: *const fn (V) callconv(.c) f32 = &sum;\n`;
  assert.deepEqual(
    offered({ "a.zig": source }).titles.filter((title) => title.includes("by pointer")),
    [],
  );
});

test("a function that others call is not changed itself", () => {
  const source = `${floats}export fn $0sum(v: V) f32 {\n    return v.x;\n}\nfn other() f32 {\n    return sum(.{ .x = 1, .ys = .{ 2, 3 } });\n}\n`;
  assert.deepEqual(
    offered({ "a.zig": source }).titles.filter((title) => title.includes("by pointer")),
    ["Export sum_ptr, with v by pointer, instead of sum"],
  );
});
