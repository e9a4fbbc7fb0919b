import { Color, Direction, Flags, load, Number_ } from "./bindings.ts";

/** One call for each kind of type; the native tests call all of them. */
export function scene(print: (line: string) => void): void {
  const zoo = load();
  const show = (value: unknown): string =>
    JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? `${String(item)}n` : item));
  print(`zoo_many(-1, 2, 0.5, ..)     = ${zoo.zoo_many(-1, 2, 0.5, 3, 0.25, 4, 5n, true)}`);
  print(`zoo_add_u128(2^128 - 1, 2)   = ${zoo.zoo_add_u128(2n ** 128n - 1n, 2n)}`);
  print(`zoo_next_color(red)          = ${zoo.zoo_next_color(Color.red)}`);
  print(`zoo_small({a: 7, b: -12.75}) = ${show(zoo.zoo_small({ a: 7, b: -12.75 }))}`);
  print(`zoo_big by value             = ${show(zoo.zoo_big({ a: 255, b: 1n, c: 1.5, d: -9, e: 0 }))}`);
  const word = { direction: Direction.west, delta: -3, flags: Flags.fromBits(0b0011_011_1), rest: 9 };
  print(`zoo_word, packed             = ${show(zoo.zoo_word(word))}`);
  print(`union: the bits of 1.0       = 0x${zoo.zoo_number_bits(Number_.of.float(1)).toString(16)}`);
  print(`zoo_text()                   = ${zoo.zoo_text()}`);
  const items = Int32Array.of(3, -1, 2);
  zoo.zoo_sort(items, (a, b) => b - a);
  print(`zoo_sort with a callback     = ${items.join(", ")}`);
  const thing = zoo.zoo_thing_create();
  if (thing !== null) {
    print(`a handle that counts         = ${zoo.zoo_thing_next(thing)}, ${zoo.zoo_thing_next(thing)}`);
    zoo.zoo_thing_destroy(thing);
  }
  print(`globals.zoo_primes           = ${zoo.globals.zoo_primes.join(", ")}`);
  try {
    zoo.zoo_u8(256);
  } catch (error) {
    print(`zoo_u8(256) throws           : ${String(error)}`);
  }
}
