import { describe, expect, it } from "zig-ffi/spec";
import { load } from "./bindings.ts";

const vec = load();

describe("Vec2", () => {
  it("should add two vectors", () => {
    const a = { x: 1, y: 2 };
    const b = { x: 3, y: 4 };
    const result = vec.vec2_add(a, b);
    expect(result.x).toEqual(4);
    expect(result.y).toEqual(6);
  });
});
