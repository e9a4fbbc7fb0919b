// Structs, packed structs and unions: every function with values that show a wrong offset, register or sign.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../../../zig-fixtures/zoo/bindings.ts";
import {
  Api_Request_Kind,
  type Arrays,
  Big,
  Direction,
  Flags,
  Kind,
  Message_,
  Number_,
  OverAligned,
  Payload,
  type Scalars,
  Small,
  UnderAligned,
  Word,
} from "../../../zig-fixtures/zoo/bindings.ts";
import { addressOf, zoo } from "./recorded.ts";

const big: Big = { a: 255, b: -(2n ** 62n) - 1n, c: 1.5, d: -9.25, e: 0x1234 };
const bigAfter: Big = { a: 0, b: 2n ** 62n + 1n, c: 3, d: -4.625, e: 0xedcb };

export function testStructs(): void {
  test("structs by value", () => {
    assert.deepEqual(zoo.zoo_small({ a: 7, b: -12.75 }), { a: -12, b: 7 });
    assert.deepEqual(zoo.zoo_small({ a: -2, b: 3e10 }), { a: 2147483647, b: -2 });
    assert.deepEqual(zoo.zoo_rgb({ r: 1, g: 128, b: 255 }), { r: 128, g: 255, b: 1 });
    assert.deepEqual(zoo.zoo_triple({ x: 1.5, y: -2.5, z: 3.5 }), { x: -2.5, y: 3.5, z: 1.5 });
    assert.deepEqual(zoo.zoo_mixed({ count: -5, ratio: 0.3 }), { count: -10, ratio: 0.15 });
    assert.deepEqual(zoo.zoo_pair({ left: 2n ** 63n - 1n, right: 4294967295 }), { left: -(2n ** 63n) + 4294967294n, right: 0 });
    assert.deepEqual(zoo.zoo_complex({ re: 1, im: 2 }, { re: 3, im: -4 }), { re: 11, im: 2 });
    assert.deepEqual(zoo.zoo_big(big), bigAfter);
    assert.deepEqual(zoo.zoo_big_at(big), bigAfter);
    const nested = { head: 1, mixed: { count: 6, ratio: 0.125 }, tail: 0x1fe, inner: { flag: true, number: -32768 } };
    const nestedAfter = { head: 0xfe, mixed: { count: -6, ratio: 0.125 }, tail: 1, inner: { flag: false, number: 32767 } };
    assert.deepEqual(zoo.zoo_nested(nested), nestedAfter);
    assert.equal(zoo.zoo_nested_sum(nested), 1 + 6 + 0.125 + 0x1fe - 32768);
    assert.deepEqual(zoo.zoo_wrapped({ value: 2 }), { value: 2.5 });
    assert.equal(zoo.zoo_small_between(1000, { a: 200, b: 0.5 }, 0.25), 1200.75);
    assert.deepEqual(zoo.zoo_make_big(1, 2n, 3.5, 4.25, 5), { a: 1, b: 2n, c: 3.5, d: 4.25, e: 5 });
    assert.equal(zoo.zoo_big_sum({ a: 1, b: 20n, c: 0.5, d: 0.25, e: 300 }), 321.75);
    assert.deepEqual(zoo.zoo_point_minus({ x: 5, y: 7 }, { x: 2, y: 10 }), { x: 3, y: -3 });
  });

  test("structs behind pointers are read, and written back where Zig may change them", () => {
    const before = scalarsOf(0);
    assert.deepEqual(zoo.zoo_scalars_copy(before), before);
    zoo.zoo_scalars_next(before);
    assert.deepEqual(before, scalarsOf(1));
    const arrays = arraysOf();
    assert.equal(zoo.zoo_arrays_cell(arrays, 1, 2), 6);
    assert.equal(zoo.zoo_arrays_cell(arrays, 2, 0), 0);
    zoo.zoo_arrays_reverse(arrays);
    assert.deepEqual(arrays, {
      bytes: Uint8Array.of(5, 4, 3, 2, 1),
      words: Uint16Array.of(65535, 2, 1),
      grid: [Float32Array.of(6, 5, 4), Float32Array.of(3, 2, 1)],
      flags: [true, false, false, true],
      points: [3, 2, 1, 0].map((x) => ({ x, y: -x })),
      wide: BigInt64Array.of(2n ** 63n - 1n, -1n),
    });
    const [first, second] = [
      { count: 1, ratio: 0.5 },
      { count: -2, ratio: 8 },
    ];
    zoo.zoo_swap_mixed(first, second);
    assert.deepEqual(
      [first, second],
      [
        { count: -2, ratio: 8 },
        { count: 1, ratio: 0.5 },
      ],
    );
    assert.equal(zoo.zoo_empty(null), false);
    assert.equal(zoo.zoo_empty(addressOf(new Uint8Array(1))), true);
  });

  test("alignment above and below the natural one", () => {
    assert.deepEqual([OverAligned.size, OverAligned.align, UnderAligned.size, UnderAligned.align], [32, 16, 7, 1]);
    assert.deepEqual(zoo.zoo_over_aligned({ tag: 255, value: 3, tail: 254 }), { tag: 0, value: 6, tail: 0 });
    assert.deepEqual(zoo.zoo_under_aligned({ tag: 1, value: 0x80000001, tail: 65535 }), { tag: 2, value: 2, tail: 1 });
    const items = [10, 4294967295, 5].map((value) => ({ tag: 1, value, tail: 2 }));
    assert.equal(zoo.zoo_under_aligned_sum(items), 4294967310n);
    assert.equal(zoo.zoo_under_aligned_sum(UnderAligned.array(items)), 4294967310n);
    assert.equal(zoo.zoo_under_aligned_sum([]), 0n);
  });

  test("arrays of structs: copied from objects, or in place", () => {
    const objects: Small[] = [
      { a: 1, b: 0.5 },
      { a: -2, b: 3 },
    ];
    zoo.zoo_double_smalls(objects);
    assert.deepEqual(objects, [
      { a: 2, b: 1 },
      { a: -4, b: 6 },
    ]);
    const packed = Small.array(objects);
    zoo.zoo_double_smalls(packed);
    assert.deepEqual(
      [...packed],
      [
        { a: 4, b: 2 },
        { a: -8, b: 12 },
      ],
    );
    const bigs = Big.array([
      { ...big, b: 1n },
      { ...big, b: 3n },
      { ...big, b: 2n },
    ]);
    const found = zoo.zoo_largest_big(bigs);
    assert.ok(found !== null);
    assert.equal(found, addressOf(bigs.bytes) + Big.size);
    assert.deepEqual(Big.read(new DataView(zoo.memory.view(found, Big.size))), { ...big, b: 3n });
    assert.equal(zoo.zoo_largest_big([]), null);
  });

  test("declarations of other files and inside containers", () => {
    assert.equal(zoo.zoo_root_level({ number: -9 }), -9);
    assert.equal(zoo.zoo_nested_add(2147483647, 1), -2147483648);
    assert.equal(zoo.zoo_nested_send({ kind: Api_Request_Kind.write, amount: 4000000000, at: { x: 0.5, y: 1 } }), -3999999998.5);
    assert.equal(zoo.zoo_nested_send({ kind: Api_Request_Kind.read, amount: 1, at: { x: 0.5, y: 1 } }), 2.5);
    assert.equal(zoo.zoo_nested_deep(0xff), 0xff00);
    const rect = { min: { x: 0, y: 1 }, max: { x: 4, y: 3 }, level: { number: 5 } };
    assert.equal(zoo.zoo_rect_area(rect), 8);
    assert.equal(zoo.zoo_rect_perimeter(rect), 12);
    assert.deepEqual(zoo.zoo_rect_corners(rect), Float64Array.of(0, 1, 4, 3));
    zoo.zoo_nested_grow(rect);
    assert.deepEqual(rect, { min: { x: -1, y: 0 }, max: { x: 5, y: 4 }, level: { number: 6 } });
    const circle = { center: { x: 100, y: 200 }, radius: 2 };
    assert.deepEqual([zoo.zoo_circle_area(circle), zoo.zoo_circle_diameter(circle)], [12, 4]);
    assert.equal(zoo.zoo_alias_sum({ a: 3, b: 0.25 }), 3.25);
    assert.equal(zoo.zoo_optional_small({ a: 3, b: 0.25 }), 3.25);
    assert.equal(zoo.zoo_optional_small(null), -1);
    assert.equal(zoo.zoo_names_sum({ class: 1, type: 2, constructor: 3, "with space": 4 }), 4321);
  });

  test("packed structs are their backing integer", () => {
    assert.deepEqual(zoo.zoo_flags({ ready: true, mode: 7, offset: -8 }), { ready: false, mode: 0, offset: 7 });
    assert.deepEqual(zoo.zoo_pixel({ red: 31, green: 1, blue: 2 }), { red: 2, green: 62, blue: 31 });
    const word: Word = { direction: Direction.west, delta: -32, flags: { ready: true, mode: 1, offset: 3 }, rest: 0xffff };
    assert.deepEqual(zoo.zoo_word(word), { direction: Direction.north, delta: -32, flags: { ready: true, mode: 7, offset: 3 }, rest: 0 });
    const bits = 3 + (32 << 2) + (((3 << 4) | (1 << 1) | 1) << 8) + 0xffff * 65536;
    assert.equal(zoo.zoo_word_bits(word), bits);
    assert.equal(Word.toBits(word), bits);
    assert.deepEqual(Word.fromBits(bits), word);
    assert.deepEqual(zoo.zoo_wide({ id: 0xfffff, level: -2048, ratio: 0.75 }), { id: 0, level: 2047, ratio: 1.5 });
    assert.deepEqual(zoo.zoo_read_wide({ id: 5, level: -5, ratio: -0.5 }), { id: 5, level: -5, ratio: -0.5 });
    assert.deepEqual(zoo.zoo_message({ tag: 255, body: 0xabc123 }), { tag: 0, body: 0x123abc });
    assert.deepEqual(zoo.zoo_balance({ cents: 99, units: -255 }), { cents: 99, units: 255 });
    assert.deepEqual(zoo.zoo_make_flags(true, 5, -3), { ready: true, mode: 5, offset: -3 });
    const flags: Flags = { ready: false, mode: 0, offset: 0 };
    zoo.zoo_flags_change(flags);
    assert.deepEqual(flags, { ready: true, mode: 1, offset: -1 });
    assert.deepEqual(zoo.zoo_write_pixel(33, 65, 7), { red: 1, green: 1, blue: 7 });
    const all = [true, false, true].map((ready) => Flags.toBits({ ready, mode: 3, offset: 1 }));
    assert.equal(zoo.zoo_count_ready(Uint8Array.from(all)), 2);
    assert.deepEqual(
      zoo.zoo_call_flags((got) => ({ ...got, mode: 6 }), { ready: true, mode: 1, offset: -8 }),
      { ready: true, mode: 6, offset: -8 },
    );
    const other: Word = { direction: Direction.east, delta: 31, flags: { ready: false, mode: 0, offset: -1 }, rest: 1 };
    const header = {
      flags: { ...flags, ready: false },
      pixel: { red: 1, green: 2, blue: 3 },
      words: [word, other],
      wide: { id: 9, level: 8, ratio: 7 },
    };
    zoo.zoo_header_change(header);
    assert.deepEqual(header, {
      flags: { ready: true, mode: 1, offset: -1 },
      pixel: { red: 3, green: 2, blue: 1 },
      words: [other, word],
      wide: { id: 10, level: 8, ratio: 7 },
    });
  });

  test("unions are bytes that any member reads", () => {
    assert.equal(zoo.zoo_number_bits(Number_.of.float(1)), 0x3ff0000000000000n);
    assert.equal(zoo.zoo_number_from_float(-2).int, -0x4000000000000000n);
    const number = Number_.of.bytes(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    zoo.zoo_number_invert(number);
    assert.deepEqual(number.bytes, Uint8Array.of(255, 254, 253, 252, 251, 250, 249, 248));
    const message = (kind: Kind, payload: Payload): Message_ => ({ kind, payload, next: null });
    assert.equal(zoo.zoo_message_sum(message(Kind.byte, Payload.of.byte(200))), 200);
    assert.equal(zoo.zoo_message_sum(message(Kind.small, Payload.of.small({ a: -7, b: 0.5 }))), -6.5);
    assert.equal(zoo.zoo_message_sum(message(Kind.triple, Payload.of.triple({ x: 1, y: 2, z: 3.5 }))), 6.5);
    assert.equal(zoo.zoo_message_sum(message(Kind.wide, Payload.of.wide(2n ** 40n))), 2 ** 40);
    const made = zoo.zoo_make_message(1, 2, 3);
    assert.deepEqual([made.kind, made.payload.triple, made.next], [Kind.triple, { x: 1, y: 2, z: 3 }, null]);
    const last = new Uint8Array(Message_.size);
    Message_.write(new DataView(last.buffer), 0, message(Kind.byte, Payload.of.byte(1)));
    assert.equal(zoo.zoo_message_count({ ...made, next: addressOf(last) }), 2);
    assert.equal(zoo.zoo_message_count(null), 0);
  });

  test("structs in callbacks", () => {
    assert.equal(
      zoo.zoo_call_small_pointer(({ a, b }) => a * b, { a: 3, b: 0.5 }),
      1.5,
    );
    assert.deepEqual(
      zoo.zoo_call_small(({ a, b }) => ({ a: a + 1, b: b * 2 }), { a: 3, b: 0.5 }),
      { a: 4, b: 1 },
    );
    assert.deepEqual(
      zoo.zoo_call_point(({ x, y }): Point => ({ x: y, y: x }), { x: 1, y: -2 }),
      { x: -2, y: 1 },
    );
    assert.deepEqual(
      zoo.zoo_call_big((got) => ({ ...got, b: got.b + 1n, e: 7 }), big),
      { ...big, b: big.b + 1n, e: 7 },
    );
  });
}

function scalarsOf(step: number): Scalars {
  const n = BigInt(step);
  return {
    yes: step === 0,
    i_8: -128 + step,
    u_8: 200 + step,
    i_16: -300 + step,
    u_16: 65000 + step,
    i_32: -70000 + step,
    u_32: 4000000000 + step,
    i_64: -(2n ** 60n) + n,
    u_64: 2n ** 63n + n,
    i_size: -(2 ** 40) + step,
    u_size: 2 ** 50 + step,
    c_1: 7 + step,
    c_2: -8 + step,
    c_3: 60000 + step,
    c_4: -9 + step,
    c_5: 4000000001 + step,
    c_6: -10n + n,
    c_7: 11n + n,
    c_8: -(2n ** 61n) + n,
    c_9: 2n ** 62n + n,
    f_16: 0.5 + step,
    f_32: 1.25 + step,
    f_64: 0.1 + step,
    i_128: -(2n ** 100n) + n,
    u_128: 2n ** 127n + n,
  };
}

function arraysOf(): Arrays {
  return {
    bytes: Uint8Array.of(1, 2, 3, 4, 5),
    words: Uint16Array.of(1, 2, 65535),
    grid: [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)],
    flags: [true, false, false, true],
    points: [0, 1, 2, 3].map((x) => ({ x, y: -x })),
    wide: BigInt64Array.of(-1n, 2n ** 63n - 1n),
  };
}
