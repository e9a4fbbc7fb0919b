// PZSpec's example for vectors, line by line, and what these bindings add to it.
import { beforeEach, describe, differential, expect, it } from "zig-ffi/spec";
import { abi, load, Vec3 } from "./bindings.ts";

const vec = load();

describe("Vec2", () => {
  it("should add two vectors", () => {
    const a = { x: 1, y: 2 };
    const b = { x: 3, y: 4 };
    const result = vec.vec2_add(a, b);
    expect(result.x).toEqual(4);
    expect(result.y).toEqual(6);
  });

  it.each([
    [{ x: 3, y: 4 }, 5],
    [{ x: 0, y: 0 }, 0],
    [{ x: -8, y: 6 }, 10],
  ])("should know the length of %j", (v, length) => {
    expect(vec.vec2_length(v)).toBe(length);
  });

  it("should refuse what is no vector before the call", () => {
    expect(() => vec.vec2_add({ x: 1 } as never, { x: 1, y: 2 })).toThrow("vec2_add: a.y must be a number (float), got undefined");
  });

  differential(vec, "vec2_dot", { abi, reference: (a, b) => a.x * b.x + a.y * b.y, tolerance: { relative: 1e-4 }, seed: 1 });
  differential(vec, "vec2_add", { abi, reference: (a, b) => ({ x: a.x + b.x, y: a.y + b.y }), tolerance: { ulp: 1 } });
});

describe("Vec3", () => {
  let items = Vec3.array(0);
  beforeEach(() => {
    items = Vec3.array([
      { x: 2, y: 0, z: 0 },
      { x: 0, y: 0, z: 9 },
    ]);
  });

  it("should normalize all in place", () => {
    vec.vec3_normalize_all(items);
    expect([...items].map(({ x, y, z }) => [x, y, z])).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });

  it("should start each test anew", () => {
    expect([...items].map(({ x }) => x)).toEqual([2, 0]);
  });
});

describe("scalars", () => {
  differential(vec, "add_i32", { abi, reference: (a, b) => (a + b) | 0 });
  differential(vec, "add_i64", { abi, reference: (a, b) => BigInt.asIntN(64, a + b) });
  differential(vec, "text_length", { abi, reference: (text) => new TextEncoder().encode(text).length });
});
