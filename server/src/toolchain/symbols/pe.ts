import { FormatError, type ByteReader } from "./byteReader.ts";
import type { Architecture, LibrarySymbol, RawLibrary } from "./libraryInfo.ts";

/** Reads a Windows DLL through its export and import tables. Exports without a name are left out. */
export function readPe(reader: ByteReader): RawLibrary {
  const image = readImage(reader);
  const directory = (index: number) => (index < image.directoryCount ? reader.u32(image.directories + index * 8) : 0);
  const table = directory(0);
  return {
    format: "pe",
    arch: machines[image.machine] ?? "unknown",
    bits: image.isPlus ? 64 : 32,
    os: "windows",
    ...(table === 0 ? { name: null, exports: [] } : readExports(reader, image, table, reader.u32(image.directories + 4))),
    dependencies: readImports(reader, image, directory(1)),
  };
}

const machines: Readonly<Record<number, Architecture>> = { 0x14c: "x86", 0x1c4: "arm", 0x8664: "x86_64", 0xaa64: "aarch64" };

interface Section {
  readonly address: number;
  readonly size: number;
  readonly offset: number;
  readonly isCode: boolean;
}

interface Image {
  readonly machine: number;
  readonly isPlus: boolean;
  readonly directories: number;
  readonly directoryCount: number;
  readonly sections: readonly Section[];
}

function readImage(reader: ByteReader): Image {
  const header = reader.u32(0x3c);
  if (header + 4 > reader.size)
    throw new FormatError("truncated", `its header should be at byte ${header}, but it ends at byte ${reader.size}`);
  if (reader.u32(header) !== 0x4550) throw new FormatError("not-a-library", "it is a DOS program or a damaged DLL: it has no PE header");
  if ((reader.u16(header + 22) & 0x2000) === 0) throw new FormatError("not-a-library", "it is a program (.exe), not a DLL");
  const optional = header + 24;
  const magic = reader.u16(optional);
  if (magic !== 0x10b && magic !== 0x20b) throw new FormatError("corrupt", `its optional header starts with ${magic}`);
  const isPlus = magic === 0x20b;
  const sectionCount = reader.u16(header + 6);
  const sections = optional + reader.u16(header + 20);
  reader.table("section headers", sections, sectionCount, 40);
  return {
    machine: reader.u16(header + 4),
    isPlus,
    directories: optional + (isPlus ? 112 : 96),
    directoryCount: reader.u32(optional + (isPlus ? 108 : 92)),
    sections: Array.from({ length: sectionCount }, (_, index) => readSection(reader, sections + index * 40)),
  };
}

function readSection(reader: ByteReader, at: number): Section {
  const holdsCode = 0x20000020;
  return {
    address: reader.u32(at + 12),
    size: Math.max(reader.u32(at + 8), reader.u32(at + 16)),
    offset: reader.u32(at + 20),
    isCode: (reader.u32(at + 36) & holdsCode) !== 0,
  };
}

/** Where an address of the loaded image lies in the file. */
function locate(image: Image, address: number): { readonly offset: number; readonly isCode: boolean } {
  const section = image.sections.find((candidate) => address >= candidate.address && address < candidate.address + candidate.size);
  if (section === undefined) throw new FormatError("corrupt", `its address 0x${address.toString(16)} lies in no section`);
  return { offset: address - section.address + section.offset, isCode: section.isCode };
}

function readExports(
  reader: ByteReader,
  image: Image,
  address: number,
  size: number,
): { readonly name: string | null; readonly exports: readonly LibrarySymbol[] } {
  const at = locate(image, address).offset;
  const ownName = reader.u32(at + 12);
  const functionCount = reader.u32(at + 20);
  const count = reader.u32(at + 24);
  const name = ownName === 0 ? null : reader.text(locate(image, ownName).offset);
  if (count === 0) return { name, exports: [] };
  const functions = locate(image, reader.u32(at + 28)).offset;
  const names = locate(image, reader.u32(at + 32)).offset;
  const ordinals = locate(image, reader.u32(at + 36)).offset;
  reader.table("exported functions", functions, functionCount, 4);
  reader.table("exported names", names, count, 4);
  reader.table("export ordinals", ordinals, count, 2);
  const exports = Array.from({ length: count }, (_, index): LibrarySymbol => {
    const ordinal = reader.u16(ordinals + index * 2);
    if (ordinal >= functionCount) throw new FormatError("corrupt", `its export ${index} has the ordinal ${ordinal} of ${functionCount}`);
    const place = reader.u32(functions + ordinal * 4);
    // A place inside the export table is the name of another DLL's function.
    const isForwarded = place >= address && place < address + size;
    const isCode = isForwarded || locate(image, place).isCode;
    return { name: reader.text(locate(image, reader.u32(names + index * 4)).offset), kind: isCode ? "fn" : "data", isWeak: false };
  });
  return { name, exports };
}

function readImports(reader: ByteReader, image: Image, address: number): readonly string[] {
  const dependencies: string[] = [];
  if (address === 0) return dependencies;
  for (let at = locate(image, address).offset; reader.u32(at + 12) !== 0; at += 20) {
    dependencies.push(reader.text(locate(image, reader.u32(at + 12)).offset));
  }
  return dependencies;
}
