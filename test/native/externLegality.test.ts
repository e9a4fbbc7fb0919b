// Every type in every position: what we refuse is what the compiler refuses, line by line, in one compilation.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { checkModule } from "../../server/src/check/rules.ts";
import { testZig } from "../support/fixtures.ts";
import { temporaryFolder, writeFile } from "../support/temporaryFolder.ts";
import { readText } from "../unit/syntax/zig.ts";

const version = execFileSync(testZig(), ["version"], { encoding: "utf8" }).trim();
const minor = Number(version.split(".")[1]);

const prelude = `const Plain = struct { a: u8 };
const EmptyPlain = struct {};
const Ext = extern struct { a: u32, b: f32 };
const EmptyExt = extern struct {};
const Bits32 = packed struct(u32) { a: u8, b: u24 };
const Bits24 = packed struct(u24) { a: u8, b: u16 };
const Bits128 = packed struct(u128) { a: u64, b: u64 };
const Inferred32 = packed struct { a: u8, b: u24 };
const Inferred24 = packed struct { a: u8, b: u16 };
const PlainUnion = union { a: u8, b: f32 };
const TaggedUnion = union(enum) { a: u8, b: f32 };
const ExtUnion = extern union { a: u8, b: f32 };
const PlainEnum = enum { a, b };
const E8 = enum(u8) { a, b };
const EInt = enum(c_int) { a, b, _ };
const E7 = enum(u7) { a, b };
const EmptyEnum = enum {};
const EmptyE8 = enum(u8) {};
const Opaque = opaque {};
const Err = error{ A, B };
const CFn = fn (i32) callconv(.c) i32;
const ZigFn = fn (i32) i32;
`;

/** One a word; `·` stands for a space inside a type. */
const types = `
  bool u8 i32 u24 i7 u1 u0 u64 usize isize c_int c_long c_char c_longdouble i128 u128 u65 u256 f16 f32 f64 f80 f128
  void noreturn anyopaque anyerror Err anyerror!i32 Err!void comptime_int comptime_float type ?i32 ?bool ?E8 ?Ext
  Plain EmptyPlain Ext EmptyExt Bits32 Bits24 Bits128 Inferred32 Inferred24 PlainUnion TaggedUnion ExtUnion
  PlainEnum E8 EInt E7 EmptyEnum EmptyE8 Opaque CFn ZigFn *const·CFn ?*const·CFn *const·ZigFn ?*const·ZigFn *CFn *const·fn·([]u8)·callconv(.c)·void
  []const·u8 [:0]const·u8 ?[]u8 [4]u8 [0]u8 [4:0]u8 [2]bool [2][3]f32 [2]Plain [2]Ext [2][]u8
  @Vector(4,f32) @Vector(3,u8) @Vector(4,bool)
  *i32 ?*i32 *const·u8 [*]u8 ?[*]u8 [*:0]const·u8 ?[*:0]const·u8 [*c]u8 *anyopaque ?*anyopaque *Opaque *Plain ?*Plain *[4]u8
  *[]u8 *?i32 *?*i32 *u24 *void *comptime_int *allowzero·u8 *volatile·u32 *align(1)·u32 [*]const·[]const·u8 *u0 **Plain`
  .trim()
  .split(/\s+/)
  .map((type) => type.replaceAll("·", " "));

const positions: readonly (readonly [string, (type: string, name: string) => string])[] = [
  ["parameter", (type, name) => `export fn ${name}(x: ${type}) void { _ = x; }`],
  ["result", (type, name) => `export fn ${name}() ${type} { unreachable; }`],
  ["extern field", (type, name) => `const ${name} = extern struct { x: ${type} }; comptime { _ = @sizeOf(${name}); }`],
  ["union field", (type, name) => `const ${name} = extern union { x: ${type} }; comptime { _ = @sizeOf(${name}); }`],
  ["packed field", (type, name) => `const ${name} = packed struct { x: ${type} }; comptime { _ = @bitSizeOf(${name}); }`],
  ["variable", (type, name) => `export var ${name}: ${type} = undefined;`],
];

