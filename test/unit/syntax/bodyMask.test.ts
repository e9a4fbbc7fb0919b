// Which bodies are blanked before a file is parsed. What is left must be all that a declaration says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutBodies } from "../../../server/src/syntax/bodyMask.ts";

/** Source, and what is left of it with white space folded. */
const cases: Readonly<Record<string, readonly [source: string, left: string]>> = {
  "a function": ["pub fn f(a: u8) void { g(a); }\nconst x = 1;", "pub fn f(a: u8) void { }\nconst x = 1;"],
  "two, the first without pub at the start of its line": [
    "const a = 1;\nfn f() void { g(); }\nfn h() u8 { return 1; }",
    "const a = 1;\nfn f() void { }\nfn h() u8 { }",
  ],
  "a method": ["const S = struct { a: u8, fn f(s: S) u8 { return s.a; } };", "const S = struct { a: u8, fn f(s: S) u8 { } };"],
  "a quoted name": ['export fn @"a b"() void { g(); }', 'export fn @"a b"() void { }'],
  tests: ['test "a {" { x(); }\ntest name { y(); }\ntest { z(); }', 'test "a {" { }\ntest name { }\ntest { }'],
  "brackets in strings, characters and comments": [
    "fn f() void {\n const a = \"}\";\n const b = '}';\n const c = '\\'';\n // }\n const d =\n \\\\ }\n ;\n}\nconst x = 1;",
    "fn f() void { }\nconst x = 1;",
  ],
  "braces in an attribute": ["fn f() callconv(.{ .x86_64_sysv = .{} }) void { g(); }", "fn f() callconv(.{ .x86_64_sysv = .{} }) void { }"],
  "a comment before the brace": ["fn f() void // why {\n{ g(); }", "fn f() void // why {\n{ }"],
  "an error set as return type stays": ["fn f() error{ A, B }!void { g(); }", "fn f() error{ A, B }!void { g(); }"],
  "a struct as return type stays": ["fn f() struct { a: u8 } { return x; }", "fn f() struct { a: u8 } { return x; }"],
  "a switch as return type stays": ["fn f() switch (a) { else => u8 } { return x; }", "fn f() switch (a) { else => u8 } { return x; }"],
  "a label in the return type stays": ["fn f() blk: { break :blk u8; } { return x; }", "fn f() blk: { break :blk u8; } { return x; }"],
  "types and prototypes": [
    "extern fn f(a: u8) void;\nconst F = *const fn (u8) void;",
    "extern fn f(a: u8) void;\nconst F = *const fn (u8) void;",
  ],
  "an unclosed body stays, the next one goes": [
    "fn f() void {\n if (a) {\n}\nfn g() void { h(); }",
    "fn f() void {\n if (a) {\n}\nfn g() void { }",
  ],
  "a wrong bracket": [
    "const S = struct {\n fn f() void { g(); ) }\n fn h() void { i(); }\n};",
    "const S = struct {\n fn f() void { g(); ) }\n fn h() void { }\n};",
  ],
  "a comptime block stays": ['comptime {\n @export(&f, .{ .name = "g" });\n}', 'comptime {\n @export(&f, .{ .name = "g" });\n}'],
  "the middle of a word": ["const fnord = struct { test_it: u8 };", "const fnord = struct { test_it: u8 };"],
  "what only begins": ["fn", "fn"],
};

for (const [name, [source, left]] of Object.entries(cases)) {
  test(name, () => {
    const masked = withoutBodies(source);
    assert.equal(masked.length, source.length);
    assert.equal(masked.replace(/\{ +\}/g, "{ }"), left);
  });
}
