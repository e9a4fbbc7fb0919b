import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { abiText } from "../../../server/src/layout/abiText.ts";
import { createLayouts } from "../../../server/src/layout/layouts.ts";
import type { Container } from "../../../server/src/model/decls.ts";
import { parseTarget } from "../../../server/src/model/target.ts";
import type { Type } from "../../../server/src/model/types.ts";
import * as m from "./modelBuilders.ts";

const containers: readonly Container[] = [
  m.struct("Vec2", "extern", [m.field("x", m.f(32)), m.field("y", m.f(32))]),
  m.union("Value", "extern", [m.field("i", m.i(64)), m.field("v", m.named("Vec2"))]),
  m.struct("Line", "extern", [
    m.field("ends", m.array(2, m.named("Vec2"))),
    m.field("name", m.array(7, m.u(8), "0")),
    m.field("none", m.voidType),
  ]),
  m.struct("Empty", "extern", []),
  m.struct("Zero", "extern", [m.field("a", m.u(0)), m.field("b", m.array(0, m.u(32)))]),
  m.struct("Auto", "auto", []),
  m.struct("Flags", "packed", [m.field("a", m.bool), m.field("b", m.u(31))], m.u(32)),
  m.struct("Signed", "packed", [m.field("a", m.u(16))], m.i(16)),
  m.struct("Inferred", "packed", [m.field("a", m.u(64))]),
  m.struct("Odd", "packed", [m.field("a", m.u(24))]),
  m.enumOf("Code", m.cint("c_int")),
  m.enumOf("Plain", null),
  m.opaque("Handle"),
  m.struct("Loop", "extern", [m.field("x", m.named("Loop"))]),
  m.struct("HasAuto", "extern", [m.field("x", m.named("Auto"))]),
];

function text(type: Type, triple = "x86_64-linux-gnu"): string {
  const target = parseTarget(triple);
  assert.ok(target !== undefined);
  const module = m.moduleOf(...containers);
  return abiText(module, createLayouts(module, target), type);
}

describe("abiText", () => {
  const cases: readonly (readonly [type: Type, expected: string])[] = [
    [m.voidType, "void"],
    [m.noreturn, "void"],
    [m.bool, "bool"],
    [m.u(8), "u8"],
    [m.i(128), "i128"],
    [m.u(24), "unknown"],
    [m.u(0), "unknown"],
    [m.usize, "usize"],
    [m.cint("isize"), "isize"],
    [m.cint("c_ushort"), "u16"],
    [m.f(16), "f16"],
    [m.pointer(m.u(8)), "ptr"],
    [m.optional(m.pointer(m.fn([], m.voidType))), "ptr"],
    [m.optional(m.u(8)), "unknown"],
    [m.pointer(m.u(8), { size: "slice" }), "unknown"],
    [m.anyopaque, "unknown"],
    [m.vector(4, m.f(32)), "unknown"],
    [{ kind: "unknown", reason: "?" }, "unknown"],
    [{ kind: "errorUnion", payload: m.voidType }, "unknown"],
    [m.array(3, m.array(2, m.u(8))), "[3][2]u8"],
    [m.named("Vec2"), "struct{f32,f32}"],
    [m.named("Value"), "union{i64,struct{f32,f32}}"],
    [m.named("Line"), "struct{[2]struct{f32,f32},[8]u8}"],
    [m.named("Empty"), "struct{}"],
    [m.named("Zero"), "struct{[0]u32}"],
    [m.named("Flags"), "u32"],
    [m.named("Signed"), "i16"],
    [m.named("Inferred"), "u64"],
    [m.named("Odd"), "unknown"],
    [m.named("Code"), "i32"],
    [m.named("Plain"), "unknown"],
    [m.named("Handle"), "unknown"],
    [m.pointer(m.named("Handle")), "ptr"],
    [m.named("Auto"), "unknown"],
    [m.named("HasAuto"), "unknown"],
    [m.named("Loop"), "unknown"],
    [m.named("Gone"), "unknown"],
  ];
  for (const [type, expected] of cases) it(`${expected} of ${JSON.stringify(type)}`, () => assert.equal(text(type), expected));

  it("resolves C's types for the target", () => {
    const types = [m.cint("c_char"), m.cint("c_long"), m.cint("c_ulong"), m.longdouble];
    const found = [
      "x86_64-linux-gnu",
      "x86_64-windows-gnu",
      "aarch64-linux-gnu",
      "aarch64-macos",
      "x86-linux-gnu",
      "arm-linux-gnueabihf",
      "wasm32",
    ].map((triple) => types.map((type) => text(type, triple)).join(" "));
    assert.deepEqual(found, [
      "i8 i64 u64 f80",
      "i8 i32 u32 f80",
      "u8 i64 u64 f128",
      "i8 i64 u64 f64",
      "i8 i32 u32 f80",
      "u8 i32 u32 f64",
      "i8 i32 u32 f128",
    ]);
  });

  it("does not write texts that double at each level", () => {
    const target = parseTarget("x86_64-linux-gnu");
    assert.ok(target !== undefined);
    const levels = Array.from({ length: 40 }, (_, index) => {
      const inner = index === 0 ? m.u(8) : m.named(`S${index - 1}`);
      return m.struct(`S${index}`, "extern", [m.field("a", inner), m.field("b", inner)]);
    });
    const module = m.moduleOf(...levels);
    const layouts = createLayouts(module, target);
    assert.equal(abiText(module, layouts, m.named("S1")), "struct{struct{u8,u8},struct{u8,u8}}");
    assert.equal(abiText(module, layouts, m.named("S39")), "unknown");
  });
});
