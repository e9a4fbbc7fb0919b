import { open } from "node:fs/promises";
import { byteReader, FormatError, type ByteReader } from "./symbols/byteReader.ts";
import { isCompilerNoise } from "./symbols/compilerNoise.ts";
import { readElf } from "./symbols/elf.ts";
import type { LibraryInfo, RawLibrary } from "./symbols/libraryInfo.ts";
import { readMachO } from "./symbols/macho.ts";
import { readPe } from "./symbols/pe.ts";
import { readWasm } from "./symbols/wasm.ts";

export type ReadLibrary =
  | { readonly kind: "library"; readonly info: LibraryInfo }
  | {
      readonly kind: "unreadable";
      readonly reason: "not-found" | "not-readable" | "empty" | "not-a-library" | "truncated" | "corrupt" | "unsupported";
      /** A sentence without the path: "it is a program, not a shared library". */
      readonly message: string;
    };

/** Reads what a shared library exports and needs, for any platform, without loading it. Never rejects. */
export async function readLibrary(path: string): Promise<ReadLibrary> {
  try {
    const file = await open(path);
    try {
      const found = await file.stat();
      if (!found.isFile()) return unreadable("not-readable", "it is not a file");
      if (found.size > maxSize) return unreadable("unsupported", "it is larger than 1 GB");
      return parseLibrary(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
    return isMissing
      ? unreadable("not-found", "it does not exist")
      : unreadable("not-readable", error instanceof Error ? error.message : String(error));
  }
}

/** As `readLibrary`, from the bytes of the file. Damaged input never throws. */
export function parseLibrary(bytes: Uint8Array): ReadLibrary {
  if (bytes.length === 0) return unreadable("empty", "it is empty");
  try {
    const raw = readFormat(byteReader(bytes), bytes);
    const exports = raw.exports
      .filter((symbol) => !isCompilerNoise(symbol))
      .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
    return { kind: "library", info: { ...raw, exports, size: bytes.length } };
  } catch (error) {
    if (error instanceof FormatError) return unreadable(error.reason, error.message);
    throw error;
  }
}

const maxSize = 2 ** 30;

function unreadable(reason: Extract<ReadLibrary, { kind: "unreadable" }>["reason"], message: string): ReadLibrary {
  return { kind: "unreadable", reason, message };
}

function readFormat(reader: ByteReader, bytes: Uint8Array): RawLibrary {
  const start = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  const format = formats.find(({ magic }) => start.startsWith(magic));
  if (format === undefined) throw new FormatError("not-a-library", "it is no ELF, Mach-O, PE or WebAssembly file");
  return format.read(reader);
}

const formats: readonly { readonly magic: string; readonly read: (reader: ByteReader) => RawLibrary }[] = [
  { magic: "\x7fELF", read: readElf },
  { magic: "\xcf\xfa\xed\xfe", read: readMachO },
  { magic: "MZ", read: readPe },
  { magic: "\0asm", read: readWasm },
  {
    magic: "!<arch>\n",
    read: () => refuse("not-a-library", "it is a static library; a shared one is needed (build-lib -dynamic, or .linkage = .dynamic)"),
  },
  {
    magic: "\xca\xfe\xba\xbe",
    read: () => refuse("unsupported", "it is a universal Mach-O file; take one architecture out with lipo -thin"),
  },
  { magic: "\xce\xfa\xed\xfe", read: () => refuse("unsupported", "it is a 32-bit Mach-O file") },
];

function refuse(reason: "not-a-library" | "unsupported", message: string): never {
  throw new FormatError(reason, message);
}
