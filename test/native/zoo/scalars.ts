// Each scalar type in each position. Expected values are worked out here, from the type's width alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, call } from "./recorded.ts";
import { bool, floats, integers, type ScalarCase } from "./scalarCases.ts";

export function testScalars(): void {
  for (const scalar of [...integers, ...floats, bool]) {
    const { type, values } = scalar;
    test(`${type}: by value, behind a pointer, through a callback`, () => {
      for (const value of values) {
        assert.deepEqual(call(`zoo_${type}`, value), value);
        assert.deepEqual(call(`zoo_read_${type}`, value), value);
        assert.deepEqual(call(`zoo_write_${type}`, value), value);
        const seen: unknown[] = [];
        const back = (got: unknown): unknown => {
          seen.push(got);
          return values[0];
        };
        assert.deepEqual(call(`zoo_call_${type}`, back, value), values[0]);
        assert.deepEqual(seen, [value]);
      }
    });
    test(`${type}: in place and in arrays`, () => {
      for (const value of values) testDoubled(scalar, value);
      testReversed(scalar);
      if (type !== "bool") testSum(scalar);
    });
  }
  test("bool: arrays count what is true", () => assert.equal(call("zoo_sum_bool", Uint8Array.of(1, 0, 1, 1)), 3));
  test("empty arrays are no address", () => {
    for (const { type, view, isByAddress } of [...integers, ...floats]) {
      if (isByAddress) continue;
      assert.equal(Number(call(`zoo_sum_${type}`, view([]))), 0);
      call(`zoo_reverse_${type}`, view([]));
    }
  });
}

function testDoubled(scalar: ScalarCase, value: number | bigint | boolean): void {
  const before = typeof value === "boolean" ? Number(value) : value;
  const memory = scalar.view([before]);
  call(`zoo_change_${scalar.type}`, scalar.isByAddress ? addressOf(memory) : memory);
  const isFloat = scalar.type.startsWith("f");
  const after = scalar.type === "bool" ? 1 - Number(before) : isFloat ? Number(before) * 2 : scalar.wrap(BigInt(before) * 2n);
  assert.deepEqual(memory, scalar.view([after]), `${scalar.type} ${String(value)}`);
}

function testReversed(scalar: ScalarCase): void {
  const items = scalar.values.map((value) => (typeof value === "boolean" ? Number(value) : value));
  const memory = scalar.view(items);
  const args = scalar.isByAddress ? [addressOf(memory), items.length] : [memory];
  call(`zoo_reverse_${scalar.type}`, ...args);
  assert.deepEqual(memory, scalar.view([...items].reverse()));
}

function testSum(scalar: ScalarCase): void {
  const items = [3, 100, 27];
  const memory = scalar.view(items);
  const args = scalar.isByAddress ? [addressOf(memory), items.length] : [memory];
  const sum = call(`zoo_sum_${scalar.type}`, ...args);
  assert.equal(typeof sum, typeof scalar.values[0]);
  const wrapped = scalar.type.startsWith("f") ? 130n : scalar.wrap(130n);
  assert.equal(BigInt(sum as number), wrapped);
}
