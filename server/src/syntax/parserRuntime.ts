import { Parser } from "web-tree-sitter";

let started: Promise<void> | undefined;

/** Starts the runtime of all parsers, once: grammars that one runtime has loaded are of no use to another one. */
export function startParserRuntime(wasmBinary: Uint8Array): Promise<void> {
  started ??= Parser.init({ wasmBinary }).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}
