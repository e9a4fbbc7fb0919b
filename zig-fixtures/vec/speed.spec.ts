// What a call costs, next to the same in TypeScript.
import { bench, describe } from "zig-ffi/spec";
import { load, Vec3 } from "./bindings.ts";

const vec = load();
const a = { x: 1, y: 2 };
const b = { x: 3, y: 4 };

describe("one call", () => {
  // Other numbers each time: the engine would compute a constant sum once.
  let number = 0;
  bench("add_i32", () => vec.add_i32(number++, 22), { baseline: { TypeScript: () => (number++ + 22) | 0 } });
  let big = 0n;
  bench("add_i64", () => vec.add_i64(big++, 22n), { baseline: { TypeScript: () => BigInt.asIntN(64, big++ + 22n) } });
  bench("vec2_add", () => vec.vec2_add(a, b), { baseline: { TypeScript: () => ({ x: a.x + b.x, y: a.y + b.y }) } });
  bench("text_length", () => vec.text_length("Grüße"), { baseline: { TypeScript: () => new TextEncoder().encode("Grüße").length } });
});

describe("10,000 vectors", () => {
  const items = Vec3.array(Array.from({ length: 10_000 }, (_, i) => ({ x: i + 1, y: 2, z: 3 })));
  const objects = Array.from({ length: 10_000 }, (_, i) => ({ x: i + 1, y: 2, z: 3 }));

  bench("vec3_normalize_all", () => vec.vec3_normalize_all(items), {
    baseline: {
      TypeScript: () => {
        for (const each of objects) {
          const length = Math.sqrt(each.x * each.x + each.y * each.y + each.z * each.z);
          each.x /= length;
          each.y /= length;
          each.z /= length;
        }
      },
    },
  });
});
