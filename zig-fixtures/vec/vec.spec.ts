import { describe, expect, it } from "zig-ffi/spec";
import { load } from "./bindings.ts";

const vec = load();

describe("Vec2", () => {
  it("should add two vectors", () => {
    const result = vec.vec2_add({ x: 1, y: 2 }, { x: 3, y: 4 });
    expect(result.x).toEqual(4);
    expect(result.y).toEqual(6);
  });
  it("fails", () => { console.log("hi"); expect({a:1}).toEqual({a:2}); });
});
