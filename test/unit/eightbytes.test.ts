// Register classes by the System V ABI, as it is and as Zig has it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eightbyteClasses, type ArrayRule } from "../../server/src/check/eightbytes.ts";
import { createLayouts } from "../../server/src/layout/layouts.ts";
import { parseTarget } from "../../server/src/model/target.ts";
import { readText } from "./syntax/zig.ts";

/** Fields of T, then the classes: exact, with arrays as integers, with elements apart. */
const cases: readonly (readonly [fields: string, exact: string, integers: string, apart: string])[] = [
  ["a: i64, b: f64", "integer sse", "integer sse", "integer sse"],
  ["a: f32", "float", "float", "float"],
  ["a: f32, b: f32, c: f32", "sse float", "sse float", "sse float"],
  ["a: f32, b: i32", "integer", "integer", "integer"],
  ["v: [2]f32", "sse", "integer", "sse"],
  ["v: [3]f32", "sse float", "integer integer", "sse float"],
  ["a: i8, v: [2]u32", "integer integer", "integer none", "integer integer"],
  ["a: i8, v: [2]u32, b: f32", "integer integer", "integer sse", "integer integer"],
  ["a: u32, v: [3]u32", "integer integer", "integer integer", "integer integer"],
  ["v: [2]Piece", "integer integer", "integer integer", "integer none"],
  ["v: [2]Single", "sse", "integer", "sse"],
  ["a: [2]i8, v: [1]Triple", "integer sse", "integer integer", "integer float"],
  ["u: Floats", "sse", "sse", "sse"],
  ["p: Piece, q: Piece", "integer integer", "integer none", "integer integer"],
];

const declarations = `const Piece = extern struct { v: [5]u8 };
const Single = extern struct { a: f32 };
const Floats = extern union { a: f32, b: f32 };
const Triple = extern struct { v: [3]f32 };
`;

for (const [fields, ...expected] of cases) {
  test(fields, () => {
    const module = readText(`${declarations}const T = extern struct { ${fields} };\nexport fn f(t: T) void { _ = t; }\n`);
    const target = parseTarget("x86_64-linux-gnu");
    const [type] = module.exports.flatMap((item) => (item.kind === "fn" ? item.params.map((param) => param.type) : []));
    assert.ok(target !== undefined && type !== undefined);
    const layouts = createLayouts(module, target);
    const rules: readonly ArrayRule[] = ["exact", "integers", "apart"];
    assert.deepEqual(
      rules.map((arrays) => eightbyteClasses({ module, layouts, arrays }, type)?.join(" ")),
      expected,
    );
  });
}
