import { expect } from "expect";

/** A typed array's class. */
export interface ViewType<View> {
  new (memory: ArrayBuffer, byteOffset: number, length: number): View;
  readonly BYTES_PER_ELEMENT: number;
  readonly name: string;
}

/** Bytes before and after a buffer. */
const margin = 64;

/** Memory that is filled with canaries, and the part of it that native code may write to. */
interface Watched {
  readonly memory: ArrayBuffer;
  readonly start: number;
  readonly end: number;
  readonly what: string;
}

const watched = new WeakMap<ArrayBufferLike, Watched>();
/** All that still exist, for the check after each test. */
const existing = new Set<WeakRef<Watched>>();

/**
 * A buffer for native code to write to, between two margins, all of it filled with a pattern. When a margin was written to, the test that
 * did it fails; `expect(buffer).toBeUntouchedOutside(from, to)` looks inside the buffer as well. `length` counts elements.
 */
export function canaries(length: number): Uint8Array;
export function canaries<View extends ArrayBufferView>(type: ViewType<View>, length: number): View;
export function canaries(first: number | ViewType<ArrayBufferView>, second = 0): ArrayBufferView {
  const [type, length]: readonly [ViewType<ArrayBufferView>, number] = typeof first === "number" ? [Uint8Array, first] : [first, second];
  checkLength("canaries", length);
  const bytes = length * type.BYTES_PER_ELEMENT;
  const memory = new ArrayBuffer(margin + bytes + margin);
  fillWithCanaries({ memory, start: margin, end: margin + bytes, what: `${type.name} of length ${length} from canaries()` });
  return new type(memory, margin, length);
}

export function checkLength(name: string, length: number): void {
  if (!Number.isSafeInteger(length) || length < 0)
    throw new RangeError(`${name}: the length must be a whole number from 0 on, got ${length}`);
}

/** Fills all of `memory`, and from then on watches what lies outside of `start` and `end`. */
export function fillWithCanaries(entry: Watched): void {
  const bytes = new Uint8Array(entry.memory);
  for (let i = 0; i < bytes.length; i++) bytes[i] = canaryAt(i);
  watched.set(entry.memory, entry);
  existing.add(new WeakRef(entry));
}

/** Throws when native code has written outside of a buffer, and restores the margins, so that each mistake is told once. */
export function checkMargins(): void {
  const found: string[] = [];
  for (const reference of existing) {
    const entry = reference.deref();
    if (entry === undefined) existing.delete(reference);
    else found.push(...restoreMargins(entry));
  }
  if (found.length > 0) throw new Error(found.join("\n"));
}

function restoreMargins({ memory, start, end, what }: Watched): readonly string[] {
  const bytes = new Uint8Array(memory);
  const before = restore(bytes, 0, start);
  const after = restore(bytes, end, bytes.length);
  const past = (after[0] ?? 0) - end;
  const sides = [
    ...(before.length === 0
      ? []
      : [`${count(before.length)} before a ${what}, the nearest ${count(start - (before.at(-1) ?? 0))} before it`]),
    ...(after.length === 0 ? [] : [`${count(after.length)} after a ${what}, the nearest ${past === 0 ? "right" : count(past)} after it`]),
  ];
  return sides.map((side) => `native code wrote to ${side}`);
}

function count(bytes: number): string {
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}

/** The places that were changed. */
function restore(bytes: Uint8Array, from: number, to: number): readonly number[] {
  const changed: number[] = [];
  for (let i = from; i < to; i++) {
    const canary = canaryAt(i);
    if (bytes[i] === canary) continue;
    changed.push(i);
    bytes[i] = canary;
  }
  return changed;
}

/** Never 0, which is what most mistakes write; neighbours differ. */
function canaryAt(position: number): number {
  return ((position * 89) % 255) + 1;
}

declare module "expect" {
  // The original's parameters, unused ones too: declarations of one interface must agree.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /**
     * Nothing was written to the elements before `from` and from `to` on, nor to the margins, since `canaries` or `guarded` made the buffer.
     */
    toBeUntouchedOutside(from: number, to: number): R;
  }
}

expect.extend({
  toBeUntouchedOutside(received: unknown, from: number, to: number) {
    const changed = changedOutside(received, from, to);
    return {
      pass: changed.length === 0,
      message: () =>
        changed.length === 0
          ? `expected something outside of ${from} to ${to} to be written to`
          : `expected nothing outside of ${from} to ${to} to be written to, but there ${changed.length === 1 ? "is" : "are"} ${changed.slice(0, shownChanges).join(", ")}${changed.length > shownChanges ? ` and ${changed.length - shownChanges} more` : ""}`,
    };
  },
});

const shownChanges = 5;

function changedOutside(received: unknown, from: number, to: number): readonly string[] {
  if (!isTypedArray(received)) throw new TypeError("toBeUntouchedOutside: expected a typed array");
  const entry = watched.get(received.buffer);
  if (entry === undefined)
    throw new TypeError("toBeUntouchedOutside: only a buffer from canaries() or guarded() is known to have been untouched before");
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= received.length))
    throw new RangeError(`toBeUntouchedOutside: ${from} to ${to} is not within 0 to ${received.length}`);
  const bytes = new Uint8Array(entry.memory);
  const size = received.BYTES_PER_ELEMENT;
  const isChanged = (index: number): boolean => {
    const start = received.byteOffset + index * size;
    for (let i = start; i < start + size; i++) if (bytes[i] !== canaryAt(i)) return true;
    return false;
  };
  const inside = [...received.keys()].filter((index) => (index < from || index >= to) && isChanged(index));
  return [...inside.map((index) => `[${index}] = ${String(received[index])}`), ...restoreMargins(entry)];
}

type TypedArray = Uint8Array | BigInt64Array;

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
