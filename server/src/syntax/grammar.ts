import { Language, Parser } from "web-tree-sitter";
import { maskKeywordNames } from "./mask.ts";
import type { ZigFile } from "./outline.ts";
import { outlineOfTree } from "./treeOutline.ts";

export interface ZigParser {
  /** Never throws on bad source: what cannot be parsed is in the outline's problems. `file` is the path, absolute, with `/`. */
  outline(text: string, file: string): ZigFile;
}

export interface GrammarBytes {
  /** web-tree-sitter.wasm */
  readonly runtimeWasm: Uint8Array;
  /** tree-sitter-zig.wasm */
  readonly zigWasm: Uint8Array;
}

/** Loads the parser from its two wasm files, whose bytes the caller brings. Throws when the bytes are not what they should be. */
export async function loadZigParser(bytes: GrammarBytes): Promise<ZigParser> {
  await Parser.init({ wasmBinary: bytes.runtimeWasm });
  const parser = new Parser();
  parser.setLanguage(await Language.load(bytes.zigWasm));
  return { outline: (text, file) => outline(parser, text, file) };
}

function outline(parser: Parser, text: string, file: string): ZigFile {
  const tree = parser.parse(maskKeywordNames(text));
  if (tree === null) throw new Error("the Zig parser has no grammar");
  try {
    return outlineOfTree(tree.rootNode, text, file);
  } finally {
    // Trees live in wasm memory, which nobody else frees.
    tree.delete();
  }
}