const rows = positions.flatMap(([position, line], p) =>
  types.map((type, t) => ({ position, type, line: line(type, `n${String(p)}_${String(t)}`) })),
);

/** Where versions differ in what C cannot express anyway: variables without any bits. */
const zeroBits = new Set(["u0", "EmptyExt", "EmptyPlain", "[0]u8"]);

test("the compiler refuses exactly what we refuse", (t) => {
  const source = `${prelude}${rows.map(({ line }) => line).join("\n")}\n`;
  const firstLine = prelude.split("\n").length;
  const folder = temporaryFolder(t);
  writeFile(join(folder, "types.zig"), source);
  const run = spawnSync(testZig(), ["build-obj", "-fno-emit-bin", "--color", "off", "-fno-reference-trace", "types.zig"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const refused = new Set([...run.stderr.matchAll(/^types\.zig:(\d+):\d+: error:/gm)].map((match) => Number(match[1])));
  assert.ok(refused.size > 100, run.stderr.slice(0, 2000));
  const module = readText(source);
  const issues = [...module.issues, ...checkModule(module, { zigVersion: version })];
  const ours = new Set(issues.map(({ zig }) => zig?.span.line ?? 0));
  const verdict = (lines: ReadonlySet<number>, index: number): string => (lines.has(index + firstLine) ? "refused" : "accepted");
  const differences = rows.flatMap(({ position, type }, index) => {
    if (position === "variable" && zeroBits.has(type)) return [];
    const [zig, we] = [verdict(refused, index), verdict(ours, index)];
    return zig === we ? [] : [`${type} as ${position}: ${zig} by Zig ${version}, ${we} by us`];
  });
  assert.deepEqual(differences, []);
  t.diagnostic(`Zig ${version}: ${String(rows.length)} places, ${String(refused.size)} refused`);
  assert.ok(minor >= 14);
});

test("messages say why, in the compiler's words, and what to write", () => {
  const module =
    readText(`${prelude}export fn f(a: u24, b: Plain, c: ?i32, d: *const ZigFn, e: PlainEnum, g: Bits24) Err!u8 { unreachable; }
const S = extern struct { s: []u8 };
export var v: @Vector(4, f32) = undefined;
`);
  assert.deepEqual(
    checkModule(module, { zigVersion: "0.17.0" }).map(({ code, message }) => `${code} ${message}`),
    [
      "zig/not-extern f: parameter a of type u24 has no C type, only integers with 0, 8, 16, 32, 64 and 128 bits are extern compatible: use u32",
      "zig/not-extern f: parameter b of type Plain has automatic layout, with no guaranteed in-memory representation: make Plain an extern struct, or use a pointer to it",
      "zig/not-extern f: parameter c of type ?i32 has no C ABI: only pointer like optionals are extern compatible; use a flag, or a pointer that may be null",
      "zig/not-extern f: parameter d of type *const ZigFn must name a calling convention: add callconv(.c)",
      "zig/enum-without-tag f: parameter e of type PlainEnum has a tag that the compiler chooses: write PlainEnum = enum(c_int)",
      "zig/not-extern f: parameter g of type Bits24 has a backing integer of 24 bits; only integers with 0, 8, 16, 32, 64 and 128 bits are extern compatible: pad it with a field of 8 bits",
      "zig/error-return f: result of type Err!u8 has no C ABI: return an enum(c_int) that names the errors, and give the value back through a pointer",
      "zig/not-extern v: variable of type @Vector(4, f32) is a vector, which has no guaranteed in-memory representation: use an array",
      "zig/not-extern EmptyE8 has no values, and empty exhaustive enums must be backed by noreturn: give it one, or make it non-exhaustive with _",
      "zig/not-extern S.s: extern structs cannot contain fields of type []u8: it is a slice, and slices have no guaranteed in-memory representation: use [*]u8 and a length (usize)",
    ],
  );
});
