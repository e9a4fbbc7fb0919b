/** A script that is wrong, and what the corrections make of it. */
export interface FixedProject {
  readonly name: string;
  readonly zig: string;
  readonly files: Readonly<Record<string, string>>;
  /** Files that are changed, as they are then. */
  readonly fixed: Readonly<Record<string, string>>;
  /** `code symbol[.parameter]` of what is left to its author. */
  readonly left?: readonly string[];
}

const handles =
  "export fn h_new(n: u32) ?*anyopaque { _ = n; return null; }\nexport fn h_write(h: *anyopaque, p: [*]const u8, n: usize) i32 { _ = h; _ = p; return @intCast(n); }\nexport fn h_free(h: *anyopaque, how: u32) void { _ = h; _ = how; }\nexport fn h_id(h: *anyopaque) u64 { _ = h; return 1; }\n";
const sums =
  "export fn a(x: u32) u32 { return x; }\nexport fn b(x: u64, y: ?*anyopaque) u32 { _ = y; return @intCast(x); }\nexport fn k(x: u32) u32 { return x; }\n";
const images =
  "export fn img_open(x: u32) void { _ = x; }\nexport fn img_close(x: u32) void { _ = x; }\nexport fn img_read(x: u32) void { _ = x; }\n";
const reads =
  "export fn read_it(buf: [*]u8, len: usize, read: *usize) c_int { @memset(buf[0..len], 7); read.* = len; return 0; }\nexport fn size_of(p: *u64, n: usize) i32 { p.* = n; return 1; }\nexport fn reset() void {}\n";

const koffi = (lines: string): string => `import koffi from "koffi";\nconst lib = koffi.load("./liblib.so");\n${lines}\n`;
const bun = (lines: string): string => `import { dlopen, FFIType } from "bun:ffi";\n${lines}\n`;

interface Change {
  readonly before: string;
  readonly after: string;
  readonly left?: readonly string[];
}

function app(name: string, zig: string, { before, after, left = [] }: Change): FixedProject {
  return { name, zig, files: { "app.ts": before }, fixed: before === after ? {} : { "app.ts": after }, left };
}

