// Arguments that native code reads through a pointer are written into one block of memory, by address: 12 to 20 times faster than
// letting koffi convert objects. It is a stack, because a callback may call back into the library. No address in it outlives its call.
export const scratchSize = 1 << 16;
export const scratchBytes = new Uint8Array(scratchSize + 16);
export const memory = new DataView(scratchBytes.buffer);
export let base = 0;
export let top = 0;

/** Once per realm, as soon as koffi is there. Every block starts at an address that is a multiple of 16. */
export function prepareScratch(address: (view: Uint8Array) => number | bigint): void {
  if (base !== 0) return;
  base = Number(address(scratchBytes));
  top = (16 - (base % 16)) % 16;
}

/** Reserves `size` bytes and returns their offset in `memory`; give it back with `leave` in a `finally`. */
export function enter(size: number): number {
  const start = top;
  const end = start + ((size + 15) & ~15);
  if (end > scratchSize) throw new RangeError(`the arguments need more than ${scratchSize} bytes, or calls are nested too deeply`);
  top = end;
  return start;
}

export function leave(start: number): void {
  top = start;
}

/** Like `enter` for types whose alignment is above 16: the caller reserves `align - 16` bytes more. */
export function alignUp(offset: number, align: number): number {
  return offset + ((align - ((base + offset) % align)) % align);
}

/** Bytes of argument memory in use: 0 between calls. */
export function scratchDepth(): number {
  return top - ((16 - (base % 16)) % 16);
}

/** Zeroes a slot that native code may leave unwritten. `size` is a multiple of 8. */
export function clearScratch(start: number, size: number): void {
  for (let i = 0; i < size; i += 8) memory.setFloat64(start + i, 0);
}
