import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load, scratchDepth, StructArray, Vec2, Vec3 } from "../../zig-fixtures/vec/bindings.ts";
import { buildFixture } from "../support/cli.ts";

buildFixture("vec");
const vec = load();

describe("calls", () => {
  test("scalars", () => {
    vec.noop();
    assert.equal(vec.add_i32(2 ** 31 - 1, 1), -(2 ** 31));
    assert.equal(vec.add_i64(2n ** 63n - 1n, 1n), -(2n ** 63n));
    assert.equal(vec.add_i64(2n ** 53n, 1n), 2n ** 53n + 1n);
    assert.equal(typeof vec.add_i64(1n, 1n), "bigint");
  });

  test("structs in, by pointer and by value, and out, by value and through a pointer", () => {
    const a = { x: 1.5, y: 2 };
    const b = { x: 3, y: -4 };
    for (const sum of [vec.vec2_add(a, b), vec.vec2_add_value(a, b), vec.vec2_add_into(a, b)])
      assert.deepEqual({ ...sum }, { x: 4.5, y: -2 });
    assert.deepEqual({ ...vec.vec2_scale(a, 2) }, { x: 3, y: 4 });
    assert.equal(vec.vec2_dot(a, b), -3.5);
    assert.equal(vec.vec2_length({ x: 3, y: 4 }), 5);
    assert.deepEqual({ ...vec.vec3_add({ x: 1, y: 2, z: 3 }, { x: 4, y: 5, z: 6 }) }, { x: 5, y: 7, z: 9 });
    assert.deepEqual(vec.vec3_add_into({ x: 1, y: 2, z: 3 }, { x: 4, y: 5, z: 6 }), { x: 5, y: 7, z: 9 });
    assert.deepEqual({ ...vec.vec3_scale({ x: 1, y: 2, z: 3 }, -1) }, { x: -1, y: -2, z: -3 });
    assert.deepEqual({ ...vec.vec3_cross({ x: 1, y: 0, z: 0 }, { x: 0, y: 1, z: 0 }) }, { x: 0, y: 0, z: 1 });
    assert.equal(vec.vec3_dot({ x: 1, y: 2, z: 3 }, { x: 4, y: 5, z: 6 }), 32);
    assert.equal(vec.vec3_length({ x: 2, y: 3, z: 6 }), 7);
  });

  test("a mutable pointer changes the caller's object", () => {
    const v = { x: 3, y: 4 };
    vec.vec2_normalize(v);
    assert.deepEqual(v, { x: Math.fround(0.6), y: Math.fround(0.8) });
    const w = { x: 0, y: 0, z: 5 };
    vec.vec3_normalize(w);
    assert.deepEqual(w, { x: 0, y: 0, z: 1 });
  });

  test("arrays of structs: shared, or objects copied back", () => {
    const shared = Vec3.array([
      { x: 0, y: 0, z: 9 },
      { x: 8, y: 0, z: 0 },
    ]);
    vec.vec3_normalize_all(shared);
    assert.deepEqual([...new Float32Array(shared.bytes.buffer)], [0, 0, 1, 1, 0, 0]);
    const objects = [{ x: 0, y: 2, z: 0 }];
    vec.vec3_normalize_all(objects);
    assert.deepEqual(objects, [{ x: 0, y: 1, z: 0 }]);
    assert.deepEqual(
      {
        ...vec.vec2_sum([
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ]),
      },
      { x: 4, y: 6 },
    );
    assert.deepEqual({ ...vec.vec2_sum([]) }, { x: 0, y: 0 });
    assert.ok(Vec2.array(3) instanceof StructArray);
    assert.throws(() => vec.vec3_normalize_all(Vec2.array(3) as never), {
      name: "TypeError",
      message: /^vec3_normalize_all: items must be/,
    });
    assert.throws(() => vec.vec2_sum([{ x: 1, y: "2" as never }]), {
      name: "TypeError",
      message: /^vec2_sum: items\[0\]\.y must be a number/,
    });
  });

  test("arrays of numbers", () => {
    assert.equal(vec.sum_f64(Float64Array.of(1, 2, 3.5)), 6.5);
    assert.equal(vec.sum_f64(new Float64Array(0)), 0);
    const items = Float64Array.of(0, 1, 2, 3);
    vec.scale_f64(items.subarray(1, 3), 10);
    assert.deepEqual([...items], [0, 10, 20, 3]);
  });

  test("strings", () => {
    for (const text of ["", "x", "hello world", "häßlich", "😀".repeat(9), "a".repeat(5000), "é".repeat(40_000)]) {
      const bytes = new TextEncoder().encode(text);
      assert.equal(vec.text_length(text), bytes.length);
      const wanted = bytes.filter((byte) => byte === bytes[0]).length;
      if (text !== "") assert.equal(vec.count_byte(text, bytes[0] ?? 0), wanted);
      assert.equal(vec.count_byte(bytes, bytes[0] ?? 0), wanted);
    }
    const out = new Uint8Array(9);
    assert.equal(vec.greet("Zig", out), 11);
    assert.equal(new TextDecoder().decode(out), "Hello, Zi");
    const upper = new TextEncoder().encode("shout");
    vec.upper_case(upper);
    assert.equal(new TextDecoder().decode(upper), "SHOUT");
    assert.equal(vec.version(), "1.0.0");
    assert.throws(() => vec.text_length("a\0b"), { name: "RangeError", message: /^text_length: text must be a string without NUL/ });
  });
});

test("no call leaves argument memory in use, whether it returns or throws", () => {
  assert.throws(() => vec.vec2_add({ x: 1, y: 2 }, { x: 1 } as never), {
    name: "TypeError",
    message: "vec2_add: b.y must be a number (float), got undefined",
  });
  assert.throws(() => vec.vec2_add(null as never, { x: 1, y: 2 }), {
    name: "TypeError",
    message: "vec2_add: a must be an object (Vec2), got null",
  });
  assert.equal(scratchDepth(), 0);
});

test("a disposed library refuses calls", () => {
  const own = load({ copy: true });
  own[Symbol.dispose]();
  assert.throws(() => own.add_i32(1, 2), /vec was disposed/);
  assert.equal(vec.add_i32(1, 2), 3);
});
