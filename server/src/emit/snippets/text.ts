import { outOfRange, wrongKind } from "./errors.ts";
import { base, enter, memory, scratchBytes } from "./scratch.ts";
import { pointerTo } from "./views.ts";

export const textEncoder = new TextEncoder();
/** Bytes that the last `utf8` call made; read it at once. */
export let textLength = 0;
let cachedView = scratchBytes;
let cachedAt = 0;

/**
 * The argument for a `[*]const u8` and its length: text is written as UTF-8 into scratch (short ASCII by hand, which is fastest),
 * text above 16 KiB into an array of its own. Returns an address or the array; `textLength` holds the length in bytes.
 */
export function utf8(v: string | Uint8Array, at: string): number | Uint8Array {
  if (typeof v !== "string") return asBytes(v, at);
  if (v.length > 1 << 14) return asBytes(textEncoder.encode(v), at);
  const p = enter(v.length * 3 + 1);
  textLength = v.length <= 24 ? putAscii(v, p) : -1;
  if (textLength < 0) textLength = encodeText(v, p);
  return base + p;
}

function asBytes(v: Uint8Array, at: string): number | Uint8Array {
  if (!(v instanceof Uint8Array)) wrongKind(at, "", "a string or a Uint8Array", v);
  textLength = v.length;
  return pointerTo(v, at) as number | Uint8Array;
}

function putAscii(text: string, p: number): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return -1;
    memory.setUint8(p + i, code);
  }
  return text.length;
}

function encodeText(text: string, p: number): number {
  if (cachedAt !== p) {
    cachedView = scratchBytes.subarray(p);
    cachedAt = p;
  }
  return textEncoder.encodeInto(text, cachedView).written;
}

/** `[*:0]const u8`: a NUL inside would silently end the text there. */
export function checkText(v: string, at: string): string {
  if (typeof v !== "string") wrongKind(at, "", "a string", v);
  if (v.includes("\0")) outOfRange(at, "", "a string without NUL (U+0000)", v);
  return v;
}

/** `[*:0]u8`: memory that native code may write, up to its first NUL. */
export function checkTextBuffer(v: Uint8Array, at: string): Uint8Array {
  if (!(v instanceof Uint8Array)) wrongKind(at, "", "a Uint8Array that holds a NUL-terminated text", v);
  if (!v.includes(0)) outOfRange(at, "", "a Uint8Array with a NUL (0) in it", v);
  return v;
}
