import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createLayouts } from "../../../server/src/layout/layouts.ts";
import type { ZigRules } from "../../../server/src/layout/zigRules.ts";
import type { Container } from "../../../server/src/model/decls.ts";
import { parseTarget } from "../../../server/src/model/target.ts";
import * as m from "./modelBuilders.ts";

interface Where {
  readonly triple?: string;
  readonly rules?: ZigRules;
}

/** The last container: `size/align` and each field as `name@bitOffset:bitSize`, or the reason. */
function measure(containers: readonly Container[], { triple = "x86_64-linux-gnu", rules }: Where = {}): string {
  const target = parseTarget(triple);
  const last = containers.at(-1);
  assert.ok(target !== undefined && last !== undefined);
  const layout = createLayouts(m.moduleOf(...containers), target, { rules }).container(last.id);
  if (layout.kind === "unknown") return layout.reason;
  const fields = layout.value.fields.map((field) => ` ${field.name}@${field.bitOffset}:${field.bitSize}`);
  return `${layout.value.size}/${layout.value.align}${fields.join("")}`;
}

const vec2 = m.struct("Vec2", "extern", [m.field("x", m.f(32)), m.field("y", m.f(32))]);
const wide = m.struct("Wide", "extern", [m.field("a", m.u(8)), m.field("b", m.i(128))]);
const wideUnion = m.union("WideUnion", "extern", [m.field("a", m.u(8)), m.field("b", m.i(128))]);
const flags = m.struct("Flags", "packed", [m.field("a", m.bool), m.field("b", m.u(3)), m.field("rest", m.u(28))], m.u(32));
const mode = m.enumOf("Mode", m.u(3));

describe("containers", () => {
  const cases: readonly (readonly [what: string, containers: readonly Container[], expected: string, where?: Where])[] = [
    ["an extern struct", [vec2], "8/4 x@0:32 y@32:32"],
    ["an empty one", [m.struct("E", "extern", [])], "0/1"],
    [
      "padding",
      [m.struct("P", "extern", [m.field("a", m.u(8)), m.field("b", m.u(32)), m.field("c", m.u(8))])],
      "12/4 a@0:8 b@32:32 c@64:8",
    ],
    ["nesting", [vec2, m.struct("N", "extern", [m.field("a", m.u(8)), m.field("v", m.array(2, m.named("Vec2")))])], "20/4 a@0:8 v@32:128"],
    ["under-aligned", [m.struct("U", "extern", [m.field("a", m.u(8)), m.field("b", m.u(64), 1)])], "9/1 a@0:8 b@8:64"],
    ["over-aligned", [m.struct("O", "extern", [m.field("a", m.u(8)), m.field("b", m.u(8), 64)])], "128/64 a@0:8 b@512:8"],
    ["a union", [m.union("U", "extern", [m.field("a", m.u(32), 1), m.field("b", m.array(5, m.u(8)))])], "5/1 a@0:32 b@0:40"],
    [
      "doubles on x86",
      [m.struct("D", "extern", [m.field("a", m.u(8)), m.field("b", m.f(64))])],
      "12/4 a@0:8 b@32:64",
      { triple: "x86-linux-gnu" },
    ],
    ["i128 in a struct on arm", [wide], "32/16 a@0:8 b@128:128", { triple: "arm-linux-gnueabihf" }],
    ["i128 in a union on arm", [wideUnion], "16/8 a@0:8 b@0:128", { triple: "arm-linux-gnueabihf" }],
    ["i128 in a struct on arm, later", [wide], "24/8 a@0:8 b@64:128", { triple: "arm-linux-gnueabihf", rules: "0.17" }],
    ["a pointer to itself", [m.struct("L", "extern", [m.field("next", m.optional(m.pointer(m.named("L"))))])], "8/8 next@0:64"],
    ["packed with backing", [flags], "4/4 a@0:1 b@1:3 rest@4:28"],
    ["packed without", [m.struct("P", "packed", [m.field("a", m.u(7)), m.field("p", m.pointer(m.u(8)))])], "16/16 a@0:7 p@7:64"],
    [
      "packed, nested",
      [mode, flags, m.struct("P", "packed", [m.field("m", m.named("Mode")), m.field("f", m.named("Flags"))])],
      "8/8 m@0:3 f@3:32",
    ],
    ["packed, empty", [m.struct("P", "packed", [])], "0/1"],
    ["packed usize on wasm32", [m.struct("P", "packed", [m.field("n", m.usize)], m.usize)], "4/4 n@0:32", { triple: "wasm32" }],
    ["a packed union", [m.union("U", "packed", [m.field("a", m.u(3)), m.field("b", m.u(24))])], "4/4 a@0:3 b@0:24"],
    ["an enum", [mode], "1/1"],
    ["enum(c_int)", [m.enumOf("E", m.cint("c_int"))], "4/4"],
    ["enum(u0)", [m.enumOf("E", m.u(0))], "0/1"],
  ];
  for (const [what, containers, expected, where] of cases) it(what, () => assert.equal(measure(containers, where), expected));

  it("gives the byte of a packed field, and its own size", () => {
    const target = parseTarget("x86_64-linux-gnu");
    assert.ok(target !== undefined);
    const packed = m.struct("P", "packed", [m.field("a", m.u(12)), m.field("b", m.u(20))]);
    assert.deepEqual(createLayouts(m.moduleOf(packed), target).container(packed.id), {
      kind: "known",
      value: {
        id: "/lib.zig#P",
        size: 4,
        align: 4,
        bits: 32,
        fields: [
          { name: "a", type: m.u(12), size: 2, align: 2, offset: 0, bitOffset: 0, bitSize: 12 },
          { name: "b", type: m.u(20), size: 4, align: 4, offset: 1, bitOffset: 12, bitSize: 20 },
        ],
      },
    });
  });
});

