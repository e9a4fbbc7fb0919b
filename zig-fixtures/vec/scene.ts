import { load, Vec3 } from "./bindings.ts";

/** Structs by pointer and by value, an array changed in place, strings. */
export function scene(print: (line: string) => void): void {
  const vec = load();
  const a = { x: 1, y: 2 };
  const b = { x: 3, y: 4 };
  print(`vec2_add({1, 2}, {3, 4})        = ${JSON.stringify(vec.vec2_add(a, b))}`);
  print(`vec2_add_value({1, 2}, {3, 4})  = ${JSON.stringify(vec.vec2_add_value(a, b))}`);
  print(`vec2_add_into({1, 2}, {3, 4})   = ${JSON.stringify(vec.vec2_add_into(a, b))}`);
  const v = { x: 3, y: 4 };
  vec.vec2_normalize(v);
  print(`vec2_normalize({3, 4}) in place : x ${v.x.toFixed(2)}, y ${v.y.toFixed(2)}`);
  const items = Vec3.array([
    { x: 2, y: 0, z: 0 },
    { x: 0, y: 3, z: 4 },
  ]);
  vec.vec3_normalize_all(items);
  print(
    `vec3_normalize_all in place     : ${[...items].map(({ x, y, z }) => `{${[x, y, z].map((n) => n.toFixed(2)).join(", ")}}`).join(" ")}`,
  );
  print(`add_i64(2^62, 1)                = ${vec.add_i64(2n ** 62n, 1n)}`);
  print(`count_byte("strawberry", "r")   = ${vec.count_byte("strawberry", "r".charCodeAt(0))}`);
  const out = new Uint8Array(32);
  const length = vec.greet("Zig", out);
  print(`greet("Zig")                    = ${JSON.stringify(new TextDecoder().decode(out.subarray(0, length)))}`);
  try {
    vec.vec2_add({ x: 1 } as never, b);
  } catch (error) {
    print(`vec2_add({x: 1}, ..) throws     : ${String(error)}`);
  }
}
