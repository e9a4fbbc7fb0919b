// The helpers that generated files carry, called directly.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as checks from "../../server/src/emit/snippets/checks.ts";
import { structType, StructArray } from "../../server/src/emit/snippets/structs.ts";
import { checkText, checkTextBuffer } from "../../server/src/emit/snippets/text.ts";
import { checkMemory, checkView, countItems, pointerTo } from "../../server/src/emit/snippets/views.ts";
import * as wide from "../../server/src/emit/snippets/wide.ts";
import {
  checkOptionalPointer,
  checkPointer,
  readAddress,
  readIsize,
  writeAddress,
  writeIsize,
} from "../../server/src/emit/snippets/pointers.ts";

type Check = (value: never, at: string) => unknown;

const integerChecks: readonly [name: string, check: Check, low: number | bigint, high: number | bigint][] = [
  ["i8", checks.checkI8, -128, 127],
  ["u8", checks.checkU8, 0, 255],
  ["i16", checks.checkI16, -32768, 32767],
  ["u16", checks.checkU16, 0, 65535],
  ["i32", checks.checkI32, -(2 ** 31), 2 ** 31 - 1],
  ["u32", checks.checkU32, 0, 2 ** 32 - 1],
  ["i64", checks.checkI64, -(2n ** 63n), 2n ** 63n - 1n],
  ["u64", checks.checkU64, 0n, 2n ** 64n - 1n],
  ["usize", checks.checkUsize, 0, Number.MAX_SAFE_INTEGER],
  ["isize", checks.checkIsize, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
];

describe("integer checks", () => {
  for (const [name, check, low, high] of integerChecks) {
    test(name, () => {
      const step = typeof low === "bigint" ? 1n : 1;
      assert.equal(check(low as never, "f: v"), low);
      assert.equal(check(high as never, "f: v"), high);
      for (const bad of [(low as number) - (step as number), (high as number) + (step as number)]) {
        assert.throws(() => check(bad as never, "f: v"), { name: "RangeError", message: /^f: v must be / });
      }
      const wrongKinds = typeof low === "bigint" ? [1, "1", null, undefined, true, {}] : [1n, "1", null, undefined, true, {}, Symbol("s")];
      for (const bad of wrongKinds) assert.throws(() => check(bad as never, "f: v"), { name: "TypeError", message: /^f: v must be / });
      if (typeof low === "number")
        for (const bad of [0.5, NaN, Infinity]) assert.throws(() => check(bad as never, "f: v"), { name: "RangeError" });
    });
  }

  test("odd widths of packed fields", () => {
    assert.equal(checks.checkBits(-4, "i3", "f"), -4);
    assert.throws(() => checks.checkBits(4, "i3", "f", ".a"), { name: "RangeError", message: "f.a must be an integer (i3), got 4" });
    assert.equal(checks.checkUnsigned(2n ** 40n - 1n, 40, "f"), 2n ** 40n - 1n);
    assert.throws(() => checks.checkUnsigned(2n ** 40n, 40, "f"), { name: "RangeError" });
  });
});

test("enums list what they accept", () => {
  const values = new Set([0, 1, 99]);
  assert.equal(checks.checkEnum(99, values, "f: code"), 99);
  assert.throws(() => checks.checkEnum(2, values, "f: code"), { name: "RangeError", message: "f: code must be one of 0, 1, 99, got 2" });
  assert.throws(() => checks.checkEnum("OK" as never, values, "f: code"), { name: "TypeError" });
});

test("f16 converts like the hardware", () => {
  const m = new DataView(new ArrayBuffer(2));
  const table: readonly [number, number][] = [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [Infinity, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 * 1.5, 0x0001],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [0.1, 0x2e66],
  ];
  for (const [value, bits] of table) {
    wide.writeF16(m, 0, value);
    assert.equal(m.getUint16(0, true), bits, `${value}`);
  }
  for (let bits = 0; bits < 0x10000; bits++) {
    m.setUint16(0, bits, true);
    const value = wide.readF16(m, 0);
    wide.writeF16(m, 0, value);
    if (!Number.isNaN(value)) assert.equal(m.getUint16(0, true), bits);
  }
});

test("128-bit integers and addresses survive memory", () => {
  const m = new DataView(new ArrayBuffer(16));
  for (const value of [0n, 1n, -1n, 2n ** 127n - 1n, -(2n ** 127n), 2n ** 64n]) {
    wide.write128(m, 0, value);
    assert.equal(wide.readI128(m, 0), value);
  }
  wide.write128(m, 0, 2n ** 128n - 1n);
  assert.equal(wide.readU128(m, 0), 2n ** 128n - 1n);
  for (const value of [0, 1, 2 ** 32, 2 ** 47 - 1, Number.MAX_SAFE_INTEGER]) {
    writeAddress(m, 0, value);
    assert.equal(readAddress(m, 0), value);
    writeIsize(m, 0, -value);
    assert.equal(readIsize(m, 0), -value + 0);
  }
});

test("pointers are positive safe integers; null only where it may be", () => {
  assert.equal(checkPointer(4096, "Db", "f: db"), 4096);
  assert.equal(checkOptionalPointer(null, "Db", "f: db"), 0);
  for (const bad of [0, -1, 1.5, NaN, null, undefined, 1n, "x"])
    assert.throws(() => checkPointer(bad as never, "Db", "f: db"), { name: "TypeError", message: /^f: db must be a pointer \(Db\)/ });
  assert.throws(() => checkOptionalPointer(undefined as never, "Db", "f: db"), { name: "TypeError" });
});

test("strings", () => {
  assert.equal(checkText("äöü", "f: s"), "äöü");
  assert.throws(() => checkText("a\0b", "f: s"), { name: "RangeError", message: /^f: s must be a string without NUL/ });
  assert.throws(() => checkText(5 as never, "f: s"), { name: "TypeError" });
  assert.throws(() => checkTextBuffer(Uint8Array.of(1, 2), "f: s"), { name: "RangeError" });
  assert.ok(checkTextBuffer(Uint8Array.of(1, 0), "f: s"));
});

test("views", () => {
  const floats = new Float32Array(3);
  assert.equal(checkView(floats, Float32Array, "f: v"), floats);
  assert.throws(() => checkView(new Float64Array(3) as never, Float32Array, "f: v"), {
    name: "TypeError",
    message: "f: v must be a Float32Array, got Float64Array of length 3",
  });
  assert.throws(() => checkView([1] as never, Float32Array, "f: v"), { name: "TypeError" });
  assert.equal(pointerTo(floats, "f: v"), floats);
  assert.equal(countItems({ length: 6 }, 3, "f: v"), 2);
  assert.throws(() => countItems(new Float32Array(7), 3, "f: v"), { name: "RangeError" });
  const detached = new Float32Array(3);
  structuredClone(detached, { transfer: [detached.buffer] });
  assert.throws(() => pointerTo(detached, "f: v"), { name: "TypeError", message: /detached/ });
  assert.throws(() => checkMemory(new Uint8Array(0), "f: m"), { name: "TypeError" });
});

test("arrays of structs share their bytes", () => {
  const Point = structType<{ x: number; y: number }>({
    size: 8,
    align: 4,
    read: (m, p = 0) => ({ x: m.getFloat32(p, true), y: m.getFloat32(p + 4, true) }),
    write: (m, p, v) => {
      m.setFloat32(p, v.x, true);
      m.setFloat32(p + 4, v.y, true);
    },
  });
  const points = Point.array([
    { x: 1, y: 2 },
    { x: 3, y: 4 },
  ]);
  assert.deepEqual([...new Float32Array(points.bytes.buffer)], [1, 2, 3, 4]);
  points.set(0, { x: 9, y: 8 });
  assert.deepEqual(
    [...points],
    [
      { x: 9, y: 8 },
      { x: 3, y: 4 },
    ],
  );
  assert.throws(() => points.get(2), { name: "RangeError" });
  assert.throws(() => new StructArray(Point, new Uint8Array(7)), { name: "RangeError" });
  assert.deepEqual(Point.over(points.bytes.subarray(8)).get(0), { x: 3, y: 4 });
});
