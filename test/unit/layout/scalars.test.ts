import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createLayouts } from "../../../server/src/layout/layouts.ts";
import { zigRulesOf, type ZigRules } from "../../../server/src/layout/zigRules.ts";
import { knownTriples, parseTarget } from "../../../server/src/model/target.ts";
import type { Type } from "../../../server/src/model/types.ts";
import * as m from "./modelBuilders.ts";

/** `size/align`, or the reason. */
function measure(triple: string, type: Type, rules?: ZigRules): string {
  const target = parseTarget(triple);
  assert.ok(target !== undefined, triple);
  const layout = createLayouts(m.moduleOf(), target, { rules }).of(type);
  return layout.kind === "known" ? `${layout.value.size}/${layout.value.align}` : layout.reason;
}

const columns: readonly (readonly [name: string, type: Type])[] = [
  ["u64", m.u(64)],
  ["u128", m.u(128)],
  ["u129", m.u(129)],
  ["f64", m.f(64)],
  ["f80", m.f(80)],
  ["f128", m.f(128)],
  ["c_long", m.cint("c_long")],
  ["c_longlong", m.cint("c_longlong")],
  ["c_longdouble", m.longdouble],
  ["usize", m.usize],
  ["*u8", m.pointer(m.u(8))],
];

const byTarget: Readonly<Record<string, string>> = {
  //                       u64 u128  u129  f64 f80   f128  c_long c_longlong c_longdouble usize *u8
  "x86_64-linux-gnu": "8/8 16/16 32/16 8/8 16/16 16/16 8/8 8/8 16/16 8/8 8/8",
  "x86_64-linux-musl": "8/8 16/16 32/16 8/8 16/16 16/16 8/8 8/8 16/16 8/8 8/8",
  "x86_64-windows-gnu": "8/8 16/16 32/16 8/8 16/16 16/16 4/4 8/8 16/16 8/8 8/8",
  "x86_64-macos": "8/8 16/16 32/16 8/8 16/16 16/16 8/8 8/8 16/16 8/8 8/8",
  "aarch64-linux-gnu": "8/8 16/16 32/16 8/8 16/16 16/16 8/8 8/8 16/16 8/8 8/8",
  "aarch64-linux-musl": "8/8 16/16 32/16 8/8 16/16 16/16 8/8 8/8 16/16 8/8 8/8",
  "aarch64-macos": "8/8 16/16 32/16 8/8 16/16 16/16 8/8 8/8 8/8 8/8 8/8",
  "x86-linux-gnu": "8/4 16/16 32/16 8/4 12/4 16/16 4/4 8/4 12/4 4/4 4/4",
  "arm-linux-gnueabihf": "8/8 16/8 24/8 8/8 16/8 16/16 4/4 8/8 8/8 4/4 4/4",
  "wasm32-freestanding": "8/8 16/16 32/16 8/8 16/16 16/16 4/4 8/8 16/16 4/4 4/4",
};

describe("scalars", () => {
  it("has a row for every target", () => assert.deepEqual(Object.keys(byTarget), knownTriples));

  for (const [triple, row] of Object.entries(byTarget)) {
    it(triple, () => assert.equal(columns.map(([, type]) => measure(triple, type)).join(" "), row));
  }

  const everywhere: readonly (readonly [name: string, type: Type, expected: string])[] = [
    ["void", m.voidType, "0/1"],
    ["bool", m.bool, "1/1"],
    ["u0", m.u(0), "0/1"],
    ["i1", m.i(1), "1/1"],
    ["i7", m.i(7), "1/1"],
    ["u9", m.u(9), "2/2"],
    ["u17", m.u(17), "4/4"],
    ["u24", m.u(24), "4/4"],
    ["f16", m.f(16), "2/2"],
    ["f32", m.f(32), "4/4"],
    ["c_char", m.cint("c_char"), "1/1"],
    ["c_ushort", m.cint("c_ushort"), "2/2"],
    ["c_int", m.cint("c_int"), "4/4"],
    ["[0]u32", m.array(0, m.u(32)), "0/4"],
    ["[0:0]u32", m.array(0, m.u(32), "0"), "4/4"],
    ["[3:0]u16", m.array(3, m.u(16), "0"), "8/2"],
    ["[2][3]f32", m.array(2, m.array(3, m.f(32))), "24/4"],
    ["[2]u24", m.array(2, m.u(24)), "8/4"],
    ["[5]void", m.array(5, m.voidType), "0/1"],
    ["@Vector(0, u8)", m.vector(0, m.u(8)), "0/1"],
    ["@Vector(4, f32)", m.vector(4, m.f(32)), "16/16"],
    ["@Vector(3, f32)", m.vector(3, m.f(32)), "16/16"],
    ["@Vector(9, bool)", m.vector(9, m.bool), "2/2"],
  ];
  for (const [name, type, expected] of everywhere) {
    it(`${name} is ${expected} everywhere`, () => {
      for (const triple of knownTriples) assert.equal(measure(triple, type), expected, triple);
    });
  }

  it("takes all address-sized types as an address", () => {
    const types = [
      m.pointer(m.anyopaque),
      m.pointer({ kind: "unknown", reason: "?" }, { size: "many" }),
      m.pointer(m.u(8), { size: "c" }),
      m.pointer(m.u(8), { isAllowzero: true }),
      m.optional(m.pointer(m.u(8))),
      m.optional(m.pointer(m.u(8), { size: "many", sentinel: "0" })),
      m.optional(m.pointer(m.fn([], m.voidType), { isConst: true })),
    ];
    assert.deepEqual(
      types.map((type) => measure("aarch64-macos", type)),
      types.map(() => "8/8"),
    );
    assert.deepEqual(
      types.map((type) => measure("wasm32", type)),
      types.map(() => "4/4"),
    );
  });
});