const counts: readonly FixedProject[] = [
  app("koffi: a missing parameter leaves the others as they are", reads, {
    before: koffi('export const read = lib.func("int read_it(_Out_ uint8_t *buf, _Out_ size_t *read)");'),
    after: koffi('export const read = lib.func("int read_it(_Out_ uint8_t *buf, size_t len, _Out_ size_t *read)");'),
  }),
  app("koffi: parameters without names stay without", reads, {
    before: koffi('export const read = lib.func("int size_of(uint64_t *)");'),
    after: koffi('export const read = lib.func("int size_of(uint64_t *, size_t)");'),
  }),
  app("koffi: void in place of parameters", sums, {
    before: koffi('export const a = lib.func("uint32_t a(void)");'),
    after: koffi('export const a = lib.func("uint32_t a(uint32_t x)");'),
  }),
  app("koffi: a parameter too much in the middle", sums, {
    before: koffi('export const b = lib.func("uint32_t b(uint64_t x, double ratio, void *y)");'),
    after: koffi('export const b = lib.func("uint32_t b(uint64_t x, void *y)");'),
  }),
  app("koffi: all parameters are too much", reads, {
    before: koffi('export const reset = lib.func("void reset(uint64_t x, double ratio)");'),
    after: koffi('export const reset = lib.func("void reset()");'),
  }),
  app("koffi: a missing parameter, and one that is wrong as well", reads, {
    before: koffi('export const read = lib.func("int read_it(_Out_ uint8_t *buf, uint32_t read)");'),
    after: koffi('export const read = lib.func("int read_it(_Out_ uint8_t *buf, size_t len, size_t *read)");'),
  }),
  app("koffi: types as objects", handles, {
    before: koffi(
      'const Handle = koffi.pointer("Handle", koffi.opaque());\nconst u8 = koffi.types.uint8, u32 = koffi.types.uint32;\nexport default {\n  h_new: lib.func("h_new", Handle, [u8]),\n  h_write: lib.func("h_write", "int", [Handle, koffi.pointer("uint8")]),\n  h_free: lib.func("h_free", "void", [Handle]),\n  h_id: lib.func("h_id", u32, [Handle]),\n};',
    ),
    after: koffi(
      'const Handle = koffi.pointer("Handle", koffi.opaque());\nconst u8 = koffi.types.uint8, u32 = koffi.types.uint32;\nexport default {\n  h_new: lib.func("h_new", Handle, [u32]),\n  h_write: lib.func("h_write", "int", [Handle, koffi.pointer("uint8"), "size_t"]),\n  h_free: lib.func("h_free", "void", [Handle, u32]),\n  h_id: lib.func("h_id", "uint64_t", [Handle]),\n};',
    ),
  }),
  app("deno: names for types", handles, {
    before:
      'const Handle = "pointer" as const;\nconst lib = Deno.dlopen("./liblib.so", {\n  h_new: { parameters: ["u8"], result: Handle },\n  h_write: { parameters: [Handle, "buffer"], result: "i32" },\n  h_free: { parameters: [Handle], result: "void" },\n  h_id: { parameters: [Handle], result: "u32" },\n});\nexport default lib;\n',
    after:
      'const Handle = "pointer" as const;\nconst lib = Deno.dlopen("./liblib.so", {\n  h_new: { parameters: ["u32"], result: Handle },\n  h_write: { parameters: [Handle, "buffer", "usize"], result: "i32" },\n  h_free: { parameters: [Handle, "u32"], result: "void" },\n  h_id: { parameters: [Handle], result: "u64" },\n});\nexport default lib;\n',
  }),
  app("bun:ffi: a list on several lines with comments", handles, {
    before:
      'import { dlopen } from "bun:ffi";\nconst T = { handle: "ptr" } as const;\nexport const lib = dlopen("./liblib.so", {\n  h_write: {\n    args: [\n      T.handle, // the handle\n      \'ptr\' // its content\n    ],\n    returns: \'i32\'\n  },\n  h_free: {\n    args: [\n      T.handle, /* the handle */\n    ]\n  }\n});\n',
    after:
      "import { dlopen } from \"bun:ffi\";\nconst T = { handle: \"ptr\" } as const;\nexport const lib = dlopen(\"./liblib.so\", {\n  h_write: {\n    args: [\n      T.handle, // the handle\n      'ptr', // its content\n      'u64'\n    ],\n    returns: 'i32'\n  },\n  h_free: {\n    args: [\n      T.handle, /* the handle */\n      'u32',\n    ]\n  }\n});\n",
  }),
  app("bun:ffi: a list on several lines with too much in it", sums, {
    before: bun(
      'export const lib = dlopen("./liblib.so", {\n  a: {\n    args: [\n      FFIType.u32, // the number\n      FFIType.ptr, // of old\n      // and older\n      FFIType.ptr,\n    ],\n    returns: FFIType.u32,\n  },\n  b: {\n    args: [\n      // a double of old\n      FFIType.f64,\n      // the number\n      FFIType.u64,\n      FFIType.ptr,\n    ],\n    returns: FFIType.u32,\n  },\n});',
    ),
    after: bun(
      'export const lib = dlopen("./liblib.so", {\n  a: {\n    args: [\n      FFIType.u32, // the number\n    ],\n    returns: FFIType.u32,\n  },\n  b: {\n    args: [\n      // the number\n      FFIType.u64,\n      FFIType.ptr,\n    ],\n    returns: FFIType.u32,\n  },\n});',
    ),
  }),
  app("bun:ffi: a list of its own for several symbols is its author's", sums, {
    before: bun(
      'const none = [FFIType.u64];\nexport const lib = dlopen("./liblib.so", { b: { args: none, returns: FFIType.u32 }, k: { args: none, returns: FFIType.u32 } });',
    ),
    after: bun(
      'const none = [FFIType.u64];\nexport const lib = dlopen("./liblib.so", { b: { args: none, returns: FFIType.u32 }, k: { args: none, returns: FFIType.u32 } });',
    ),
    left: ["abi/param-count b", "abi/param-type k.x"],
  }),
  app("bun:ffi: what a definition does not say", sums, {
    before: bun(
      'export const lib = dlopen("./liblib.so", {\n  a: {},\n  b: { args: [FFIType.u64, FFIType.ptr] as const },\n  k: {\n    returns: FFIType.u32, // of old\n  },\n});',
    ),
    after: bun(
      'export const lib = dlopen("./liblib.so", {\n  a: { args: [FFIType.u32], returns: FFIType.u32 },\n  b: { args: [FFIType.u64, FFIType.ptr] as const, returns: FFIType.u32 },\n  k: {\n    args: [FFIType.u32],\n    returns: FFIType.u32, // of old\n  },\n});',
    ),
  }),
];

