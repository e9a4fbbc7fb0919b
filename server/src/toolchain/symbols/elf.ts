import { FormatError, type ByteReader } from "./byteReader.ts";
import type { Architecture, LibrarySymbol, RawLibrary } from "./libraryInfo.ts";

/** Reads an ELF shared object through its section headers, which no usual tool strips. */
export function readElf(reader: ByteReader): RawLibrary {
  const is64 = reader.u8(4) === 2;
  if (reader.u8(5) !== 1) throw new FormatError("unsupported", "it is a big-endian ELF file");
  const type = reader.u16(16);
  if (type !== etDyn)
    throw new FormatError("not-a-library", `it is ${typeNames[type] ?? `an ELF file of type ${type}`}, not a shared library`);
  const sections = readSections(reader, is64);
  const symbols = sections.find((section) => section.type === shtDynsym);
  if (symbols === undefined) throw new FormatError("unsupported", "it has no dynamic symbol section: its section headers were stripped");
  return {
    format: "elf",
    arch: machines[reader.u16(18)] ?? "unknown",
    bits: is64 ? 64 : 32,
    os: [0, 3].includes(reader.u8(7)) ? "linux" : "unknown",
    exports: readSymbols(reader, is64, symbols, sections),
    ...readDynamic(reader, is64, sections),
  };
}

const etDyn = 3;
const shtDynamic = 6;
const shtDynsym = 11;
const executable = 4;
const typeNames: Readonly<Record<number, string>> = { 1: "an object file (.o)", 2: "a program", 4: "a core dump" };
const machines: Readonly<Record<number, Architecture>> = { 3: "x86", 40: "arm", 62: "x86_64", 183: "aarch64", 243: "riscv64" };

interface Section {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

function readSections(reader: ByteReader, is64: boolean): readonly Section[] {
  const start = is64 ? reader.u64(40) : reader.u32(32);
  const recordSize = reader.u16(is64 ? 58 : 46);
  const count = reader.u16(is64 ? 60 : 48);
  if (count > 0 && recordSize < (is64 ? 64 : 40)) throw new FormatError("corrupt", `its section headers have a size of ${recordSize}`);
  reader.table("section headers", start, count, recordSize);
  return Array.from({ length: count }, (_, index): Section => {
    const at = start + index * recordSize;
    return is64
      ? {
          type: reader.u32(at + 4),
          flags: reader.u32(at + 8),
          offset: reader.u64(at + 24),
          size: reader.u64(at + 32),
          link: reader.u32(at + 40),
        }
      : {
          type: reader.u32(at + 4),
          flags: reader.u32(at + 8),
          offset: reader.u32(at + 16),
          size: reader.u32(at + 20),
          link: reader.u32(at + 24),
        };
  });
}

function readSymbols(reader: ByteReader, is64: boolean, section: Section, sections: readonly Section[]): readonly LibrarySymbol[] {
  const recordSize = is64 ? 24 : 16;
  const count = Math.floor(section.size / recordSize);
  const strings = stringTable(section, sections);
  reader.table("dynamic symbols", section.offset, count, recordSize);
  const found: LibrarySymbol[] = [];
  // The first entry is a placeholder.
  for (let index = 1; index < count; index++) {
    const at = section.offset + index * recordSize;
    const info = reader.u8(at + (is64 ? 4 : 12));
    const visibility = reader.u8(at + (is64 ? 5 : 13)) & 3;
    const home = reader.u16(at + (is64 ? 6 : 14));
    if (!isExported(info >> 4, visibility, home)) continue;
    const kind = symbolKind(info & 15, sections[home]);
    if (kind !== undefined) found.push({ name: reader.text(strings + reader.u32(at)), kind, isWeak: info >> 4 === weak });
  }
  return found;
}

const weak = 2;

function isExported(binding: number, visibility: number, home: number): boolean {
  const isGlobal = binding === 1 || binding === weak || binding === 10;
  const isVisible = visibility === 0 || visibility === 3;
  // Without a section: undefined (to be found elsewhere), or absolute (a linker's mark).
  return isGlobal && isVisible && home !== 0 && home !== 0xfff1;
}

function symbolKind(type: number, home: Section | undefined): "fn" | "data" | undefined {
  switch (type) {
    case 2: // function
    case 10: // function chosen at load
      return "fn";
    case 1: // object
    case 5: // common
    case 6: // thread-local
      return "data";
    case 0: // no type: hand-written assembly
      return home !== undefined && (home.flags & executable) !== 0 ? "fn" : "data";
    default:
      return undefined;
  }
}

function readDynamic(reader: ByteReader, is64: boolean, sections: readonly Section[]): Pick<RawLibrary, "name" | "dependencies"> {
  const section = sections.find(({ type }) => type === shtDynamic);
  const dependencies: string[] = [];
  let name: string | null = null;
  if (section === undefined) return { name, dependencies };
  const recordSize = is64 ? 16 : 8;
  const strings = stringTable(section, sections);
  const count = Math.floor(section.size / recordSize);
  reader.table("dynamic section", section.offset, count, recordSize);
  for (let index = 0; index < count; index++) {
    const at = section.offset + index * recordSize;
    const tag = reader.u32(at);
    if (tag === 0) break;
    const value = reader.u32(at + recordSize / 2);
    if (tag === 1) dependencies.push(reader.text(strings + value));
    if (tag === 14) name = reader.text(strings + value);
  }
  return { name, dependencies };
}

function stringTable(section: Section, sections: readonly Section[]): number {
  const strings = sections[section.link];
  if (strings === undefined) throw new FormatError("corrupt", `its section ${section.link}, which should hold names, does not exist`);
  return strings.offset;
}
