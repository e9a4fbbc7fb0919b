import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Issue } from "../../server/src/model/issue.ts";
import { defaultTriples } from "../../server/src/model/target.ts";
import { checkWorkspace } from "../../server/src/workspace/checkWorkspace.ts";
import { defaultConfig } from "../../server/src/workspace/config.ts";
import { bundledParser, bundledScriptParser } from "../../server/src/workspace/package.ts";

const parser = await bundledParser();
const scripts = await bundledScriptParser();

/** `severity code: message` of all but unbound exports. */
function findings(zig: string, script: string): readonly string[] {
  return check(zig, script)
    .filter(({ code }) => code !== "abi/unbound-export")
    .map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

function check(zig: string, script: string): readonly Issue[] {
  const files: Readonly<Record<string, string>> = { "/lib.zig": zig, "/app.ts": script };
  const read = (path: string): { text: string; isValidUtf8: boolean } | undefined => {
    const text = files[path];
    return text === undefined ? undefined : { text, isValidUtf8: true };
  };
  const { issues } = checkWorkspace({
    host: { read, exists: (path) => read(path) !== undefined },
    parser,
    scripts,
    libraries: defaultConfig("/", ["/lib.zig"]).libraries,
    files: ["/app.ts"],
    targets: defaultTriples,
  });
  return issues;
}

const koffi = (lines: string): string => `import koffi from "koffi";\nconst lib = koffi.load("./liblib.so");\n${lines}\n`;

interface Row {
  readonly name: string;
  readonly zig: string;
  readonly script: string;
  readonly findings: readonly string[];
}

const paint = "export fn paint(canvas: *anyopaque, x: u32, y: u32, scale: f64) void {\n    _ = .{ canvas, x, y, scale };\n}\n";
const many =
  "export fn many(a: u32, b: u32, c: u32, d: u32, e: u32, f: u32, g: u32, h: u32, i: u16, j: u8, k: u32) void {\n    _ = .{ a, b, c, d, e, f, g, h, i, j, k };\n}\n";
const manyDeclared = (i: string, j: string): string =>
  koffi(
    `lib.func("void many(uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, uint32_t f, uint32_t g, uint32_t h, ${i} i, ${j} j, uint32_t k)");`,
  );
const pair =
  "pub const Pair = extern struct { low: u16, high: u16 };\nexport fn sum(pair: Pair) u32 {\n    return pair.low + pair.high;\n}\n";
const box =
  "pub const Box = extern struct { id: u32, size: [2]f32, data: [3]u16, tag: u8 };\nexport fn fill(box: *Box) void {\n    box.id = 1;\n}\n";
const big =
  "pub const Big = extern struct { a: u64, b: u64, c: u64 };\nexport fn make(seed: u64) Big {\n    return .{ .a = seed, .b = 0, .c = 0 };\n}\n";

const rows: readonly Row[] = [
  {
    name: "the missing parameter is the one in the middle",
    zig: paint,
    script: koffi('lib.func("void paint(void *canvas, uint32_t y, double scale)");'),
    findings: [
      "error abi/param-count: paint takes 4 parameters (canvas: *anyopaque, x: u32, y: u32, scale: f64), and 3 are declared: `x` seems to be what is missing: every argument after it is read for another one, and the last is whatever happens to lie in its register",
    ],
  },
  {
    name: "a parameter too much in the middle moves the ones after it",
    zig: paint,
    script: koffi('lib.func("void paint(void *canvas, float alpha, uint32_t x, uint32_t y, double scale)");'),
    findings: [
      "error abi/param-count: paint takes 4 parameters (canvas: *anyopaque, x: u32, y: u32, scale: f64), and 5 are declared: argument 1 (float) seems to be too much: every argument after it is read for another one",
    ],
  },
  {
    name: "a parameter too much at the end never arrives",
    zig: paint,
    script: koffi('lib.func("void paint(void *canvas, uint32_t x, uint32_t y, double scale, int last)");'),
    findings: [
      "warning abi/param-count: paint takes 4 parameters (canvas: *anyopaque, x: u32, y: u32, scale: f64), and 5 are declared: the further arguments never arrive",
    ],
  },
  { name: "widths on a packed stack: right", zig: many, script: manyDeclared("uint16_t", "uint8_t"), findings: [] },
  {
    name: "a wider argument on a packed stack moves the next one",
    zig: many,
    script: manyDeclared("uint32_t", "uint8_t"),
    findings: [
      "warning abi/param-type: many: parameter i: Zig takes u16, the declaration says uint32_t: arguments on the stack are packed there, and from `j` on they are read from the wrong place (on aarch64-macos); elsewhere Zig reads the lower 16 bits only: a larger value of `i` is cut off without an error",
    ],
  },
  {
    name: "a wider argument whose place stays the same",
    zig: many,
    script: manyDeclared("uint16_t", "uint16_t"),
    findings: [
      "warning abi/param-type: many: parameter j: Zig takes u8, the declaration says uint16_t: Zig reads the lower 8 bits only: a larger value of `j` is cut off without an error",
    ],
  },
  {
    name: "a small struct travels like a number of its size",
    zig: pair,
    script: koffi('lib.func("uint32_t sum(uint32_t pair)");'),
    findings: [],
  },
  {
    name: "a small struct and a number of another size",
    zig: pair,
    script: koffi('lib.func("uint32_t sum(uint64_t pair)");'),
    findings: [
      "error abi/param-type: sum: parameter pair: Zig takes Pair, the declaration says uint64_t: Zig has a struct of 4 bytes by value (in integer registers), the declaration an integer: the registers do not match",
    ],
  },
  {
    name: "a struct by value whose address is passed",
    zig: pair,
    script: koffi('lib.func("uint32_t sum(void *pair)");'),
    findings: [
      "error abi/param-type: sum: parameter pair: Zig takes Pair, the declaration says void *: Zig has a struct of 4 bytes by value (in integer registers), the declaration a pointer: the address itself is taken for the struct's content",
    ],
  },
  {
    name: "a large result that is dropped",
    zig: big,
    script: koffi('lib.func("void make(uint64_t seed)");'),
    findings: [
      "error abi/return-type: make: Zig returns Big, the declaration says void: Zig writes its result to memory that the caller must name in a hidden argument: none is given, and it is written to wherever that register points",
    ],
  },
  {
    name: "a mirror that spells padding out and nests",
    zig: box,
    script: koffi(
      'const Size = koffi.struct("Size", { width: "float", height: "float" });\nconst Box = koffi.struct("Box", { id: "uint32_t", size: "Size", data: koffi.array("uint16_t", 3), tag: "uint8_t", _pad: "uint8_t" });\nlib.func("void fill(_Inout_ Box *box)");',
    ),
    findings: [],
  },
  {
    name: "bytes fewer than Zig's, in a struct of the same size",
    zig: "pub const Page = extern struct { id: u32, bytes: [6]u8 };\nexport fn use(page: *const Page) u32 {\n    return page.id;\n}\n",
    script: koffi(
      'const Page = koffi.struct("Page", { id: "uint32_t", bytes: koffi.array("uint8_t", 5) });\nlib.func("uint32_t use(Page *page)");',
    ),
    findings: [
      'error abi/field-type: Zig\'s Page.bytes is [6]u8 (6 bytes), the declared Page.bytes is koffi.array("uint8_t", 5) (5 bytes)',
    ],
  },
  {
    name: "a mirror that is one piece of memory, and one that cuts bytes in two",
    zig: "pub const Page = extern struct { id: u32, bytes: [6]u8, end: u16 };\nexport fn use(page: *const Page, other: *const Page) u32 {\n    return page.id + other.id;\n}\n",
    script: koffi(
      'const Whole = koffi.struct("Whole", { memory: koffi.array("uint8_t", 12), });\nconst Cut = koffi.struct("Cut", { id: "uint32_t", one: koffi.array("uint8_t", 2), two: koffi.array("uint8_t", 4), end: "uint16_t" });\nlib.func("uint32_t use(Whole *page, Cut *other)");',
    ),
    findings: [
      "warning abi/struct-align: Zig's Page is aligned to 4 bytes, the declared Whole to 1: memory for it may lie where Zig must not read it",
    ],
  },
  {
    name: "fields of one type that changed places",
    zig: "pub const At = extern struct { x: f32, y: f32 };\nexport fn move(at: *At) void {\n    at.x = 0;\n}\n",
    script: koffi('const At = koffi.struct("At", { y: "float", x: "float" });\nlib.func("void move(_Inout_ At *at)");'),
    findings: [
      "error abi/field-offset: Zig's At.x is at byte 0, the declared At.x at 4: the one is read for another",
      "error abi/field-offset: Zig's At.y is at byte 4, the declared At.y at 0: the one is read for another",
    ],
  },
  {
    name: "a bool that is read as a number, and the other way round",
    zig: "export fn ready() bool {\n    return true;\n}\nexport fn level(on: bool) u8 {\n    return @intFromBool(on);\n}\n",
    script: koffi('lib.func("uint8_t ready()");\nlib.func("bool level(uint8_t on)");'),
    findings: [
      "information abi/return-type: ready: Zig returns bool, the declaration says uint8_t: what arrives is the number 0 or 1, which is never `=== true`",
      "warning abi/param-type: level: parameter on: Zig takes bool, the declaration says uint8_t: Zig's bool takes 0 and 1 only: any other number is undefined behaviour",
      "warning abi/return-type: level: Zig returns u8, the declaration says bool: only 0 and 1 get through: every other number is lost",
    ],
  },
  {
    name: "memory whose items are narrower than Zig's",
    zig: "export fn total(items: [*]const u64, count: usize) u64 {\n    return items[count - 1];\n}\nexport fn put(out: *u32) void {\n    out.* = 1;\n}\n",
    script: koffi('lib.func("uint64_t total(uint32_t *items, size_t count)");\nlib.func("void put(_Out_ uint64_t *out)");'),
    findings: [
      "error abi/param-type: total: parameter items: Zig has a pointer to u64, the declaration says uint32_t *: Zig reads and writes 8 bytes an item, and there are only 4",
      "warning abi/param-type: put: parameter out: Zig has a pointer to u32, the declaration says uint64_t *: Zig reads and writes 4 bytes of the 8 that are there",
    ],
  },
  {
    name: "structs without a name, and of more bytes than are declared",
    zig: "pub const Size = extern struct { w: u32, h: u32 };\nexport fn fill(size: Size) void {\n    _ = size;\n}\nexport fn put(size: *Size) void {\n    size.w = 0;\n}\n",
    script: koffi(
      'lib.func("fill", "void", [koffi.struct({ w: "float", h: "float" })]);\nconst Size = koffi.struct("Size", { w: "uint32_t" });\nlib.func("void put(Size *size)");',
    ),
    findings: [
      `error abi/field-type: Zig's Size.w is u32 (4 bytes), w of the declared struct is "float" (4 bytes)`,
      `error abi/field-type: Zig's Size.h is u32 (4 bytes), h of the declared struct is "float" (4 bytes)`,
      "error abi/field-missing: Zig's Size.h has no counterpart in the declared Size",
      "error abi/struct-size: Zig's Size has 8 bytes, the declared Size only 4: Zig reads and writes 4 bytes past its end",
    ],
  },
  {
    name: "deno: fields without a name",
    zig: "pub const Size = extern struct { w: u32, h: u32 };\nexport fn fill(size: Size) void {\n    _ = size;\n}\n",
    script: 'Deno.dlopen("./liblib.so", { fill: { parameters: [{ struct: ["u32", "f32"] }], result: "void" } });\n',
    findings: ['error abi/field-type: Zig\'s Size.h is u32 (4 bytes), field 1 of the declared struct is "f32" (4 bytes)'],
  },
  {
    name: "a type whose name says nothing of it",
    zig: "export fn f(size: u32) void {\n    _ = size;\n}\n",
    script: 'const [a] = ["u8"];\nDeno.dlopen("./liblib.so", { f: { parameters: [a], result: "void" } });\n',
    findings: [
      "error abi/param-type: f: parameter size: Zig takes u32, the declaration says a (u8): the upper 24 bits of `size` are dropped, and what Zig reads in their place is not specified",
    ],
  },
  {
    name: "an address that does not fit, given and returned; a callback's result",
    zig: "export fn f(at: *anyopaque, call: *const fn () callconv(.c) u8) *anyopaque {\n    _ = call();\n    return at;\n}\n",
    script: koffi('const Call = koffi.proto("uint32_t Call()");\nlib.func("uint32_t f(uint32_t at, Call *call)");'),
    findings: [
      "error abi/param-type: f: parameter at: Zig takes *anyopaque, the declaration says uint32_t: `at` is an address of 64 bits: 32 bits of it are not enough to find the memory",
      "warning abi/callback: f: callback call: Zig expects u8 back: Zig reads the lower 8 bits only: a larger value of its result is cut off without an error",
      "error abi/return-type: f: Zig returns *anyopaque, the declaration says uint32_t: the result is an address of 64 bits: 32 bits of it are not enough to find the memory",
    ],
  },
  {
    name: "a callback that ignores Zig's last argument",
    zig: "export fn each(call: *const fn (u32, ?*anyopaque) callconv(.c) void) void {\n    call(1, null);\n}\n",
    script: koffi('const Call = koffi.proto("void Call(uint32_t index)");\nlib.func("void each(Call *call)");'),
    findings: ["information abi/callback: each: callback call: Zig calls it with 2 parameters, 1 is declared: the others never arrive"],
  },
  {
    name: "a name of one letter is like no other",
    zig: "export fn a() void {}\nexport fn shown() void {}\n",
    script: koffi('lib.func("void b()");\nlib.func("void show()");'),
    findings: [
      "error abi/missing-symbol: b is declared, and the Zig library does not export it: opening the library fails, or the call does",
      "error abi/missing-symbol: show is declared, and the Zig library does not export it: opening the library fails, or the call does; did you mean shown?",
    ],
  },
  {
    name: "a callback behind a typedef",
    zig: "export fn each(call: *const fn (u64, f32) callconv(.c) bool) void {\n    _ = call(1, 2);\n}\n",
    script: koffi('const Call = koffi.proto("bool Call(uint32_t index, float share)");\nlib.func("void each(Call *call)");'),
    findings: ["error abi/callback: each: callback call, parameter 0: Zig passes u64: the upper 32 bits of its parameter 0 are dropped"],
  },
];

describe("what goes wrong, and on which targets", () => {
  for (const { name, zig, script, findings: expected } of rows)
    test(name, () => {
      assert.deepEqual(findings(zig, script), expected);
    });
});

test("an export under a condition may be declared or not", () => {
  const zig =
    "export fn f() void {}\nconst W = if (w) struct {\n    export fn a() void {}\n} else struct {\n    export fn b() void {}\n};\nexport fn g() void {}\n";
  const found = check(zig, koffi('lib.func("void f()");\nlib.func("void a()");'));
  assert.deepEqual(
    found.map(({ code, symbol }) => [code, symbol]),
    [["abi/unbound-export", "g"]],
  );
});
