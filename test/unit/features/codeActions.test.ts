import assert from "node:assert/strict";
import { test } from "node:test";
import { offered } from "./actions.ts";
import { generated } from "./scene.ts";

/** The file `a.zig` after the action. */
function after(text: string, title: string): string | undefined {
  return offered({ "a.zig": text }).apply(title)["a.zig"];
}

test("make a struct extern: from a parameter, from a field, in another file", () => {
  assert.equal(
    after("const S = struct { x: u8 };\nexport fn f(s: $0S) void {}", "Make S an extern struct"),
    "const S = extern struct { x: u8 };\nexport fn f(s: S) void {}",
  );
  assert.equal(
    after("const U = union { x: u8 };\nconst S = extern struct { $0u: U };", "Make U an extern union"),
    "const U = extern union { x: u8 };\nconst S = extern struct { u: U };",
  );
  const other = offered({
    "a.zig": 'const b = @import("b.zig");\nexport fn f(s: $0b.S) void {}',
    "b.zig": "pub const S = struct { x: u8 };",
  });
  assert.deepEqual(other.apply("Make S an extern struct"), { "b.zig": "pub const S = extern struct { x: u8 };" });
});

test("a tagged union cannot be made extern", () => {
  assert.deepEqual(
    offered({ "a.zig": "const U = union(enum) { x: u8 };\nexport fn f(u: $0U) void {}" }).titles.filter((title) =>
      title.startsWith("Make"),
    ),
    [],
  );
});

test("give an enum a tag type", () => {
  assert.equal(
    after("const E = enum { a, b };\nexport fn f(e: $0E) void {}", "Give E the tag type c_int"),
    "const E = enum(c_int) { a, b };\nexport fn f(e: E) void {}",
  );
});

test("a slice parameter becomes a pointer and a length, and the body follows", () => {
  assert.equal(
    after(
      `export fn sum(items: $0[]const u8, other: Thing) u32 {
    var total: u32 = 0;
    for (items) |item| total += item;
    if (items.len > 2) total += items[0];
    // items stays here
    use(.{ .items = items, .p = items.ptr, .q = other.items });
    return total + "items".len;
}`,
      "Replace items by a pointer and a length",
    ),
    `export fn sum(items: [*]const u8, items_len: usize, other: Thing) u32 {
    var total: u32 = 0;
    for (items[0..items_len]) |item| total += item;
    if (items_len > 2) total += items[0..items_len][0];
    // items stays here
    use(.{ .items = items[0..items_len], .p = items, .q = other.items });
    return total + "items".len;
}`,
  );
});

test("a slice with a sentinel, camel case, and a length name that is taken", () => {
  assert.equal(
    after("export fn f(aText: $0[:0]const u8, aTextLen: u8) void {\n    use(aText);\n}", "Replace aText by a pointer and a length"),
    "export fn f(aText: [*:0]const u8, aTextLen_: usize, aTextLen: u8) void {\n    use(aText[0..aTextLen_ :0]);\n}",
  );
  assert.deepEqual(
    offered({ "a.zig": "export fn f(a: $0?[]const u8) void {}" }).titles.filter((title) => title.startsWith("Replace")),
    [],
  );
});

test("what a slice's parameters are not used for is discarded, in the body's own form", () => {
  const title = "Replace items by a pointer and a length";
  assert.equal(
    after("export fn f(items: $0[]u8) usize { return items.len; }", title),
    "export fn f(items: [*]u8, items_len: usize) usize { _ = items; return items_len; }",
  );
  assert.equal(
    after("const N = struct {\n    export fn f(items: $0[]u8) usize {\n        return items.len;\n    }\n};", title),
    "const N = struct {\n    export fn f(items: [*]u8, items_len: usize) usize {\n        _ = items;\n        return items_len;\n    }\n};",
  );
  assert.equal(
    after("export fn f(items: $0[]u8) void {}", title),
    "export fn f(items: [*]u8, items_len: usize) void {\n    _ = items;\n    _ = items_len;\n}",
  );
});

test("a slice's function that others call in another file keeps its parameters", () => {
  const titles = (other: string): readonly string[] =>
    offered({ "a.zig": "pub export fn f(items: $0[]u8) void {\n    _ = items;\n}", "b.zig": other }).titles.filter((title) =>
      title.startsWith("Replace"),
    );
  const use = 'const a = @import("a.zig");\nexport fn g() void {\n';
  assert.deepEqual(titles(`${use}    a.f(&.{});\n}`), []);
  assert.deepEqual(titles(`${use}    h(.{ .f = 1 });\n}`), ["Replace items by a pointer and a length"]);
});

