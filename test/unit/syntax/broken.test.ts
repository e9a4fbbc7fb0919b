// Text as it is while somebody types, and text that is no Zig at all: what is whole stays known, what is not is a syntax issue.
import assert from "node:assert/strict";
import test from "node:test";
import { issuePlaces, issues, readFiles, readText } from "./zig.ts";

const whole = "export fn first(a: i32) i32 {\n    return a;\n}\n";
const last = "export fn last() u8 {\n    return 1;\n}\n";

/** What stands between two whole functions, the exports that are found, and where the issues are. */
const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ["an open parameter list", "export fn half(a: i32\n", ["first", "last"], ["zig/syntax 4:15"]],
  ["a function without a body", "export fn half(a: i32) i32\n", ["first", "half", "last"], ["zig/syntax 4:27"]],
  ["an open body", "export fn half(a: i32) i32 {\n    return a\n", ["first", "half", "last"], ["zig/syntax 4:28"]],
  ["an open struct", "const S = extern struct {\n    a: u8,\n", ["first", "last"], ["zig/syntax 4:25"]],
  ["a brace too many", "}\n", ["first", "last"], ["zig/syntax 4:1"]],
  ["a lone word", "export\n", ["first", "last"], ["zig/syntax 5:1"]],
  ["a string without an end", 'const s = "abc\n', ["first", "last"], ["zig/syntax 4:11"]],
];

for (const [name, middle, symbols, places] of cases) {
  test(`${name} between two functions`, () => {
    const module = readText(`${whole}${middle}${last}`);
    assert.deepEqual(
      module.exports.map(({ symbol }) => symbol),
      symbols,
      issues(module).join("\n"),
    );
    assert.deepEqual(issuePlaces(module), places, issues(module).join("\n"));
  });
}

test("every prefix of a file keeps the whole functions before it, and never throws", () => {
  const text = `${whole}const S = extern struct { a: u8, b: [4]u16 = .{ 1, 2, 3, 4 } };\npub export fn middle(s: *const S, call: *const fn (u8) callconv(.c) void) void {\n    call(s.a);\n}\n${last}`;
  for (let end = whole.length; end <= text.length; end++) {
    const module = readText(text.slice(0, end));
    assert.equal(module.exports[0]?.symbol, "first", `cut at ${String(end)}`);
  }
});

test("what is no Zig at all", () => {
  for (const text of ["", "\0\0\0", "<!doctype html><html></html>", "{".repeat(2000), ")".repeat(2000), '"'.repeat(999), "é€𝄞\u2028"]) {
    const module = readText(text);
    assert.deepEqual(module.exports, []);
    assert.equal(module.issues.length > 0, text !== "", JSON.stringify(text.slice(0, 20)));
  }
});

test("bytes that are no UTF-8 are one issue, and the rest is read", () => {
  const module = readText(`${whole}// \ufffd\n${last}`);
  assert.deepEqual(
    module.exports.map(({ symbol }) => symbol),
    ["first", "last"],
  );
  assert.deepEqual(issuePlaces(module), ["zig/not-utf8 4:4"]);
});

test("a file of 2 MB is read whole", () => {
  const functions = Array.from({ length: 45_000 }, (_, i) => `export fn f${String(i)}(a: i32) i32 {\n    return a;\n}\n`);
  const module = readText(functions.join(""));
  assert.ok(functions.join("").length > 1.9e6);
  assert.equal(module.exports.length, 45_000);
  assert.deepEqual(module.issues, []);
});

test("missing files, cycles and duplicates", () => {
  const module = readFiles({
    "root.zig":
      'const a = @import("a.zig");\nconst gone = @import("gone.zig");\nconst std = @import("std");\ncomptime { _ = a; }\nexport fn f(x: *const a.T, y: *gone.T) void {}\n',
    "a.zig":
      'const root = @import("root.zig");\npub const T = extern struct { self: ?*const T, other: ?*const root.U };\nexport fn f() void {}\n',
  });
  assert.deepEqual(
    module.exports.map(({ symbol }) => symbol),
    ["f"],
  );
  assert.deepEqual(
    issuePlaces(module)
      .map((place) => place.split(" ")[0])
      .sort(),
    ["zig/duplicate-symbol", "zig/missing-import"],
  );
});
