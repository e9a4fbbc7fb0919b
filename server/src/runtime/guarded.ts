import { checkLength, fillWithCanaries, type ViewType } from "./canaries.ts";
import { noticeGuarded } from "./guardNotice.ts";
import { guardedMemory } from "./guardedMemory.ts";

/**
 * A buffer that ends where a page begins that nobody may touch, with another such page before it: native code that reads or writes past its
 * end crashes at that access, and the test fails with the distance. Between the buffer and the page before it there is up to a page that can
 * be written to; that is noticed when the test ends. `length` counts elements. The memory stays until the process ends.
 */
export function guarded(length: number): Uint8Array;
export function guarded<View extends ArrayBufferView>(type: ViewType<View>, length: number): View;
export function guarded(first: number | ViewType<ArrayBufferView>, second = 0): ArrayBufferView {
  const [type, length]: readonly [ViewType<ArrayBufferView>, number] = typeof first === "number" ? [Uint8Array, first] : [first, second];
  checkLength("guarded", length);
  const bytes = length * type.BYTES_PER_ELEMENT;
  const { memory, address, pageSize } = guardedMemory(bytes);
  const start = memory.byteLength - bytes;
  const what = `${type.name} of length ${length} from guarded()`;
  fillWithCanaries({ memory, start, end: memory.byteLength, what });
  noticeGuarded({ what, start: address + start, end: address + memory.byteLength, guardBefore: address, pageSize });
  return new type(memory, start, length);
}
