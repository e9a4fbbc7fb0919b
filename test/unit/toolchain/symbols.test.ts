import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseLibrary, readLibrary } from "../../../server/src/toolchain/symbols.ts";
import { isCompilerNoise } from "../../../server/src/toolchain/symbols/compilerNoise.ts";
import { temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

function refusal(bytes: Uint8Array): string {
  const result = parseLibrary(bytes);
  return result.kind === "library" ? "library" : `${result.reason}: ${result.message}`;
}

function bytes(...parts: readonly (string | number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
}

test("what is no shared library is named", () => {
  assert.equal(refusal(bytes()), "empty: it is empty");
  assert.equal(refusal(bytes("hello")), "not-a-library: it is no ELF, Mach-O, PE or WebAssembly file");
  assert.match(refusal(bytes("!<arch>\n")), /^not-a-library: it is a static library/);
  assert.match(refusal(bytes([0xca, 0xfe, 0xba, 0xbe])), /^unsupported: it is a universal Mach-O file/);
  assert.match(refusal(bytes("\x7fELF")), /^truncated: it ends at byte 4/);
  assert.match(
    refusal(bytes("\x7fELF", [2, 1], Array(10).fill(0) as number[], [1, 0], Array(60).fill(0) as number[])),
    /^not-a-library: it is an object file/,
  );
  assert.match(refusal(bytes("\x7fELF", [2, 2], Array(60).fill(0) as number[])), /^unsupported: it is a big-endian/);
  assert.match(refusal(bytes("MZ", Array(58).fill(0) as number[], [64, 0, 0, 0])), /^truncated: its header should be at byte 64/);
  assert.match(refusal(bytes("MZ", Array(58).fill(0) as number[], [64, 0, 0, 0, 1, 1, 1, 1])), /^not-a-library: it is a DOS program/);
});

test("WebAssembly: exported functions and globals, imported modules", () => {
  const header = "\0asm\x01\0\0\0";
  const imports = bytes([1, 3], "env", [3], "log", [0, 0]);
  const exports = bytes([3, 3], "add", [0, 0, 6], "memory", [2, 0, 1], "g", [3, 0]);
  const result = parseLibrary(bytes(header, [2, imports.length], [...imports], [7, exports.length], [...exports]));
  assert.ok(result.kind === "library");
  assert.deepEqual(result.info.exports, [
    { name: "add", kind: "fn", isWeak: false },
    { name: "g", kind: "data", isWeak: false },
  ]);
  assert.deepEqual(result.info.dependencies, ["env"]);
  assert.match(refusal(bytes(header, [7, 100, 1])), /^truncated: its sections/);
});

test("paths that cannot be read", async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "directory"));
  writeFile(join(folder, "text.so"), "INPUT(libother.so)");
  const read = async (name: string) => {
    const result = await readLibrary(join(folder, name));
    return result.kind === "library" ? "library" : result.reason;
  };
  assert.deepEqual(
    [await read("gone.so"), await read("directory"), await read("text.so"), await read("text.so/x")],
    ["not-found", "not-readable", "not-a-library", "not-found"],
  );
});

test("compiler noise: the linker's marks always, the runtime only where it is weak", () => {
  const names = ["memcpy", "sinf", "fmaq", "__ubsan_handle_add_overflow", "_tls_index", "__dso_handle", "add"];
  const noisy = (isWeak: boolean) => names.filter((name) => isCompilerNoise({ name, kind: "fn", isWeak }));
  assert.deepEqual(noisy(true), names.slice(0, -1));
  assert.deepEqual(noisy(false), ["_tls_index", "__dso_handle"]);
});
