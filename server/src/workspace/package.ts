import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadScriptParser, type ScriptParser, type SpecParser } from "../syntax/bindings/scriptGrammar.ts";
import { loadZigParser, type ZigParser } from "../syntax/grammar.ts";

/** Something around us is not as it must be; the message says what to do. Shown once, as it is. */
export class EnvironmentError extends Error {
  override readonly name: string = "EnvironmentError";
}

/** The grammars lie in `grammars/` of the package: beside `dist/` when built, three levels up in the sources. */
export async function bundledParser(): Promise<ZigParser> {
  const folder = join(packageRoot(), "grammars");
  return await loadZigParser({
    runtimeWasm: readFileSync(join(folder, "web-tree-sitter.wasm")),
    zigWasm: readFileSync(join(folder, "tree-sitter-zig.wasm")),
  });
}

/** For scripts with hand-written declarations. */
export async function bundledScriptParser(): Promise<ScriptParser & SpecParser> {
  const folder = join(packageRoot(), "grammars");
  return await loadScriptParser({
    runtimeWasm: readFileSync(join(folder, "web-tree-sitter.wasm")),
    typescriptWasm: readFileSync(join(folder, "tree-sitter-typescript.wasm")),
    tsxWasm: readFileSync(join(folder, "tree-sitter-tsx.wasm")),
  });
}

export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "grammars", "sources.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new EnvironmentError("the package is incomplete: grammars/ is missing; reinstall zig-ffi");
    folder = parent;
  }
  return folder;
}

export function packageVersion(): string {
  const json = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { readonly version: string };
  return json.version;
}