const spellings: readonly FixedProject[] = [
  app("bun:ffi: names that were taken out of FFIType", handles, {
    before:
      'import { dlopen, FFIType } from "bun:ffi";\nconst { i32, u32, u8, ptr, void: nothing } = FFIType;\nexport const lib = dlopen("./liblib.so", {\n  h_new: { args: [u8], returns: ptr },\n  h_write: { args: [ptr, ptr], returns: i32 },\n  h_free: { args: [ptr], returns: nothing },\n  h_id: { args: [ptr], returns: u32 },\n});\n',
    after:
      'import { dlopen, FFIType } from "bun:ffi";\nconst { i32, u32, u8, ptr, void: nothing } = FFIType;\nexport const lib = dlopen("./liblib.so", {\n  h_new: { args: [u32], returns: ptr },\n  h_write: { args: [ptr, ptr, "u64"], returns: i32 },\n  h_free: { args: [ptr, u32], returns: nothing },\n  h_id: { args: [ptr], returns: "u64" },\n});\n',
  }),
  app("bun:ffi: FFIType with brackets, and a definition for two symbols", sums, {
    before: bun(
      'const { u8, u32 } = FFIType;\nconst sig = { args: [u8], returns: u32 };\nexport const lib = dlopen("x", { a: sig, k: sig, b: { ...sig, args: [FFIType["u32"], "ptr"] } });',
    ),
    after: bun(
      'const { u8, u32 } = FFIType;\nconst sig = { args: [u32], returns: u32 };\nexport const lib = dlopen("x", { a: sig, k: sig, b: { ...sig, args: [FFIType.u64, "ptr"] } });',
    ),
  }),
  app("bun:ffi: an enum of one's own", sums, {
    before:
      'import { dlopen } from "bun:ffi";\nconst enum Ty { U8 = "u8", F64 = "f64" }\nexport const lib = dlopen("x", { a: { args: [Ty.U8], returns: "u32" }, k: { args: ["u32"], returns: Ty.F64 } });\n',
    after:
      'import { dlopen } from "bun:ffi";\nconst enum Ty { U8 = "u8", F64 = "f64" }\nexport const lib = dlopen("x", { a: { args: ["u32"], returns: "u32" }, k: { args: ["u32"], returns: "u32" } });\n',
  }),
  app("bun:ffi: a name of another function is not taken", sums, {
    before: bun(
      'export function one() {\n  const small = FFIType.u32;\n  return dlopen("./liblib.so", { a: { args: [small], returns: small }, k: two() });\n}\nfunction two() {\n  const wide = "u64" as const;\n  return { args: [wide], returns: wide };\n}',
    ),
    after: bun(
      'export function one() {\n  const small = FFIType.u32;\n  return dlopen("./liblib.so", { a: { args: [small], returns: small }, k: two() });\n}\nfunction two() {\n  const wide = "u64" as const;\n  return { args: ["u32"], returns: "u32" };\n}',
    ),
  }),
  app("node:ffi: the module's own constants", sums, {
    before:
      'import { dlopen, types } from "node:ffi";\nexport const lib = dlopen("./liblib.so", { a: { arguments: [types.UINT_8], return: types.UINT_32 }, k: { arguments: [], return: types.FLOAT } });\n',
    after:
      'import { dlopen, types } from "node:ffi";\nexport const lib = dlopen("./liblib.so", { a: { arguments: [types.UINT_32], return: types.UINT_32 }, k: { arguments: [types.UINT_32], return: types.UINT_32 } });\n',
  }),
  app("koffi: what a pointer leads to, with its direction", reads, {
    before: koffi('export const size = lib.func("int size_of(_Out_ uint32_t *p, size_t n)");'),
    after: koffi('export const size = lib.func("int size_of(_Out_ uint64_t *p, size_t n)");'),
  }),
  app("koffi: a direction goes with the pointer that had it", sums, {
    before: koffi(
      'export const a = lib.func("uint32_t a(_Out_ uint32_t *x)");\nexport const b = lib.func("uint32_t b(uint64_t x, uint32_t y)");',
    ),
    after: koffi('export const a = lib.func("uint32_t a(uint32_t x)");\nexport const b = lib.func("uint32_t b(uint64_t x, void *y)");'),
  }),
  app("koffi: a direction as a function is its author's", reads, {
    before: koffi('export const size = lib.func("size_of", "int", [koffi.out(koffi.pointer("uint32_t")), "size_t"]);'),
    after: koffi('export const size = lib.func("size_of", "int", [koffi.out(koffi.pointer("uint32_t")), "size_t"]);'),
    left: ["abi/param-type size_of.p"],
  }),
];

