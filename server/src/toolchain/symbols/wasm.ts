import { FormatError, type ByteReader } from "./byteReader.ts";
import type { LibrarySymbol, RawLibrary } from "./libraryInfo.ts";

/** Reads a WebAssembly module: exported functions and globals, and the modules that it imports from. */
export function readWasm(reader: ByteReader): RawLibrary {
  if (reader.u32(4) !== 1) throw new FormatError("unsupported", `it is WebAssembly of version ${reader.u32(4)}`);
  const exports: LibrarySymbol[] = [];
  const dependencies = new Set<string>();
  let at = 8;
  while (at < reader.size) {
    const id = reader.u8(at);
    const length = readNumber(reader, at + 1);
    reader.table("sections", length.end, length.value, 1);
    if (id === importSection) readImports(reader, length.end, dependencies);
    if (id === exportSection) readExports(reader, length.end, exports);
    at = length.end + length.value;
  }
  return { format: "wasm", arch: "wasm32", bits: 32, os: "freestanding", name: null, exports, dependencies: [...dependencies] };
}

const importSection = 2;
const exportSection = 7;

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

/** An unsigned LEB128 number of up to 32 bits. */
function readNumber(reader: ByteReader, start: number): Read<number> {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = reader.u8(start + index);
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  throw new FormatError("corrupt", `the number at byte ${start} does not end`);
}

function readName(reader: ByteReader, start: number): Read<string> {
  const length = readNumber(reader, start);
  return { value: length.value === 0 ? "" : reader.text(length.end, length.value), end: length.end + length.value };
}

function readExports(reader: ByteReader, start: number, exports: LibrarySymbol[]): void {
  const count = readNumber(reader, start);
  reader.table("exports", count.end, count.value, 3);
  let at = count.end;
  for (let index = 0; index < count.value; index++) {
    const name = readName(reader, at);
    const kind = reader.u8(name.end);
    at = readNumber(reader, name.end + 1).end;
    // Tables (1) and memories (2) are no symbols.
    if (kind === 0 || kind === 3) exports.push({ name: name.value, kind: kind === 0 ? "fn" : "data", isWeak: false });
  }
}

function readImports(reader: ByteReader, start: number, modules: Set<string>): void {
  const count = readNumber(reader, start);
  reader.table("imports", count.end, count.value, 4);
  let at = count.end;
  for (let index = 0; index < count.value; index++) {
    const module = readName(reader, at);
    const name = readName(reader, module.end);
    modules.add(module.value);
    at = skipImport(reader, name.end);
  }
}

function skipImport(reader: ByteReader, at: number): number {
  switch (reader.u8(at)) {
    case 0: // function: index of its type
      return readNumber(reader, at + 1).end;
    case 1: // table: element type, limits
      return skipLimits(reader, at + 2);
    case 2: // memory: limits
      return skipLimits(reader, at + 1);
    case 3: // global: type, mutability
      return at + 3;
    default:
      throw new FormatError("corrupt", `the import at byte ${at} is of no known kind`);
  }
}

function skipLimits(reader: ByteReader, at: number): number {
  const hasMaximum = (reader.u8(at) & 1) !== 0;
  const minimum = readNumber(reader, at + 1);
  return hasMaximum ? readNumber(reader, minimum.end).end : minimum.end;
}
