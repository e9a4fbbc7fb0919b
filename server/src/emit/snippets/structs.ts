import { checkItems } from "./checks.ts";
import { outOfRange, wrongKind } from "./errors.ts";

/** How a struct lies in memory: sizes in bytes. `offset` counts from the start of the view. */
export interface StructType<T> {
  readonly size: number;
  readonly align: number;
  read(view: DataView, offset?: number): T;
  write(view: DataView, offset: number, value: T): void;
  /** A zeroed array of `length` structs, or one filled from `items`; native code reads and writes it in place. */
  array(lengthOrItems: number | Iterable<T>): StructArray<T>;
  /** The structs that lie in `bytes`, shared, not copied. */
  over(bytes: Uint8Array): StructArray<T>;
}

/** Structs side by side in one buffer, as Zig's `[]T` has them: passed to native code without a copy. */
export class StructArray<T> implements Iterable<T> {
  readonly type: StructType<T>;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly #view: DataView;

  constructor(type: StructType<T>, bytes: Uint8Array) {
    if (bytes.byteLength % type.size !== 0)
      throw new RangeError(`${bytes.byteLength} bytes are not a whole number of ${type.size}-byte structs`);
    this.type = type;
    this.bytes = bytes;
    this.length = bytes.byteLength / type.size;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get(index: number): T {
    return this.type.read(this.#view, this.#offset(index));
  }

  set(index: number, value: T): void {
    this.type.write(this.#view, this.#offset(index), value);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  #offset(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= this.length)
      outOfRange("StructArray", "", `an index below ${this.length}`, index);
    return index * this.type.size;
  }
}

export function structType<T>(codec: Pick<StructType<T>, "size" | "align" | "read" | "write">): StructType<T> {
  const type: StructType<T> = {
    size: codec.size,
    align: codec.align,
    read: (view, offset = 0) => codec.read(view, offset),
    write: (view, offset, value) => codec.write(view, offset, value),
    array(lengthOrItems) {
      if (typeof lengthOrItems === "number") return new StructArray(type, new Uint8Array(lengthOrItems * type.size));
      const items = [...lengthOrItems];
      const array = new StructArray(type, new Uint8Array(items.length * type.size));
      items.forEach((item, i) => array.set(i, item));
      return array;
    },
    over: (bytes) => new StructArray(type, bytes),
  };
  return type;
}

/** The argument as a StructArray: objects are copied into a new one (`copyBack` returns what native code wrote). */
export function structItems<T>(v: StructArray<T> | readonly T[], type: StructType<T>, at: string): StructArray<T> {
  if (v instanceof StructArray) {
    if (v.type !== type) wrongKind(at, "", "a StructArray of the right struct", v);
    return v;
  }
  if (!Array.isArray(v)) wrongKind(at, "", "a StructArray or an array of objects", v);
  const array = type.array(v.length);
  (v as readonly T[]).forEach((item, i) => {
    try {
      array.set(i, item);
    } catch (error) {
      throw renamed(error, `${at}[${i}]`);
    }
  });
  return array;
}

export function copyBack<T>(from: StructArray<T>, to: StructArray<T> | T[]): void {
  if (from === to || to instanceof StructArray) return;
  for (let i = 0; i < to.length; i++) to[i] = from.get(i);
}

/** Codecs name what they were given `value`; here we know the function, the parameter and the index. */
function renamed(error: unknown, at: string): unknown {
  if (error instanceof RangeError) return new RangeError(error.message.replace(/^value/, at), { cause: error });
  if (error instanceof TypeError) return new TypeError(error.message.replace(/^value/, at), { cause: error });
  return error;
}

export function readItems<T>(length: number, read: (index: number) => T): T[] {
  return Array.from({ length }, (_, i) => read(i));
}

/** The bytes of an array field, copied out of the memory that `m` shows. */
export function copyBytes(m: DataView, p: number, size: number): ArrayBuffer {
  const copy = new ArrayBuffer(size);
  new Uint8Array(copy).set(new Uint8Array(m.buffer, m.byteOffset + p, size));
  return copy;
}

/** Bytes that have no JavaScript form of their own. */
export function writeBytes(m: DataView, p: number, v: Uint8Array, expected: { readonly size: number; readonly at: string }): void {
  checkItems(v, expected.size, expected.at);
  new Uint8Array(m.buffer, m.byteOffset + p, expected.size).set(v);
}

/** An array field of a struct that is passed by value: koffi would reinterpret other kinds and fill short ones with zeros. */
export function checkArray<T extends { readonly length: number }>(
  v: T,
  kind: abstract new (...args: never) => T,
  length: number,
  at: string,
): T {
  if (!(v instanceof kind)) wrongKind(at, "", `a ${kind.name} of length ${length}`, v);
  if (v.length !== length) outOfRange(at, "", `of length ${length}`, v);
  return v;
}

export function mapItems<T, R>(v: readonly T[], length: number, at: string, map: (item: T) => R): R[] {
  checkItems(v, length, at);
  return Array.from(v, map);
}
