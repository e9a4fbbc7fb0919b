import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const libraryCount = 100;
const otherCount = 4800;

/** A folder of 100 libraries of two files each, without errors, among 4800 Zig files that export nothing. */
export function writeManyFiles(folder: string): void {
  for (let i = 0; i < otherCount; i++) {
    const place = join(folder, "other", String(i % 50));
    if (i < 50) mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `file${i}.zig`), `pub fn f${i}(a: u32) u32 {\n    return a + ${i};\n}\n`);
  }
  mkdirSync(join(folder, "libraries"));
  writeLibraries(folder, "*const");
}

/** All 200 files of the libraries anew, as a change of branch does it. With `[]const` every library has one error. */
export function writeLibraries(folder: string, pointer: "*const" | "[]const"): void {
  for (let i = 0; i < libraryCount; i++) {
    writeFileSync(
      join(folder, "libraries", `types${i}.zig`),
      `pub const T = extern struct { a: u8, b: ${pointer === "*const" ? "u32" : "u64"} };\n`,
    );
    const root = `const types = @import("types${i}.zig");\nexport fn library${i}_f(t: ${pointer} types.T) u32 {\n    _ = t;\n    return 0;\n}\n`;
    writeFileSync(join(folder, "libraries", `library${i}.zig`), root);
  }
}

export function deleteHalf(folder: string): void {
  for (let i = 0; i < libraryCount; i += 2) for (const name of ["types", "library"]) rmSync(join(folder, "libraries", `${name}${i}.zig`));
}