describe("containers without a known layout", () => {
  const holding = (type: Container): Container[] => [
    type,
    m.struct("S", "extern", [m.field("ok", m.u(8)), m.field("x", m.named(type.name))]),
  ];
  const one = (layout: "extern" | "packed", ...field: Parameters<typeof m.field>): Container[] => [
    m.struct("S", layout, [m.field(...field)]),
  ];
  const cases: readonly (readonly [containers: readonly Container[], reason: string])[] = [
    [[m.struct("S", "auto", [])], "S has automatic layout"],
    [[{ ...m.struct("S", "auto", []), isTuple: true }], "S is a tuple, which has automatic layout"],
    [[{ ...m.union("U", "extern", []), isTagged: true }], "U is a tagged union, which has automatic layout"],
    [[m.opaque("O")], "O is opaque: it has no size"],
    [[m.enumOf("E", null)], "E has no tag type: the compiler chooses one"],
    [[m.enumOf("E", m.f(32))], "E: f32 is not an integer type"],
    [holding(m.struct("A", "auto", [])), "S.x: A has automatic layout"],
    [holding(m.opaque("O")), "S.x: O is opaque: it has no size"],
    [holding(m.struct("A", "extern", [m.field("deep", m.anyopaque)])), "S.x: A.deep: anyopaque has no size"],
    [holding(mode), "S.x: Mode has 3 bits; extern containers take integers of 0, 8, 16, 32, 64 or 128 bits"],
    [one("extern", "n", m.u(24)), "S.n: u24 has 24 bits; extern containers take integers of 0, 8, 16, 32, 64 or 128 bits"],
    [one("extern", "n", m.u(32), "unknown"), "S.n: its align(..) cannot be evaluated"],
    [one("extern", "n", m.u(32), 3), "S.n: align(3) is not a power of two"],
    [one("extern", "n", m.u(32), 0), "S.n: align(0) is not a power of two"],
    [one("packed", "n", m.u(32), 4), "S.n: a field of a packed container cannot have align(..)"],
    [one("packed", "n", m.array(2, m.u(8))), "S.n: [2]u8 cannot be in a packed container"],
    [[vec2, ...one("packed", "v", m.named("Vec2"))], "S.v: Vec2 is not packed, so a packed container cannot hold it"],
    [[m.enumOf("E", null), ...one("packed", "e", m.named("E"))], "S.e: E has no tag type: the compiler chooses one"],
    [[m.struct("S", "packed", [m.field("a", m.u(31))], m.u(32))], "S: its fields have 31 bits, its backing integer u32 has 32"],
    [[m.struct("S", "packed", [], m.u(8))], "S: its fields have 0 bits, its backing integer u8 has 8"],
    [
      [m.union("U", "packed", [m.field("a", m.u(32)), m.field("b", m.u(8))], m.u(32))],
      "U: its fields have 8 bits, its backing integer u32 has 32",
    ],
    [
      [m.struct("S", "packed", [m.field("a", m.u(65535)), m.field("b", m.u(1))])],
      "S: its fields have 65536 bits; an integer has at most 65535",
    ],
    [one("extern", "self", m.named("S")), "S.self: S contains itself by value"],
    [one("extern", "self", m.array(0, m.named("S"))), "S.self: S contains itself by value"],
    [one("packed", "self", m.named("S")), "S.self: S contains itself by value"],
    [[m.struct("A", "extern", [m.field("s", m.named("S"))]), ...one("extern", "a", m.named("A"))], "S.a: A.s: S contains itself by value"],
    [one("extern", "big", m.array(2 ** 52, m.u(64))), "S.big: the type is too large for x86_64-linux-gnu"],
  ];
  for (const [containers, reason] of cases) it(reason, () => assert.equal(measure(containers), reason));

  it("f80 in a packed union on x86, which changed between versions", () => {
    const union = m.union("U", "packed", [m.field("a", m.f(80))]);
    assert.equal(measure([union], { triple: "x86-linux-gnu" }), "U: its size depends on the version of Zig");
    assert.equal(measure([union]), "16/16 a@0:80");
  });
});

describe("hostile input", () => {
  const links = (layout: "extern" | "packed", count: number): Container[] =>
    Array.from({ length: count }, (_, index) =>
      m.struct(`S${index}`, layout, [m.field("x", index === 0 ? m.u(8) : m.named(`S${index - 1}`))]),
    );

  it("ends on chains of many containers", () => {
    for (const layout of ["extern", "packed"] as const) {
      assert.equal(measure(links(layout, 100)), "1/1 x@0:8");
      assert.match(measure(links(layout, 20_000)), /types are nested more than 400 levels deep$/);
    }
  });

  it("asks each container once, also around a cycle", () => {
    const twice = (name: string, of: string): Container => m.struct(name, "extern", [m.field("a", m.named(of)), m.field("b", m.named(of))]);
    const containers = Array.from({ length: 60 }, (_, index) => twice(`S${index}`, `S${(index + 59) % 60}`));
    assert.match(measure(containers), /contains itself by value$/);
    const sound = [vec2, twice("S0", "Vec2"), ...Array.from({ length: 40 }, (_, index) => twice(`S${index + 1}`, `S${index}`))];
    assert.equal(measure(sound), `${8 * 2 ** 41}/4 a@0:${64 * 2 ** 40} b@${64 * 2 ** 40}:${64 * 2 ** 40}`);
  });

  it("takes a struct of very many fields", () => {
    const fields = Array.from({ length: 200_000 }, (_, index) => m.field(`f${index}`, m.u(16)));
    assert.match(measure([m.struct("S", "extern", fields)]), /^400000\/2 /);
  });
});