test("line ends are those of the file", () => {
  const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
  const cases = [
    ["Return an error enum from f", "/// Doc.\nexport fn $0f(n: u32) error{A}!u32 {\n    return n;\n}\n"],
    ["Replace x by a pointer and a length", "export fn f(x: $0[]u8) void {}\n"],
    ["Write the inferred hint out: @out out", "/// Doc.\nexport fn $0f(out: *u32) void {}\n"],
    [
      "Reorder the fields of S to remove padding (saves 8 of 24 bytes)",
      "const S = extern struct {\n    $0a: u8, // a\n    b: u64,\n    c: u8\n};\n",
    ],
    ["Export f_ptr, with v by pointer, instead of f", "/// One.\n///\n/// Two.\nexport fn $0f(v: u128) void {\n    _ = v;\n}\n"],
    ["Create a spec for f", "export fn $0f() void {}\n"],
  ] as const;
  for (const [title, source] of cases) {
    const spec = "// mine\n";
    const plain = offered({ "a.zig": source, "a.spec.ts": spec }).apply(title);
    assert.deepEqual(
      offered({ "a.zig": crlf(source), "a.spec.ts": crlf(spec) }).apply(title),
      Object.fromEntries(Object.entries(plain).map(([name, text]) => [name, crlf(text)])),
    );
  }
});

test("an error union becomes an error enum around the function as it was", () => {
  assert.equal(
    after(
      `const Error = error{ NotFound, OutOfMemory };

/// Finds it.
export fn $0find(key: u32, deep: bool) Error!u64 {
    return try search(key, deep);
}
`,
      "Return an error enum from find",
    ),
    `const Error = error{ NotFound, OutOfMemory };

pub const FindError = enum(c_int) {
    ok = 0,
    NotFound,
    OutOfMemory,
};

/// Finds it.
export fn find(key: u32, deep: bool, out: *u64) FindError {
    out.* = findImpl(key, deep) catch |err| return switch (err) {
        error.NotFound => .NotFound,
        error.OutOfMemory => .OutOfMemory,
    };
    return .ok;
}

fn findImpl(key: u32, deep: bool) Error!u64 {
    return try search(key, deep);
}
`,
  );
});

test("an inferred error set has one error, and void gives nothing back", () => {
  assert.equal(
    after("export fn $0run() !void {\n    try work();\n}", "Return an error enum from run"),
    `pub const RunError = enum(c_int) {
    ok = 0,
    failed,
};

export fn run() RunError {
    runImpl() catch return .failed;
    return .ok;
}

fn runImpl() !void {
    try work();
}`,
  );
});

test("inferred hints written out, one and several, with the indent of the function", () => {
  assert.equal(
    after("/// Doc.\nexport fn f(a: [*]const u8, b: [*]const u8, $0n: usize) void {}", "Write the 2 inferred hints out"),
    "/// Doc.\n/// @slice a n\n/// @slice b n\nexport fn f(a: [*]const u8, b: [*]const u8, n: usize) void {}",
  );
  assert.equal(
    after("const N = struct {\n    export fn $0f(out: *u32) void {}\n};", "Write the inferred hint out: @out out"),
    "const N = struct {\n    /// @out out\n    export fn f(out: *u32) void {}\n};",
  );
  assert.deepEqual(
    offered({ "a.zig": "/// @out out\nexport fn $0f(out: *u32) void {}" }).titles.filter((title) => title.startsWith("Write")),
    [],
  );
});

test("a wrong hint is corrected or removed", () => {
  const text = "/// @slcie$0 key keylen\nexport fn f(key: [*]const u8, key_len: usize) void {}";
  assert.equal(
    after(text, "Change to @slice key key_len"),
    "/// @slice key key_len\nexport fn f(key: [*]const u8, key_len: usize) void {}",
  );
  assert.equal(after(text, "Remove the hint"), "export fn f(key: [*]const u8, key_len: usize) void {}");
});

test("fields reordered with their comments", () => {
  assert.equal(
    after(
      `const S = extern struct {
    /// First.
    a: u8, // a's
    $0b: u64,

    // Below.
    c: u8
};`,
      "Reorder the fields of S to remove padding (saves 8 of 24 bytes)",
    ),
    `const S = extern struct {
    b: u64,
    /// First.
    a: u8, // a's

    // Below.
    c: u8,
};`,
  );
  assert.equal(
    after("const S = extern struct { $0a: u8, b: u32 = 1, c: u8 };", "Reorder the fields of S to remove padding (saves 4 of 12 bytes)"),
    "const S = extern struct { b: u32 = 1, a: u8, c: u8 };",
  );
});

test("no reordering without a gain, between declarations, or of packed structs", () => {
  const titles = (text: string): readonly string[] => offered({ "a.zig": text }).titles.filter((title) => title.startsWith("Reorder"));
  assert.deepEqual(titles("const S = extern struct { $0a: u8, b: u32 };"), []);
  assert.deepEqual(titles("const S = extern struct {\n    a: u8,\n    const x = 1;\n    $0b: u32,\n    c: u8,\n};"), []);
  assert.deepEqual(titles("const S = packed struct { $0a: u8, b: u32, c: u8 };"), []);
});

