import { FormatError, type ByteReader } from "./byteReader.ts";
import type { Architecture, LibrarySymbol, RawLibrary } from "./libraryInfo.ts";

/** Reads a 64-bit little-endian Mach-O library with one architecture, through its symbol table. */
export function readMachO(reader: ByteReader): RawLibrary {
  const type = reader.u32(12);
  if (type !== dylib && type !== bundle) {
    throw new FormatError("not-a-library", `it is ${typeNames[type] ?? `a Mach-O file of type ${type}`}, not a dynamic library`);
  }
  const commands = readCommands(reader);
  const isCode = commands.filter(({ kind }) => kind === lcSegment64).flatMap((command) => readSections(reader, command));
  const symbolTable = commands.find(({ kind }) => kind === lcSymtab);
  if (symbolTable === undefined) throw new FormatError("unsupported", "it has no symbol table");
  const ownName = commands.find(({ kind }) => kind === lcIdDylib);
  return {
    format: "mach-o",
    arch: cpus[reader.u32(4)] ?? "unknown",
    bits: 64,
    os: platformOf(reader, commands),
    name: ownName === undefined ? null : dylibName(reader, ownName),
    exports: readSymbols(reader, symbolTable, isCode),
    dependencies: commands.filter(({ kind }) => lcLoads.includes(kind)).map((command) => dylibName(reader, command)),
  };
}

const dylib = 6;
const bundle = 8;
const lcSymtab = 0x2;
const lcIdDylib = 0xd;
const lcSegment64 = 0x19;
const lcVersionMinMacos = 0x24;
const lcBuildVersion = 0x32;
// Load, load weakly, re-export, load upward.
const lcLoads: readonly number[] = [0xc, 0x80000018, 0x8000001f, 0x80000023];
const typeNames: Readonly<Record<number, string>> = { 1: "an object file (.o)", 2: "a program", 10: "a debug symbol file" };
const cpus: Readonly<Record<number, Architecture>> = { 0x01000007: "x86_64", 0x0100000c: "aarch64" };

interface Command {
  readonly kind: number;
  readonly at: number;
  readonly size: number;
}

function readCommands(reader: ByteReader): readonly Command[] {
  const count = reader.u32(16);
  const header = 32;
  reader.table("load commands", header, count, 8);
  const commands: Command[] = [];
  let at = header;
  for (let index = 0; index < count; index++) {
    const command = { kind: reader.u32(at), at, size: reader.u32(at + 4) };
    if (command.size < 8) throw new FormatError("corrupt", `its load command ${index} has a size of ${command.size}`);
    reader.table("load commands", at, 1, command.size);
    commands.push(command);
    at += command.size;
  }
  return commands;
}

/** Whether each section of a segment holds instructions. Symbols count sections across segments, from 1. */
function readSections(reader: ByteReader, segment: Command): readonly boolean[] {
  const count = reader.u32(segment.at + 64);
  reader.table("sections", segment.at + 72, count, 80);
  const hasInstructions = 0x80000400;
  return Array.from({ length: count }, (_, index) => (reader.u32(segment.at + 72 + index * 80 + 64) & hasInstructions) !== 0);
}

function readSymbols(reader: ByteReader, command: Command, isCode: readonly boolean[]): readonly LibrarySymbol[] {
  const start = reader.u32(command.at + 8);
  const count = reader.u32(command.at + 12);
  const strings = reader.u32(command.at + 16);
  const recordSize = 16;
  reader.table("symbol table", start, count, recordSize);
  const found: LibrarySymbol[] = [];
  for (let index = 0; index < count; index++) {
    const at = start + index * recordSize;
    const type = reader.u8(at + 4);
    if (!isExported(type)) continue;
    const section = reader.u8(at + 5);
    const isWeak = (reader.u16(at + 6) & 0x80) !== 0;
    const name = reader.text(strings + reader.u32(at)).replace(/^_/, "");
    found.push({ name, kind: isCode[section - 1] === true ? "fn" : "data", isWeak });
  }
  return found;
}

/** Not for debuggers, external, not private to the linked file, and defined in a section. */
function isExported(type: number): boolean {
  const isDebug = (type & 0xe0) !== 0;
  const isExternal = (type & 0x01) !== 0;
  const isPrivate = (type & 0x10) !== 0;
  return !isDebug && isExternal && !isPrivate && (type & 0x0e) === 0x0e;
}

function dylibName(reader: ByteReader, command: Command): string {
  const offset = reader.u32(command.at + 8);
  if (offset >= command.size) throw new FormatError("corrupt", "the name of a library that it loads lies outside its load command");
  return reader.text(command.at + offset, command.size - offset);
}

function platformOf(reader: ByteReader, commands: readonly Command[]): RawLibrary["os"] {
  const build = commands.find(({ kind }) => kind === lcBuildVersion);
  if (build !== undefined) return reader.u32(build.at + 8) === 1 ? "macos" : "unknown";
  return commands.some(({ kind }) => kind === lcVersionMinMacos) ? "macos" : "unknown";
}
