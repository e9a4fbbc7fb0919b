import assert from "node:assert/strict";
import test from "node:test";
import { exported, issues, readText, signature } from "./zig.ts";

const prelude = `const std = @import("std");
const Vec = extern struct { x: f32 };
const Outer = struct { pub const Inner = opaque {}; pub const count = 3; const Deep = struct { const Up = Inner; }; };
const E = enum(u8) { a, b = 9 };
const Alias = *const Vec;
const Chain = Alias;
const Loop = Loop2;
const Loop2 = Loop;
const Callback = *const fn (E) callconv(.c) void;
const Bytes = [Outer.count]u8;
const Err = error{ A, B };
var variable: type = u8;
fn Gen(comptime T: type) type { return struct { x: T }; }
`;

/** Source of a type, and the type that it means (or `? reason`). */
const cases: readonly (readonly [string, string])[] = [
  ["void", "void"],
  ["noreturn", "noreturn"],
  ["bool", "bool"],
  ["u8", "u8"],
  ["i128", "i128"],
  ["u0", "u0"],
  ["u65535", "u65535"],
  ["u65536", "? no declaration is named `u65536`"],
  ["u08", "? no declaration is named `u08`"],
  ["usize", "usize"],
  ["c_char", "c_char"],
  ["c_ulonglong", "c_ulonglong"],
  ["c_longdouble", "c_longdouble"],
  ["f80", "f80"],
  ["anyerror", "error set"],
  ["Err", "error set"],
  ["error{A}", "error set"],
  ["(Err || error{C})", "error set"],
  ["*u8", "*u8"],
  ["**u8", "**u8"],
  ["*const volatile u32", "*const volatile u32"],
  ["*allowzero align(4) u32", "*allowzero align(4) u32"],
  ["*align(Outer.count + 1) u8", "*align(4) u8"],
  ["*align(4:0:1) u8", "*align(4) u8"],
  ["*addrspace(.generic) u8", "*u8"],
  ["[*]u8", "[*]u8"],
  ["[*:0]const u8", "[*:0]const u8"],
  ["[*c]Vec", "[*c]Vec"],
  ["[]const u8", "[]const u8"],
  ["[:0]u8", "[:0]u8"],
  ["[4]u8", "[4]u8"],
  ["[4:0]u8", "[4:0]u8"],
  ["[2][3]f32", "[2][3]f32"],
  ["Bytes", "[3]u8"],
  ["[_]u8", "? the length of `[_]u8` follows from its value"],
  [
    "[([_]u8{ 1, 2 }).len + (f())]u8",
    "? the length in `[([_]u8{ 1, 2 }).len + (f())]u8` is unknown: `([_]u8{ 1, 2 }).len` can only be evaluated by the compiler",
  ],
  ["[f() + (1 + (2))]u8", "? the length in `[f() + (1 + (2))]u8` is unknown: `f()` can only be evaluated by the compiler"],
  ["[f()]u8", "? the length in `[f()]u8` is unknown: `f()` can only be evaluated by the compiler"],
  ["[-1]u8", "? the length in `[-1]u8` is unknown: `-1` is no length"],
  ["?*Vec", "?*Vec"],
  ["??u8", "??u8"],
  ["!void", "!void"],
  ["Err!*Vec", "!*Vec"],
  ["*anyerror!u8", "*!u8"],
  ["anyerror!?*Vec", "!?*Vec"],
  ["@Vector(4, f32)", "@Vector(4, f32)"],
  ["@Int(.signed, 7)", "i7"],
  ["(u8)", "u8"],
  ["*(Outer.Inner)", "*Outer.Inner"],
  ["*Outer.Inner", "*Outer.Inner"],
  ["?*const Outer.Inner", "?*const Outer.Inner"],
  ["[*]const Outer.Inner", "[*]const Outer.Inner"],
  ["Outer.Deep.Up", "Outer.Inner"],
  ["Vec", "Vec"],
  ["Alias", "*const Vec"],
  ["Chain", "*const Vec"],
  ['@"Vec"', "Vec"],
  ['@"u8"', "? no declaration is named `u8`"],
  ["E", "E"],
  ["Callback", "*const fn (E) callconv(.c) void"],
  ["*const fn () void", "*const fn () void"],
  ["fn (u8, ...) callconv(.C) c_int", "fn (u8, ...) callconv(.c) c_int"],
  [
    "*const fn (a: *Outer.Inner, noalias b: [*]u8) callconv(.winapi) Outer.Inner",
    "*const fn (a: *Outer.Inner, b: [*]u8) callconv(.winapi) Outer.Inner",
  ],
  ["*const fn (u8) callconv(std.builtin.CallingConvention.c) void", "*const fn (u8) callconv(.c) void"],
  ["*const fn (u8) callconv(.{ .x86_64_sysv = .{} }) void", "*const fn (u8) callconv(.{ .x86_64_sysv = .{} }) void"],
  ["*const fn (u8) align(4) callconv(.auto) anyerror!void", "*const fn (u8) !void"],
  ["Loop", "? `Loop` is defined by itself"],
  ["Missing", "? no declaration is named `Missing`"],
  ["Outer.Missing", "? Outer has no declaration named `Missing`"],
  ["std.c.fd_t", "? `std.c.fd_t` comes from the package `std`, which is not read"],
  ["*Gen(f32)", "*?"],
  ["Gen(f32)", "? `Gen(f32)` can only be evaluated by the compiler"],
  ["@TypeOf(variable)", "? `@TypeOf(variable)` can only be evaluated by the compiler"],
  ["variable", "? `variable` is a variable"],
  ["Outer.count", "? `Outer.count` is not a type"],
  ["if (true) u8 else u16", "? `if (true) u8 else u16` can only be evaluated by the compiler"],
  ["std.meta.Int(.unsigned, 24)", "? `std.meta.Int(.unsigned, 24)` can only be evaluated by the compiler"],
  ["E.a", "? `E.a` is not a type"],
];

for (const [source, expected] of cases) {
  test(`type ${source}`, () => {
    const module = readText(`${prelude}export var target: ${source} = undefined;`);
    assert.equal(signature(module, "target"), `var target: ${expected}`);
  });
  test(`type ${source} through an alias`, () => {
    const module = readText(`${prelude}const Tested = ${source};\nexport var target: Tested = undefined;`);
    assert.equal(signature(module, "target").replaceAll("`Tested`", `\`${source}\``), `var target: ${expected}`);
  });
}

test("every part of a pointer type", () => {
  const module = readText("export var p: ?[*:0]align(2) const volatile u16 = null;");
  const item = exported(module, "p");
  assert.deepEqual(item.kind === "fn" ? null : item.type, {
    kind: "optional",
    child: {
      kind: "pointer",
      size: "many",
      isConst: true,
      isVolatile: true,
      isAllowzero: false,
      sentinel: "0",
      align: 2,
      pointee: { kind: "int", signed: false, bits: 16 },
    },
  });
  assert.deepEqual(issues(module), []);
});

test("deep nesting and long alias chains end as unknown, not as a crash", () => {
  const deep = `${"*".repeat(5000)}u8`;
  const chain = Array.from({ length: 3000 }, (_, index) => `const a${index} = a${index + 1};`).join("\n");
  const module = readText(`export var deep: ${deep} = undefined;\nexport var long: a0 = undefined;\n${chain}\nconst a3000 = u8;`);
  const kinds = module.exports.map((item) => (item.kind === "fn" ? "fn" : item.type.kind));
  assert.deepEqual(kinds, ["unknown", "unknown"]);
});
