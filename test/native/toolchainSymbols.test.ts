import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runProcess } from "../../server/src/toolchain/runProcess.ts";
import { parseLibrary, readLibrary } from "../../server/src/toolchain/symbols.ts";
import type { LibraryInfo } from "../../server/src/toolchain/symbols/libraryInfo.ts";
import { testZig } from "../support/fixtures.ts";

const source = `export fn add(a: i32, b: i32) i32 { return a + b; }
export var counter: u32 = 7;
export const table = [_]u8{ 1, 2, 3 };
fn maybe() callconv(.c) i32 { return 5; }
comptime { @export(&maybe, .{ .name = "maybe", .linkage = .weak }); }
`;

type Row = Pick<LibraryInfo, "format" | "arch" | "bits" | "os"> & { readonly dependency: string };

const targets: Readonly<Record<string, Row>> = {
  "x86_64-linux-gnu": { format: "elf", arch: "x86_64", bits: 64, os: "linux", dependency: "libc.so.6" },
  "arm-linux-gnueabihf": { format: "elf", arch: "arm", bits: 32, os: "linux", dependency: "libc.so.6" },
  "x86_64-windows-gnu": { format: "pe", arch: "x86_64", bits: 64, os: "windows", dependency: "KERNEL32.dll" },
  "aarch64-macos": {
    format: "mach-o",
    arch: "aarch64",
    bits: 64,
    os: "macos",
    dependency: "/usr/lib/libSystem.B.dylib",
  },
};
const files: Readonly<Record<string, string>> = { elf: "libs.so", pe: "s.dll", "mach-o": "libs.dylib" };

describe("symbols of libraries for other machines", () => {
  let folder = "";
  const built = new Map<string, string>();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zig-ffi-symbols-"));
    writeFileSync(join(folder, "s.zig"), source);
    for (const [target, { format }] of Object.entries(targets)) {
      const path = join(folder, `${target}-${files[format] ?? ""}`);
      // Debug, because its libraries carry what the compiler adds.
      await compile(["build-lib", "-dynamic", "-O", "Debug", "-lc", "-target", target, "--name", "s", `-femit-bin=${path}`, "s.zig"]);
      built.set(target, path);
    }
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  async function compile(args: readonly string[]): Promise<void> {
    const result = await runProcess({ command: [testZig(), ...args, "--cache-dir", "cache"], cwd: folder, env: process.env });
    assert.ok(result.kind === "exited" && result.code === 0, JSON.stringify(result));
  }

  for (const [target, row] of Object.entries(targets)) {
    it(target, async () => {
      const result = await readLibrary(built.get(target) ?? "");
      assert.ok(result.kind === "library", JSON.stringify(result));
      const { format, arch, bits, os, exports, dependencies, size } = result.info;
      assert.deepEqual({ format, arch, bits, os }, { format: row.format, arch: row.arch, bits: row.bits, os: row.os });
      assert.deepEqual(exports, [
        { name: "add", kind: "fn", isWeak: false },
        { name: "counter", kind: "data", isWeak: false },
        // PE has no weak exports.
        { name: "maybe", kind: "fn", isWeak: row.format !== "pe" },
        { name: "table", kind: "data", isWeak: false },
      ]);
      assert.ok(dependencies.includes(row.dependency), dependencies.join(" "));
      assert.ok(size > 1000);
    });
  }

  it("WebAssembly, an object file and a program", async () => {
    await compile([
      "build-exe",
      "-fno-entry",
      "-rdynamic",
      "-O",
      "ReleaseSmall",
      "-target",
      "wasm32-freestanding",
      "-femit-bin=s.wasm",
      "s.zig",
    ]);
    const wasm = await readLibrary(join(folder, "s.wasm"));
    assert.ok(wasm.kind === "library");
    assert.deepEqual(
      wasm.info.exports.map(({ name, kind }) => `${name} ${kind}`),
      ["add fn", "counter data", "maybe fn", "table data"],
    );
    await compile(["build-obj", "-O", "ReleaseSmall", "-target", "x86_64-linux-gnu", "-femit-bin=s.o", "s.zig"]);
    const object = await readLibrary(join(folder, "s.o"));
    assert.equal(object.kind === "unreadable" && object.message, "it is an object file (.o), not a shared library");
    const self = await readLibrary(process.execPath);
    assert.notEqual(self.kind === "unreadable" && self.reason, "corrupt");
  });

  it("damaged libraries never throw: cut anywhere, any bits flipped", async () => {
    const random = generator(20260);
    const outcomes = new Map<string, number>();
    for (const [target, { format }] of Object.entries(targets)) {
      const name = `small-${target}-${files[format] ?? ""}`;
      // Small, so that most of the file is headers and tables.
      await compile(["build-lib", "-dynamic", "-O", "ReleaseSmall", "-fstrip", "-target", target, `-femit-bin=${name}`, "s.zig"]);
      const bytes = readFileSync(join(folder, name));
      for (let round = 0; round < 500; round++) {
        note(parseLibrary(bytes.subarray(0, random(bytes.length))));
        const copy = Buffer.from(bytes);
        const end = round % 2 === 0 ? bytes.length : Math.min(bytes.length, 1024);
        for (let flips = random(20); flips >= 0; flips--) {
          const at = random(end);
          copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
        }
        note(parseLibrary(copy));
      }
    }
    function note(result: ReturnType<typeof parseLibrary>): void {
      const key = result.kind === "library" ? "library" : result.reason;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
      if (result.kind === "unreadable") assert.match(result.message, /^(?:it|its|the) /);
    }
    // The rounds reach the checks, not only the first magic number.
    for (const kind of ["library", "truncated", "corrupt", "not-a-library", "unsupported"]) {
      assert.ok((outcomes.get(kind) ?? 0) > 5, JSON.stringify([...outcomes]));
    }
  });
});

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