describe("types without a layout", () => {
  const cases: readonly (readonly [type: Type, reason: string])[] = [
    [m.pointer(m.u(8), { size: "slice" }), "[]u8 is a slice, which has no guaranteed layout"],
    [m.optional(m.u(32)), "?u32 has no guaranteed layout: among optionals only ?*T and ?[*]T have one"],
    [m.optional(m.pointer(m.u(8), { size: "c" })), "?[*c]u8 has no guaranteed layout: among optionals only ?*T and ?[*]T have one"],
    [
      m.optional(m.pointer(m.u(8), { isAllowzero: true })),
      "?*allowzero u8 has no guaranteed layout: among optionals only ?*T and ?[*]T have one",
    ],
    [{ kind: "errorUnion", payload: m.u(8) }, "!u8 is an error union, which has no guaranteed layout"],
    [{ kind: "errorSet" }, "error set has no guaranteed layout"],
    [{ kind: "comptime", name: "comptime_int" }, "comptime_int exists only at compile time"],
    [m.noreturn, "noreturn has no values"],
    [m.anyopaque, "anyopaque has no size"],
    [m.fn([], m.voidType), "fn () callconv(.c) void is a function itself, not a pointer to one"],
    [{ kind: "unknown", reason: "length is computed at comptime: N * f()" }, "length is computed at comptime: N * f()"],
    [m.array(2, m.array(3, m.anyopaque)), "anyopaque has no size"],
    [m.array(2 ** 53, m.u(8)), "the type is too large for x86_64-linux-gnu"],
    [m.array(Infinity, m.u(8)), "the type is too large for x86_64-linux-gnu"],
    [m.named("Gone"), "/lib.zig#Gone is not declared"],
    [m.vector(2, m.f(32)), "the layout of a vector of 8 bytes depends on the compiler's back end and the CPU's features"],
    [m.vector(4, m.u(24)), "vectors of 24-bit elements have no layout that we know"],
    [m.vector(2, m.vector(2, m.f(32))), "a vector cannot hold @Vector(2, f32)"],
  ];
  for (const [type, reason] of cases) it(reason, () => assert.equal(measure("x86_64-linux-gnu", type), reason));

  it("knows the address space of 32-bit targets", () => {
    assert.equal(measure("arm-linux-gnueabihf", m.array(2 ** 32 - 1, m.u(8))), "4294967295/1");
    assert.equal(measure("arm-linux-gnueabihf", m.array(2 ** 30, m.u(32))), "the type is too large for arm-linux-gnueabihf");
  });
});

describe("rules of Zig's versions", () => {
  const cases: readonly (readonly [triple: string, type: Type, expected: Readonly<Record<ZigRules, string>>])[] = [
    ["x86-linux-gnu", m.i(128), { "0.14": "16/16", "0.15": "16/16", "0.17": "16/4" }],
    ["x86-linux-gnu", m.u(65), { "0.14": "16/16", "0.15": "16/16", "0.17": "12/4" }],
    ["wasm32-freestanding", m.i(128), { "0.14": "16/8", "0.15": "16/16", "0.17": "16/16" }],
    ["wasm32-freestanding", m.f(80), { "0.14": "16/8", "0.15": "16/16", "0.17": "16/8" }],
    ["aarch64-linux-gnu", m.f(80), { "0.14": "16/16", "0.15": "16/16", "0.17": "16/8" }],
    ["aarch64-macos", m.f(128), { "0.14": "16/16", "0.15": "16/16", "0.17": "16/8" }],
    ["arm-linux-gnueabihf", m.f(128), { "0.14": "16/16", "0.15": "16/16", "0.17": "16/8" }],
    ["arm-linux-gnueabihf", m.vector(4, m.f(32)), { "0.14": "16/16", "0.15": "16/16", "0.17": "16/8" }],
    ["arm-linux-gnueabihf", m.vector(129, m.bool), { "0.14": "32/32", "0.15": "32/32", "0.17": "24/8" }],
    ["aarch64-linux-gnu", m.vector(8, m.f(32)), { "0.14": "32/32", "0.15": "32/32", "0.17": "32/16" }],
  ];
  for (const [triple, type, expected] of cases) {
    it(`${triple} ${JSON.stringify(type)}`, () => {
      const found = { "0.14": measure(triple, type, "0.14"), "0.15": measure(triple, type, "0.15"), "0.17": measure(triple, type, "0.17") };
      assert.deepEqual(found, expected);
    });
  }

  it("are chosen by version", () => {
    const versions = ["0.13.0", "0.14.1", "0.15.2", "0.16.0", "0.17.0", "0.18.0-dev.12+abc", "1.0.0", "nonsense"];
    assert.deepEqual(versions.map(zigRulesOf), ["0.14", "0.14", "0.15", "0.15", "0.17", "0.17", "0.17", "0.15"]);
  });
});
