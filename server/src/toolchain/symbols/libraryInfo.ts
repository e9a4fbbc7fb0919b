export type Architecture = "x86_64" | "x86" | "aarch64" | "arm" | "riscv64" | "wasm32" | "unknown";

export interface LibraryInfo {
  readonly format: "elf" | "mach-o" | "pe" | "wasm";
  readonly arch: Architecture;
  readonly bits: 32 | 64;
  /** For ELF a guess: Linux unless the file says otherwise. */
  readonly os: "linux" | "macos" | "windows" | "freestanding" | "unknown";
  /** The name that the library gives itself: SONAME, install name, the export table's name. */
  readonly name: string | null;
  /** Sorted by name. What the compiler adds by itself is left out. */
  readonly exports: readonly LibrarySymbol[];
  /** Names of the libraries (for wasm: modules) that it needs, in order. */
  readonly dependencies: readonly string[];
  /** Of the file, in bytes. */
  readonly size: number;
}

export interface LibrarySymbol {
  /** As a program looks it up: without Mach-O's leading underscore. */
  readonly name: string;
  readonly kind: "fn" | "data";
  readonly isWeak: boolean;
}

/** What a format's reader hands over; `symbols.ts` adds the rest. */
export type RawLibrary = Omit<LibraryInfo, "size">;
