import assert from "node:assert/strict";
import koffi from "koffi";
import { abi, load, type Pointer, type ZooLibrary } from "../../../zig-fixtures/zoo/bindings.ts";
import { buildFixture } from "../../support/cli.ts";

buildFixture("zoo");
const library = load();
const called = new Set<string>();

/** The zoo; which functions a test took is remembered. */
export const zoo: ZooLibrary = new Proxy(library, {
  get(target, name) {
    if (typeof name === "string") called.add(name);
    return Reflect.get(target, name, target) as unknown;
  },
});

/** For functions that tests go through by name. */
export function call(name: string, ...args: readonly unknown[]): unknown {
  const found: unknown = Reflect.get(zoo, name);
  assert.ok(typeof found === "function", `zoo has no ${name}`);
  return Reflect.apply(found, zoo, [...args]) as unknown;
}

export function notCalled(): readonly string[] {
  return Object.keys(abi.functions).filter((name) => !called.has(name));
}

/** The address of memory that JavaScript owns: valid as long as the view is. */
export function addressOf(view: ArrayBufferView): Pointer<never> {
  return Number(koffi.address(view)) as Pointer<never>;
}

/** A function behind a native pointer, as koffi calls it. */
export function native(address: number, prototype: string): (...args: readonly unknown[]) => unknown {
  return koffi.decode(address, koffi.proto(prototype)) as (...args: readonly unknown[]) => unknown;
}