test("export a function", () => {
  assert.equal(after("pub fn $0f(a: i32) i32 {}", "Export f over the C ABI"), "pub export fn f(a: i32) i32 {}");
  const titles = (text: string): readonly string[] => offered({ "a.zig": text }).titles.filter((title) => title.startsWith("Export"));
  assert.deepEqual(titles("pub inline fn $0f() void {}"), []);
  assert.deepEqual(titles("pub fn $0f(comptime T: type) void {}"), []);
  assert.deepEqual(titles("pub fn $0f(x: anytype) void {}"), []);
  assert.deepEqual(titles("fn $0f() void {}"), []);
  assert.deepEqual(titles("pub fn f() void {\n    $0work();\n}"), []);
});

test("export a function that another file passes on, and nothing more", () => {
  const titles = (root: string): readonly string[] =>
    offered({ "a.zig": root, "b.zig": "pub fn $0f() void {}" }).titles.filter((title) => title.startsWith("Export"));
  const rest = "export fn g() void {\n    f();\n}\n";
  assert.deepEqual(titles(`pub const f = @import("b.zig").f;\n${rest}`), ["Export f over the C ABI"]);
  assert.deepEqual(titles(`const b = @import("b.zig");\npub const f = b.f;\n${rest}`), ["Export f over the C ABI"]);
  assert.deepEqual(titles(`export fn g(x: *S) u8 {\n    const y = x;\n    return x.f + self.x.f + x.*.f + y[0].f;\n}\n`), [
    "Export f over the C ABI",
  ]);
  assert.deepEqual(titles('const p: *const fn () void = @import("b.zig").f;\nexport fn g() void {}\n'), []);
  assert.deepEqual(titles(`const b = @import("b.zig");\npub const p: *const fn () void = b.f;\n${rest}`), []);
});

test("generate, for what the state of the bindings asks", () => {
  const zig = "export fn $0f(a: i32) void {}";
  const titles = (prepare: Parameters<typeof offered>[1]): readonly string[] =>
    offered({ "a.zig": zig }, prepare).titles.filter((title) => title.startsWith("Generate"));
  assert.deepEqual(titles(undefined), ["Generate bindings of a, with f"]);
  assert.deepEqual(titles(generated), []);
  assert.deepEqual(
    titles((made) => {
      generated(made);
      made.set("a.zig", "export fn f(a: i64) void {}");
    }),
    ["Generate the bindings of a again"],
  );
  const edited = offered({ "a.zig": zig }, (made) => {
    generated(made);
    made.set("a.ffi.ts", made.text("a.ffi.ts").replace("number", "bigint"));
  });
  const [action] = edited.actions.filter(({ title }) => title.startsWith("Generate"));
  assert.equal(action?.title, "Generate the bindings of a again and lose what was edited by hand");
  assert.deepEqual(action.command?.arguments, [{ root: "file:///p/a.zig", force: true }]);
});

test("a spec with plain values, beside the bindings, then a second one in the same file", () => {
  const zig = `const P = extern struct { x: f32, e: E, n: i64 };
const E = enum(c_int) { one = 1, two };
export fn $0f(p: *const P, t: [*:0]const u8, d: [*]const f64, d_len: usize, on: bool) void {}
`;
  const first = offered({ "a.zig": zig }).apply("Create a spec for f")["a.spec.ts"];
  assert.equal(
    first,
    `import { describe, expect, it } from "zig-ffi/spec";
import { load } from "./a.ffi.ts";

const library = load();

describe("f", () => {
  it("takes plain values", () => {
    expect(() => library.f({ x: 1, e: E.one, n: 1n }, "text", new Float64Array(1), true)).not.toThrow();
  });
});
`,
  );
  const again = offered({ "a.zig": `${zig}const H = opaque {};\n`, "a.spec.ts": first });
  assert.deepEqual(
    again.titles.filter((title) => title.startsWith("Create")),
    [],
  );
  const second = offered({ "a.zig": "const H = opaque {};\nexport fn $0g(h: *H) void {}", "a.spec.ts": "// mine" });
  assert.deepEqual(second.apply("Create a spec for g"), {
    "a.spec.ts": '// mine\n\ndescribe("g", () => {\n  it.todo("does what it says");\n});\n',
  });
});

test("a TypeScript fallback", () => {
  assert.deepEqual(offered({ "a.zig": 'export fn $0f() void {}\nexport fn @"g h"() i32 {}' }).apply("Add a TypeScript fallback for a"), {
    "a.fallback.ts": `import { loadOr, type AApi } from "./a.ffi.ts";

/** The functions of a in TypeScript, for machines that cannot load the native library. */
const fallback: AApi = {
  f() {
    throw new Error("f is not written in TypeScript yet");
  },
  "g h"() {
    throw new Error("g h is not written in TypeScript yet");
  },
};

export const library = loadOr(fallback);
`,
  });
});
