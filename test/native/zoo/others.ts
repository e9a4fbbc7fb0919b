// Enums, strings, pointers, callbacks, names, globals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Color, Depth, Huge, Level_, Mark, Open, type Pointer, Status } from "../../../zig-fixtures/zoo/bindings.ts";
import { addressOf, native, zoo } from "./recorded.ts";

const f16One = 0x3c00;

export function testOthers(): void {
  test("enums of every tag type", () => {
    assert.deepEqual({ ...Color }, { red: 0, green: 5, blue: 6 });
    assert.deepEqual([zoo.zoo_next_color(Color.red), zoo.zoo_next_color(Color.green), zoo.zoo_next_color(Color.blue)], [5, 6, 0]);
    for (const depth of [-128, -3, -2, 0] as const) assert.equal(zoo.zoo_depth(depth), depth);
    for (const level of Object.values(Level_)) {
      assert.equal(zoo.zoo_level(level), level);
      assert.equal(zoo.zoo_read_level(level), level);
      assert.equal(
        zoo.zoo_call_level((got) => (got === level ? Level_.high : Level_.low), level),
        300,
      );
    }
    assert.equal(zoo.zoo_status(Status.unknown), 99);
    assert.equal(zoo.zoo_status(-2147483648), -2147483648);
    const marks = {
      none: 0,
      hex: 255,
      binary: 10,
      octal: 15,
      letter: 97,
      shifted: 1048576,
      computed: 33,
      grouped: 1000000,
      largest: 4294967295,
    };
    assert.deepEqual({ ...Mark }, marks);
    for (const mark of Object.values(Mark)) assert.deepEqual([zoo.zoo_mark(mark), zoo.zoo_mark_value(mark)], [mark, mark]);
    for (const huge of [1n, 9007199254740993n, 18446744073709551615n] as const) assert.equal(zoo.zoo_huge(huge), huge);
    assert.deepEqual([zoo.zoo_open(Open.two), zoo.zoo_open(250)], [2, 250]);
    assert.deepEqual([zoo.zoo_open_is_named(2), zoo.zoo_open_is_named(3)], [true, false]);
    assert.equal(zoo.zoo_write_color(Color.blue), 6);
    assert.equal(zoo.zoo_count_color(Uint8Array.of(0, 5, 5, 6), Color.green), 2);
    const statuses = new Int32Array(3);
    zoo.zoo_fill_status(statuses, Status.not_found);
    assert.deepEqual(statuses, Int32Array.of(1, 1, 1));
    assert.equal(
      zoo.zoo_call_color((got) => (got === Color.red ? Color.blue : Color.red), Color.red),
      6,
    );
    const painted = zoo.zoo_paint(Color.green, 7);
    const expected = { before: 0xab, color: 5, level: -300, status: 7, huge: Huge.largest, depth: Depth.reef, trail: [0, 5, 6] };
    assert.deepEqual(painted, expected);
    assert.equal(zoo.zoo_painted_sum(painted), BigInt(0xab + 50 - 30000 + 7000 - 30000 + 600000));
  });

  test("strings", () => {
    assert.equal(zoo.zoo_text_length("äöü"), 6);
    assert.equal(zoo.zoo_text_length(""), 0);
    assert.deepEqual([zoo.zoo_text_length_optional("abc"), zoo.zoo_text_length_optional(null)], [3, -1]);
    assert.equal(zoo.zoo_text(), "zoo: Tiere, животные, 動物");
    assert.deepEqual(
      [0, 1, 2, 3].map((n) => zoo.zoo_text_optional(n)),
      ["zero", "one", "two", null],
    );
    const long = "ä€𝄞x".repeat(5000);
    assert.equal(zoo.zoo_text_same(long), long);
    assert.equal(zoo.memory.text(zoo.zoo_text_out()), "out");
    assert.equal(zoo.zoo_text_sum("ab"), 195n);
    assert.equal(zoo.zoo_text_sum(Uint8Array.of(255, 0, 255)), 510n);
    const bytes = new TextEncoder().encode("abc\0xyz");
    zoo.zoo_text_reverse(bytes);
    assert.equal(new TextDecoder().decode(bytes), "cba\0xyz");
    const digits = new Uint8Array(4);
    assert.equal(zoo.zoo_text_number(-123456, digits), 7);
    assert.equal(new TextDecoder().decode(digits), "-123");
    const utf16 = Uint16Array.of(0x61, 0xd834, 0xdd1e, 0);
    assert.equal(zoo.zoo_text_utf16_length(addressOf(utf16)), 3);
    const texts = [new TextEncoder().encode("one\0"), new TextEncoder().encode("three\0")];
    assert.equal(zoo.zoo_texts_length(BigUint64Array.from(texts.map((text) => BigInt(addressOf(text))))), 8);
    const [text, note] = texts.map(addressOf);
    assert.ok(text !== undefined && note !== undefined);
    assert.equal(zoo.zoo_label_length({ text, note, bytes: text, bytes_len: 2 }), 10);
    assert.equal(zoo.zoo_label_length({ text, note: null, bytes: null, bytes_len: 0 }), 3);
    const label = zoo.zoo_make_label();
    assert.deepEqual([zoo.memory.text(label.text), label.note, label.bytes_len], ["label", null, 5]);
    assert.ok(label.bytes !== null);
    assert.deepEqual(zoo.memory.copy(label.bytes, label.bytes_len), new TextEncoder().encode("bytes"));
  });

  test("handles and pointers", () => {
    const before = zoo.zoo_live_things();
    const thing = zoo.zoo_thing_create();
    assert.ok(thing !== null);
    assert.deepEqual([zoo.zoo_thing_next(thing), zoo.zoo_thing_count(thing), zoo.zoo_thing_count(null)], [41, 41, -1]);
    assert.equal(zoo.zoo_thing_same(thing), thing);
    const opened = zoo.zoo_thing_open(7);
    assert.ok(opened.result && opened.out !== null);
    assert.equal(zoo.zoo_thing_count(opened.out), 7);
    assert.equal(zoo.zoo_live_things(), before + 2);
    zoo.zoo_thing_destroy(thing);
    zoo.zoo_thing_destroy(opened.out);
    assert.equal(zoo.zoo_live_things(), before);

    assert.equal(zoo.zoo_meters(1.5), 2.5);
    assert.deepEqual([zoo.zoo_optional_i32(-5), zoo.zoo_optional_i32(null)], [-5, -1]);
    const target = Int32Array.of(0);
    assert.deepEqual([zoo.zoo_optional_write(target), target[0], zoo.zoo_optional_write(null)], [true, 7, false]);
    assert.deepEqual([zoo.zoo_optional_items(Int32Array.of(5, -7)), zoo.zoo_optional_items(null)], [-2n, -1n]);
    const four = Float32Array.of(1, 2, 3, 4);
    zoo.zoo_array4_double(four);
    assert.deepEqual(four, Float32Array.of(2, 4, 6, 8));
    assert.equal(zoo.zoo_array3_sum(Uint8Array.of(255, 255, 1)), 511);
    assert.deepEqual([zoo.zoo_c_pointer(Int32Array.of(-3)), zoo.zoo_c_pointer(null)], [-3, 0]);
    assert.deepEqual([zoo.zoo_c_pointer_sum("AB"), zoo.zoo_c_pointer_sum(Uint8Array.of(1, 2)), zoo.zoo_c_pointer_sum(null)], [131, 3, 0]);
    assert.deepEqual([zoo.zoo_memory_first(Uint8Array.of(77)), zoo.zoo_memory_first(null)], [77, -1]);
    const memory = new Uint16Array(2);
    zoo.zoo_memory_fill(memory, 3, 0xee);
    assert.deepEqual(memory, Uint16Array.of(0xeeee, 0xee));
    const number = Int32Array.of(-11);
    assert.equal(zoo.zoo_pointer_to_pointer(addressOf(BigUint64Array.of(BigInt(addressOf(number))))), -11);
    assert.equal(zoo.zoo_unaligned(0xdeadbeef), 0xdeadbeef);
    const counter = Uint32Array.of(4294967295);
    assert.deepEqual([zoo.zoo_volatile(counter), counter[0]], [0, 0]);
    assert.equal(new Int32Array(zoo.memory.view(zoo.zoo_static_i32(), 4))[0], 42);
    assert.equal(native(zoo.zoo_adder(), "int zoo_adder_call(int, int)")(40, 2), 42);
  });

  test("wide integers and half floats behind pointers", () => {
    assert.equal(zoo.zoo_add_i128(2n ** 127n - 1n, 1n), -(2n ** 127n));
    assert.equal(zoo.zoo_add_u128(2n ** 128n - 1n, 2n), 1n);
    assert.equal(zoo.zoo_sum_u128(BigUint64Array.of(1n, 2n, 5n, 0n)), 6n + 2n ** 65n);
    assert.equal(zoo.zoo_double_f16(0.25), 0.5);
    const wide = new Float32Array(3);
    zoo.zoo_half_to_f32(Uint16Array.of(f16One, 0xc000), wide);
    assert.deepEqual(wide, Float32Array.of(1, -2, 0));
  });

  test("many parameters, none, and every kind of name", () => {
    assert.equal(zoo.zoo_many(-1, 10, 0.5, 100, 0.25, 200, 100000n, true), -1 - 10 + 0.5 - 100 + 0.25 - 200 + 100000 - 1);
    zoo.zoo_nothing();
    assert.equal(zoo.zoo_reserved(1, 2, 3), 123);
    assert.equal(zoo.zoo_quoted_parameters(4, 5), 45);
    assert.equal(zoo.zoo_common_names(1, 1, 1, 1, 1), 15);
    assert.equal(zoo.zoo_unnamed(8, 9), 5);
    assert.equal(zoo["zoo.quoted name"](1), 2);
    assert.equal(zoo.zoo_aligned(-2147483648), 2147483647);
    assert.equal(zoo.zoo_exported(5), 15);
    assert.equal(zoo["zoo.exported name"](-5), -15);
  });

  test("callbacks", () => {
    const seen: unknown[] = [];
    const context = Uint8Array.of(1);
    const visited = zoo.zoo_visit(
      Int32Array.of(10, 20, 30),
      (index, value, pointer) => {
        seen.push([index, value, pointer === addressOf(context)]);
        return value < 20;
      },
      context,
    );
    assert.equal(visited, 2);
    assert.deepEqual(seen, [
      [0, 10, true],
      [1, 20, true],
    ]);
    let count = 0;
    zoo.zoo_call_nothing(() => {
      count++;
    }, 5);
    assert.equal(count, 5);
    assert.deepEqual([zoo.zoo_call_optional((value) => value * 2, 21), zoo.zoo_call_optional(null, 21)], [42, -1]);
    const manySeen: unknown[] = [];
    const many = zoo.zoo_call_many((...args: unknown[]) => {
      manySeen.push(args);
      return 0.5;
    });
    assert.deepEqual([many, manySeen.at(-1)], [0.5, [-8, 0xffff_ffff_ffff_ffffn, 1.5, true, 2.25]]);
    assert.equal(
      zoo.zoo_call_text((text) => (text === "called back: ä" ? 1 : 0)),
      1,
    );
    assert.equal(
      zoo.zoo_call_text_optional((text) => (text === null ? 100 : text.length)),
      104,
    );
    assert.equal(
      zoo.zoo_call_bytes((bytes) => bytes.reduce((sum, byte) => sum + byte, 0)),
      256,
    );
    assert.equal(
      zoo.zoo_call_doubles((values) => values.reduce((sum, value) => sum + value, 0)),
      4.5,
    );
    assert.equal(
      zoo.zoo_call_both(
        (value) => value + 1,
        (value) => value * 10,
        4,
      ),
      50,
    );
    assert.equal(
      zoo.zoo_call_deep((depth) => depth, 4),
      10,
    );
    const items = Int32Array.of(3, -1, 2, 2, -2147483648);
    zoo.zoo_sort(items, (a, b) => Math.sign(a - b));
    assert.deepEqual(items, Int32Array.of(-2147483648, -1, 2, 2, 3));
    assert.equal(zoo.zoo_handle({ call: null, context: null, factor: 6 }, 7), 6);
    assert.equal(zoo.zoo_handle({ call: zoo.zoo_adder() as Pointer<never>, context: null, factor: 6 }, 7), 42);
  });

  test("a callback that throws ends the call with its error", () => {
    const thrown = new Error("from the callback");
    assert.throws(
      () =>
        zoo.zoo_call_i32(() => {
          throw thrown;
        }, 1),
      thrown,
    );
    assert.equal(
      zoo.zoo_call_i32((value) => value, 2),
      2,
    );
  });

  test("exported variables and constants", () => {
    const { globals } = zoo;
    assert.deepEqual(
      [globals.zoo_limit, globals.zoo_magic, globals.zoo_pi, globals.zoo_exported_const],
      [4000000000, -9007199254740993n, 3.140625, 0xbeef],
    );
    assert.deepEqual(globals.zoo_primes, Uint16Array.of(2, 3, 5, 7, 11));
    assert.deepEqual(globals.zoo_unit, { count: 1, ratio: 1 });
    assert.equal(zoo.memory.text(globals.zoo_label), "zoo");
    assert.deepEqual([globals.zoo_ratio, globals.zoo_enabled, globals.zoo_color, globals.zoo_title], [0.5, true, Color.green, null]);
    globals.zoo_counter = 41;
    const wide = globals.zoo_wide_counter;
    assert.equal(zoo.zoo_count_up(), 42);
    assert.deepEqual([globals.zoo_counter, globals.zoo_wide_counter], [42, wide + 1n]);
    assert.deepEqual(globals.zoo_origin, { a: 3, b: 1.5 });
    globals.zoo_table = Int32Array.of(10, 20, 30, 40);
    assert.deepEqual([zoo.zoo_table_sum(), globals.zoo_table], [100, Int32Array.of(10, 20, 30, 40)]);
    globals.zoo_exported_var = -4;
    assert.equal(zoo.zoo_read_exported_var(), -4);
    assert.throws(() => (globals.zoo_counter = 2 ** 31), RangeError);
  });
}
