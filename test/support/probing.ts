import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FfiModule } from "../../server/src/model/decls.ts";
import type { ReadSource } from "../../server/src/model/span.ts";
import { parseTarget, type Target } from "../../server/src/model/target.ts";
import { loadZigParser } from "../../server/src/syntax/grammar.ts";
import { readZigModule } from "../../server/src/syntax/zigModule.ts";
import type { Zig } from "../../server/src/toolchain/findZig.ts";
import { sourceReader } from "../../server/src/toolchain/probe/sourceReader.ts";
import { root, testZig } from "./fixtures.ts";

/** The targets that every layout is verified for. */
export const verifiedTriples = [
  "x86_64-linux-gnu",
  "x86_64-windows-gnu",
  "aarch64-linux-gnu",
  "aarch64-macos",
  "x86-linux-gnu",
  "arm-linux-gnueabihf",
  "wasm32",
] as const;

const parser = await loadZigParser({
  runtimeWasm: readFileSync(join(root, "grammars/web-tree-sitter.wasm")),
  zigWasm: readFileSync(join(root, "grammars/tree-sitter-zig.wasm")),
});

export function moduleOfFile(file: string, read: ReadSource = sourceReader()): FfiModule {
  return readZigModule({ root: file, read, parser });
}

export function targetOf(triple: string): Target {
  const target = parseTarget(triple);
  if (target === undefined) throw new Error(`unknown target ${triple}`);
  return target;
}

/** The compiler that the tests run with. */
export function zigUnderTest(): Zig {
  return zigAt(testZig());
}

export function zigAt(path: string): Zig {
  return { command: [path], version: execFileSync(path, ["version"], { encoding: "utf8" }).trim() };
}
