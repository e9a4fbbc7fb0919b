/** Reads little-endian data; every access is checked. A place outside the file throws a `FormatError`, which `parseLibrary` turns into a result. */
export interface ByteReader {
  readonly size: number;
  u8(offset: number): number;
  u16(offset: number): number;
  u32(offset: number): number;
  /** Throws where the number is beyond 2^53: no file has such an offset. */
  u64(offset: number): number;
  /** Zero-terminated, or up to `limit` bytes. */
  text(offset: number, limit?: number): string;
  /** Throws unless `count` records of `recordSize` bytes at `offset` lie in the file. `what` names them in the message. */
  table(what: string, offset: number, count: number, recordSize: number): void;
}

export class FormatError extends Error {
  readonly reason: "truncated" | "corrupt" | "unsupported" | "not-a-library";

  constructor(reason: FormatError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

const maxName = 16 * 1024;
// Far beyond any real table of names; a damaged one can point all its entries to the same long string.
const maxTextTotal = 64 * 1024 * 1024;

export function byteReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.byteLength;
  let textTotal = 0;
  const need = (offset: number, length: number) => {
    if (offset < 0 || offset + length > size)
      throw new FormatError("truncated", `it ends at byte ${size}, but byte ${offset + length} is referred to`);
  };
  return {
    size,
    u8: (offset) => {
      need(offset, 1);
      return view.getUint8(offset);
    },
    u16: (offset) => {
      need(offset, 2);
      return view.getUint16(offset, true);
    },
    u32: (offset) => {
      need(offset, 4);
      return view.getUint32(offset, true);
    },
    u64: (offset) => {
      need(offset, 8);
      const value = view.getBigUint64(offset, true);
      if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FormatError("corrupt", `the number at byte ${offset} is too large`);
      return Number(value);
    },
    text: (offset, limit) => {
      need(offset, limit ?? 1);
      const end = limit === undefined ? bytes.indexOf(0, offset) : offset + limit;
      const length = end - offset;
      if (end === -1 || length > maxName) throw new FormatError("corrupt", `the name at byte ${offset} does not end`);
      textTotal += length;
      if (textTotal > maxTextTotal) throw new FormatError("corrupt", "its names are longer than any library's");
      const zero = limit === undefined ? -1 : bytes.subarray(offset, end).indexOf(0);
      return decoder.decode(bytes.subarray(offset, zero === -1 ? end : offset + zero));
    },
    table: (what, offset, count, recordSize) => {
      if (offset + count * recordSize > size) {
        throw new FormatError("truncated", `its ${what} should reach to byte ${offset + count * recordSize}, but it ends at byte ${size}`);
      }
    },
  };
}

const decoder = new TextDecoder("utf-8");
