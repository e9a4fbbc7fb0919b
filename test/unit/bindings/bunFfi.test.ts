import assert from "node:assert/strict";
import { test } from "node:test";
import { shown } from "./declared.ts";

const types: readonly (readonly [string, string])[] = [
  ["FFIType.char", "c_char"],
  ["FFIType.int8_t", "i8"],
  ["FFIType.i8", "i8"],
  ["FFIType.uint8_t", "u8"],
  ["FFIType.u8", "u8"],
  ["FFIType.int16_t", "i16"],
  ["FFIType.i16", "i16"],
  ["FFIType.uint16_t", "u16"],
  ["FFIType.u16", "u16"],
  ["FFIType.int32_t", "i32"],
  ["FFIType.i32", "i32"],
  ["FFIType.int", "i32"],
  ["FFIType.uint32_t", "u32"],
  ["FFIType.u32", "u32"],
  ["FFIType.int64_t", "i64"],
  ["FFIType.i64", "i64"],
  ["FFIType.uint64_t", "u64"],
  ["FFIType.u64", "u64"],
  ["FFIType.i64_fast", "i64"],
  ["FFIType.u64_fast", "u64"],
  ["FFIType.usize", "usize"],
  ["FFIType.double", "f64"],
  ["FFIType.f64", "f64"],
  ["FFIType.float", "f32"],
  ["FFIType.f32", "f32"],
  ["FFIType.bool", "bool"],
  ["FFIType.ptr", "[*c]?"],
  ["FFIType.pointer", "[*c]?"],
  ["FFIType.void", "void"],
  ["FFIType.cstring", "[*:0]const u8"],
  ["FFIType.function", "*const ?"],
  ["FFIType.napi_env", "[*c]?"],
  ["FFIType.napi_value", "[*c]?"],
  ["FFIType.buffer", "[*]?"],
  ['FFIType["i32"]', "i32"],
  ["0", "c_char"],
  ["5", "i32"],
  ["12", "[*c]?"],
  ["17", "*const ?"],
  ["20", "[*]?"],
  ['"char"', "c_char"],
  ['"int8_t"', "i8"],
  ['"u8"', "u8"],
  ['"c_int"', "i32"],
  ['"c_uint"', "u32"],
  ['"isize"', "isize"],
  ['"usize"', "usize"],
  ['"char*"', "[*c]?"],
  ['"void*"', "[*c]?"],
  ['"callback"', "*const ?"],
  ['"fn"', "*const ?"],
  ['"cstring"', "[*:0]const u8"],
];

for (const [spelling, type] of types) {
  test(`bun:ffi: ${spelling}`, () => {
    assert.deepEqual(shown(`import { dlopen, FFIType } from "bun:ffi"; dlopen("a", { f: { returns: ${spelling} } });`), [
      "bun:ffi a",
      `  f() ${type}`,
    ]);
  });
}

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["nothing given is no parameters and void", `dlopen("a", { f: {} })`, ["bun:ffi a", "  f() void"]],
  [
    "an unknown spelling is not guessed",
    `dlopen("a", { f: { args: ["i128", FFIType.i128, 99] } })`,
    [
      "bun:ffi a",
      "  f(?, ?, ?) void",
      '? 1: "i128" -- `"i128"` is no type of bun:ffi',
      "? 1: FFIType.i128 -- `FFIType.i128` is no type of bun:ffi",
      "? 1: 99 -- `99` is no type of bun:ffi",
    ],
  ],
  ["linkSymbols has no library", `linkSymbols({ g: { args: ["f32"], ptr: address } })`, ["bun:ffi ?", "  g(f32) void"]],
  [
    "CFunction calls an address",
    `new CFunction({ returns: "i32", ptr: address })`,
    ['? 1: new CFunction({ returns: "i32", ptr: address }) -- this calls an address: which symbol it belongs to is not known'],
  ],
  [
    "a callback's signature refines the parameter that it is passed for",
    `const { symbols } = dlopen("a", { each: { args: ["ptr", "function"] }, other: { args: ["function"] } });
     const cb = new JSCallback((a) => a, { args: ["i32", "ptr"], returns: "bool" });
     symbols.each(null, cb.ptr); symbols.other(null);`,
    ["bun:ffi a", "  each([*c]?, *const fn (i32, [*c]?) bool) void", "  other(*const ?) void"],
  ],
  ["no table", `dlopen("a")`, ['? 1: dlopen("a") -- no table of symbols is given']],
];

for (const [name, body, lines] of cases) {
  test(`bun:ffi: ${name}`, () => {
    assert.deepEqual(shown(`import { CFunction, dlopen, FFIType, JSCallback, linkSymbols } from "bun:ffi"; ${body}`), lines);
  });
}
