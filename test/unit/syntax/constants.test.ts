import assert from "node:assert/strict";
import test from "node:test";
import { container, members, readFiles } from "./zig.ts";

const files = {
  "sizes.zig": 'pub const base = 10;\npub const Deep = struct { pub const twice = base * 2; };\npub const far = @import("root.zig").near;',
};

const prelude = `const std = @import("std");
const sizes = @import("sizes.zig");
const near = 5;
const typed: u8 = 200;
const name = "hällo";
const Color = enum(i16) { red = -2, green, blue = 1 << 4 };
const chosen: Color = .blue;
`;

/** An integer expression, and its value as an enum's; null where it is unknown. */
const cases: readonly (readonly [string, bigint | null])[] = [
  ["0", 0n],
  ["1_000_000", 1000000n],
  ["0xFF_ff", 65535n],
  ["0o17", 15n],
  ["0b1010_0001", 161n],
  ["18446744073709551615", 18446744073709551615n],
  ["'a'", 97n],
  ["'\\n'", 10n],
  ["'\\x41'", 65n],
  ["'\\u{1F600}'", 128512n],
  ["'😀'", 128512n],
  ["'\\''", 39n],
  ["1 + 2 * 3", 7n],
  ["(1 + 2) * 3", 9n],
  ["10 - 2 - 3", 5n],
  ["7 / 2", 3n],
  ["-8 / 2", -4n],
  ["-7 / 2", null],
  ["7 % 4", 3n],
  ["-7 % 4", null],
  ["1 / 0", null],
  ["1 << 40", 1n << 40n],
  ["1 << 100000", null],
  ["256 >> 4", 16n],
  ["1 | 6 & 4 ^ 1", 5n],
  ["0xF0 | 0x0F", 255n],
  ["-1", -1n],
  ["- -1", 1n],
  ["~@as(u8, 1)", 254n],
  ["~@as(i8, 1)", -2n],
  ["~0", null],
  ["~@as(usize, 0)", null],
  ["@as(u8, 255) + 1", null],
  ["typed", 200n],
  ["typed + 100", null],
  ["near", 5n],
  ["sizes.base", 10n],
  ["sizes.Deep.twice + near", 25n],
  ["sizes.far", 5n],
  ['@import("sizes.zig").base', 10n],
  ["@intCast(near)", 5n],
  ["@as(u32, @intCast(near * 2))", 10n],
  ["@intFromEnum(Color.red)", -2n],
  ["@intFromEnum(Color.green)", -1n],
  ["@intFromEnum(chosen)", 16n],
  ["@intFromEnum(Color.missing)", null],
  ["std.math.maxInt(u8)", 255n],
  ["std.math.minInt(i16)", -32768n],
  ["std.math.maxInt(usize)", null],
  ["name.len", 6n],
  ["@sizeOf(u32)", null],
  ["unknown_name", null],
  ["1.5", null],
  ["near ** 2", null],
  ["1 +", null],
  ["a: 5", null],
];

for (const [source, expected] of cases) {
  test(`constant ${source}`, () => {
    const module = readFiles({ ...files, "root.zig": `${prelude}const Tested = enum(i128) { const value = ${source}; it = value };` });
    const item = container(module, "Tested");
    assert.deepEqual(item.kind === "enum" ? item.values.map((value) => value.value) : null, [expected]);
  });
}

test("enum values: implicit, negative, unknown followers, beyond 2^53, quoted, open", () => {
  const module = readFiles({
    "root.zig": `const A = enum(u64) { a, b = 0xFFFF_FFFF_FFFF_FFF0, c, d = f(), e, g = 3, _ };
const B = enum(c_int) { @"c d" = -1, next, @"_", await, async, suspend = 7, resume };
const C = enum { x, y };
const D = enum(u8) { loop = @intFromEnum(D.loop), fine = 2 };
const F = enum(u8) { a, a, b };
const G = enum(u8) {};
const H = enum(near) { a }; const near = u3;`,
  });
  assert.equal(members(module, "A"), "enum(u64) { a = 0, b = 18446744073709551600, c = 18446744073709551601, d = ?, e = ?, g = 3, _ }");
  assert.equal(members(module, "B"), "enum(c_int) { c d = -1, next = 0, _ = 1, await = 2, async = 3, suspend = 7, resume = 8 }");
  assert.equal(members(module, "C"), "enum() { x = 0, y = 1 }");
  assert.equal(members(module, "D"), "enum(u8) { loop = ?, fine = 2 }");
  assert.equal(members(module, "F"), "enum(u8) { a = 0, b = 1 }");
  assert.equal(members(module, "G"), "enum(u8) {  }");
  assert.equal(members(module, "H"), "enum(u3) { a = 0 }");
  assert.deepEqual(
    module.issues.map((issue) => [issue.code, issue.zig?.span.line, issue.zig?.span.column]),
    [["zig/syntax", 5, 25]],
  );
});