const places: readonly FixedProject[] = [
  app("bun:ffi: a helper's shorthand is put right at the call", handles, {
    before: bun(
      'const HANDLE = FFIType.ptr;\nconst def = (args: FFIType[], returns: FFIType) => ({ args, returns });\nexport const lib = dlopen("./liblib.so", {\n  h_new: def([FFIType.u8], HANDLE),\n  h_write: def([HANDLE, FFIType.ptr], FFIType.i32),\n  h_free: def([HANDLE], FFIType.void),\n  h_id: def([HANDLE], FFIType.u32),\n});',
    ),
    after: bun(
      'const HANDLE = FFIType.ptr;\nconst def = (args: FFIType[], returns: FFIType) => ({ args, returns });\nexport const lib = dlopen("./liblib.so", {\n  h_new: def([FFIType.u32], HANDLE),\n  h_write: def([HANDLE, FFIType.ptr, FFIType.u64], FFIType.i32),\n  h_free: def([HANDLE, FFIType.u32], FFIType.void),\n  h_id: def([HANDLE], FFIType.u64),\n});',
    ),
  }),
  app("deno: a helper's parameters under other names, and a default", sums, {
    before:
      'const one = (type: Deno.NativeType, result: Deno.NativeType = "u64") => {\n  const given = result;\n  return { parameters: [type], result: given } as const;\n};\nexport const lib = Deno.dlopen("x", { a: one("u8", "u8"), b: { parameters: ["u64", "pointer"], result: "u32" }, k: one("u32") });\n',
    after:
      'const one = (type: Deno.NativeType, result: Deno.NativeType = "u32") => {\n  const given = result;\n  return { parameters: [type], result: given } as const;\n};\nexport const lib = Deno.dlopen("x", { a: one("u32", "u32"), b: { parameters: ["u64", "pointer"], result: "u32" }, k: one("u32") });\n',
  }),
  app("deno: a helper's own literal serves symbols that want something else", sums, {
    before:
      'const one = (result: Deno.NativeType) => ({ parameters: ["u64"], result }) as const;\nexport const lib = Deno.dlopen("x", { a: one("u32"), b: one("u32") });\n',
    after:
      'const one = (result: Deno.NativeType) => ({ parameters: ["u64"], result }) as const;\nexport const lib = Deno.dlopen("x", { a: one("u32"), b: one("u32") });\n',
    left: ["abi/param-count b", "abi/param-type a.x"],
  }),
  app("bun:ffi: a computed type is its author's", sums, {
    before:
      'import { dlopen } from "bun:ffi";\nconst SIG = { a: "u8:u32" };\nconst table: Record<string, any> = {};\nfor (const [k, v] of Object.entries(SIG)) {\n  const [x, r] = v.split(":");\n  table[k] = { args: [x], returns: r };\n}\nexport const lib = dlopen("x", table);\n',
    after:
      'import { dlopen } from "bun:ffi";\nconst SIG = { a: "u8:u32" };\nconst table: Record<string, any> = {};\nfor (const [k, v] of Object.entries(SIG)) {\n  const [x, r] = v.split(":");\n  table[k] = { args: [x], returns: r };\n}\nexport const lib = dlopen("x", table);\n',
    left: ["abi/param-type a.x"],
  }),
  app("bun:ffi: a shorthand for a constant is its author's", sums, {
    before: bun('const returns = FFIType.u8;\nexport const lib = dlopen("x", { a: { args: [FFIType.u32], returns } });'),
    after: bun('const returns = FFIType.u8;\nexport const lib = dlopen("x", { a: { args: [FFIType.u32], returns } });'),
    left: ["abi/return-type a"],
  }),
  app("koffi: a prototype in pieces is its author's", sums, {
    before: koffi(
      'const R = "uint32_t";\nexport const a = lib.func(`${R} a(uint8_t x)`);\nexport const b = lib.func("uint32_t b(" + "uint64_t x)");\nexport const k = lib.func("uint32_t k(\\n uint8_t x)");',
    ),
    after: koffi(
      'const R = "uint32_t";\nexport const a = lib.func(`${R} a(uint8_t x)`);\nexport const b = lib.func("uint32_t b(" + "uint64_t x)");\nexport const k = lib.func("uint32_t k(\\n uint8_t x)");',
    ),
    left: ["abi/param-count b", "abi/param-type a.x", "abi/param-type k.x"],
  }),
  app("koffi: a prototype that is handed to a function", sums, {
    before: koffi("const f = (text: string) => lib.func(text);\nexport const a = f('uint32_t a(uint8_t x)');"),
    after: koffi("const f = (text: string) => lib.func(text);\nexport const a = f('uint32_t a(uint32_t x)');"),
  }),
];

