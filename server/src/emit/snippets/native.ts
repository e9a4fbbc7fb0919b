import type { Koffi } from "./koffi.ts";
import type { Pointer } from "./pointers.ts";

/** Reads what native code owns. Nothing here knows how long that memory lives: copy what you keep. */
export interface NativeMemory {
  /** Shares `length` bytes at `address`, without a copy: invalid as soon as native code frees them. */
  view(address: Pointer, length: number): ArrayBuffer;
  /** Copies `length` bytes. */
  copy(address: Pointer, length: number): Uint8Array;
  /** Copies NUL-terminated UTF-8. */
  text(address: Pointer): string;
}

export function nativeMemory(koffi: Koffi): NativeMemory {
  return {
    view: (address, length) => (length === 0 ? new ArrayBuffer(0) : koffi.view(address, length)),
    copy: (address, length) => new Uint8Array(copyOut(koffi, address, length)),
    text: (address) => koffi.decode.string(address),
  };
}

export function copyOut(koffi: Koffi, address: number, length: number): ArrayBuffer {
  return length === 0 ? new ArrayBuffer(0) : koffi.view(address, length).slice(0);
}

/** One value behind a native pointer. */
export function viewOf(koffi: Koffi, address: number, size: number): DataView {
  return new DataView(koffi.view(address, size));
}
