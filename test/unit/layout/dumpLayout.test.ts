import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dumpLayout, jsonInteger } from "../../../server/src/layout/dumpLayout.ts";
import { parseTarget } from "../../../server/src/model/target.ts";
import * as m from "./modelBuilders.ts";

const other = "/sub/other.zig";
const imported = { ...m.struct("Far", "extern", [m.field("n", m.usize)]), id: `${other}#Far`, span: m.span(other) };
const module = m.moduleOf(
  m.struct("Vec2", "extern", [m.field("x", m.f(32)), m.field("y", m.optional(m.pointer(m.named("Vec2"))))]),
  m.struct("Bits", "packed", [m.field("a", m.u(3)), m.field("b", m.u(5))], m.u(8)),
  m.union("Outer.U", "extern", [m.field("a", m.u(16))]),
  m.enumOf("Big", m.u(64), { one: 1n, most: 2n ** 64n - 1n }),
  { ...m.enumOf("Vague", m.i(8), {}), isExhaustive: false },
  m.enumOf("Plain", null),
  m.struct("Auto", "auto", []),
  m.opaque("Handle"),
  imported,
);
const target = parseTarget("wasm32");
assert.ok(target !== undefined);
const show = (path: string): string => path.slice(1);

describe("dumpLayout", () => {
  it("describes the root's types", () => {
    assert.deepEqual(dumpLayout(module, target, { file: m.root, closure: false, showPath: show }), {
      target: "wasm32-freestanding",
      verified: false,
      types: [
        {
          name: "Vec2",
          kind: "extern struct",
          size: 8,
          align: 4,
          fields: [
            { name: "x", type: "f32", offset: 0, size: 4, bitOffset: 0, bitSize: 32 },
            { name: "y", type: "?*Vec2", offset: 4, size: 4, bitOffset: 32, bitSize: 32 },
          ],
        },
        {
          name: "Bits",
          kind: "packed struct",
          size: 1,
          align: 1,
          fields: [
            { name: "a", type: "u3", offset: 0, size: 1, bitOffset: 0, bitSize: 3 },
            { name: "b", type: "u5", offset: 0, size: 1, bitOffset: 3, bitSize: 5 },
          ],
        },
        {
          name: "Outer.U",
          kind: "extern union",
          size: 2,
          align: 2,
          fields: [{ name: "a", type: "u16", offset: 0, size: 2, bitOffset: 0, bitSize: 16 }],
        },
        {
          name: "Big",
          kind: "enum",
          size: 8,
          align: 8,
          fields: [],
          tag: "u64",
          values: [
            { name: "one", value: 1 },
            { name: "most", value: "18446744073709551615" },
          ],
        },
        { name: "Vague", kind: "enum", size: 1, align: 1, fields: [], tag: "i8", values: [] },
      ],
      unknown: [
        { name: "Plain", reason: "Plain has no tag type: the compiler chooses one" },
        { name: "Auto", reason: "Auto has automatic layout" },
        { name: "Handle", reason: "Handle is opaque: it has no size" },
      ],
    });
  });

  it("adds the closure's, each with its file", () => {
    const dump = dumpLayout(module, target, { file: m.root, closure: true, showPath: show });
    assert.deepEqual(
      [...dump.types, ...dump.unknown].map(({ name, file }) => `${file ?? "-"} ${name}`),
      [
        "lib.zig Vec2",
        "lib.zig Bits",
        "lib.zig Outer.U",
        "lib.zig Big",
        "lib.zig Vague",
        "sub/other.zig Far",
        "lib.zig Plain",
        "lib.zig Auto",
        "lib.zig Handle",
      ],
    );
  });

  it("writes integers exactly", () => {
    const values = [0n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n), -(2n ** 53n) - 1n, 2n ** 127n];
    assert.deepEqual(values.map(jsonInteger), [
      0,
      -1,
      9007199254740992,
      "9007199254740993",
      -9007199254740992,
      "-9007199254740993",
      "170141183460469231731687303715884105728",
    ]);
  });
});