const gone: readonly FixedProject[] = [
  app("koffi: a statement that nothing uses goes, with its comment and its semicolon", sums, {
    before: koffi(
      '/** Adds. */\nexport const a = lib.func("uint32_t a(uint32_t x)");\n/** Of old. */\nconst zoom_far = lib.func("void zoom_far(void)"); // long gone\n/** Counts. */\nexport const k = lib.func("uint32_t k(uint32_t x)");\nexport class Native {\n  readonly zoom_near = lib.func("void zoom_near(void)");\n}',
    ),
    after: koffi(
      '/** Adds. */\nexport const a = lib.func("uint32_t a(uint32_t x)");\n/** Counts. */\nexport const k = lib.func("uint32_t k(uint32_t x)");\nexport class Native {\n}',
    ),
  }),
  app("koffi: a statement that is the body of another one stays", sums, {
    before: koffi(
      'const api: Record<string, unknown> = { a: lib.func("uint32_t a(uint32_t x)") };\nif (api.a) api.far = lib.func("void zoom_far(void)");\nexport default api;',
    ),
    after: koffi(
      'const api: Record<string, unknown> = { a: lib.func("uint32_t a(uint32_t x)") };\nif (api.a) api.far = lib.func("void zoom_far(void)");\nexport default api;',
    ),
    left: ["abi/missing-symbol zoom_far"],
  }),
  app("koffi: a statement that is exported below stays", sums, {
    before: koffi('const a = lib.func("uint32_t a(uint32_t x)");\nconst far = lib.func("void zoom_far(void)");\nexport { a, far };'),
    after: koffi('const a = lib.func("uint32_t a(uint32_t x)");\nconst far = lib.func("void zoom_far(void)");\nexport { a, far };'),
    left: ["abi/missing-symbol zoom_far"],
  }),
  {
    name: "koffi: a statement that another file imports stays",
    zig: sums,
    files: {
      "app.ts": koffi('export const a = lib.func("uint32_t a(uint32_t x)");\nexport const far = lib.func("void zoom_far(void)");'),
      "main.ts": 'import { a, far } from "./app.ts";\nconsole.log(a(1), far());\n',
    },
    fixed: {},
    left: ["abi/missing-symbol zoom_far"],
  },
  app("bun:ffi: an entry goes with its comment", sums, {
    before: bun(
      'export const lib = dlopen("x", {\n  // the first\n  a: { args: [FFIType.u32], returns: FFIType.u32 },\n  /**\n   * Long gone: zoom_far.\n   */\n  zoom_far: {\n    args: [FFIType.u32],\n  },\n  k: { args: [FFIType.u32], returns: FFIType.u32 }, // last one\n});',
    ),
    after: bun(
      'export const lib = dlopen("x", {\n  // the first\n  a: { args: [FFIType.u32], returns: FFIType.u32 },\n  k: { args: [FFIType.u32], returns: FFIType.u32 }, // last one\n});',
    ),
  }),
  app("bun:ffi: an entry that is taken out of the library stays", sums, {
    before: bun(
      'const { symbols: { a, zoom_far } } = dlopen("x", { a: { args: [FFIType.u32], returns: FFIType.u32 }, zoom_far: {} });\nexport { a };\nzoom_far();',
    ),
    after: bun(
      'const { symbols: { a, zoom_far } } = dlopen("x", { a: { args: [FFIType.u32], returns: FFIType.u32 }, zoom_far: {} });\nexport { a };\nzoom_far();',
    ),
    left: ["abi/missing-symbol zoom_far"],
  }),
  app("bun:ffi: entries that are called something else now", images, {
    before: bun(
      'export const lib = dlopen("x", { image_open: { args: ["u32"] }, "image_close": { args: ["u32"] }, img_read: { args: ["u32"] } });',
    ),
    after: bun(
      'export const lib = dlopen("x", { img_open: { args: ["u32"] }, "img_close": { args: ["u32"] }, img_read: { args: ["u32"] } });',
    ),
  }),
  app("bun:ffi: an entry that is called something else and used stays", images, {
    before: bun(
      'const lib = dlopen("x", { image_open: { args: ["u32"] }, img_close: { args: ["u32"] }, img_read: { args: ["u32"] } });\nlib.symbols.image_open(1);',
    ),
    after: bun(
      'const lib = dlopen("x", { image_open: { args: ["u32"] }, img_close: { args: ["u32"] }, img_read: { args: ["u32"] } });\nlib.symbols.image_open(1);',
    ),
    left: ["abi/missing-symbol image_open"],
  }),
  app("bun:ffi: what it is called now is declared already", images, {
    before: bun(
      'export const lib = dlopen("x", { image_open: { args: ["u32"] }, img_open: { args: ["u32"] }, img_close: { args: ["u32"] }, img_read: { args: ["u32"] } });',
    ),
    after: bun(
      'export const lib = dlopen("x", { image_open: { args: ["u32"] }, img_open: { args: ["u32"] }, img_close: { args: ["u32"] }, img_read: { args: ["u32"] } });',
    ),
    left: ["abi/missing-symbol image_open"],
  }),
  app("deno: an entry that is called something else and used is bound to it", images, {
    before:
      'const lib = Deno.dlopen("x", {\n  image_open: { parameters: ["u32"], result: "void" },\n  img_close: { parameters: ["u32"], result: "void" },\n});\nlib.symbols.image_open(1);\n',
    after:
      'const lib = Deno.dlopen("x", {\n  image_open: { name: "img_open", parameters: ["u32"], result: "void" },\n  img_close: { parameters: ["u32"], result: "void" },\n});\nlib.symbols.image_open(1);\n',
  }),
  app("koffi: a prototype that is called something else now", images, {
    before: koffi(
      'export const image_open = lib.func("void image_open(uint32_t x)");\nexport const close = lib.func("image_close", "void", ["uint32_t"]);',
    ),
    after: koffi(
      'export const image_open = lib.func("void img_open(uint32_t x)");\nexport const close = lib.func("img_close", "void", ["uint32_t"]);',
    ),
  }),
];

export const fixedProjects: readonly FixedProject[] = [...counts, ...spellings, ...places, ...gone];
