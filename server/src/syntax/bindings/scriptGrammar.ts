import { Language, Parser } from "web-tree-sitter";
import { lineStarts } from "../lines.ts";
import { rawTree } from "./rawTree.ts";
import type { ScriptFile } from "./script.ts";
import { statementsOf } from "./statementTree.ts";
import { startParserRuntime } from "../parserRuntime.ts";

export interface ScriptParser {
  /** Never throws on bad source: what cannot be parsed is left out, and the outline's problem says where. `path` is absolute, with `/`. */
  outline(text: string, path: string): ScriptFile;
}

export interface ScriptGrammarBytes {
  /** web-tree-sitter.wasm */
  readonly runtimeWasm: Uint8Array;
  /** tree-sitter-typescript.wasm */
  readonly typescriptWasm: Uint8Array;
  /** tree-sitter-tsx.wasm */
  readonly tsxWasm: Uint8Array;
}

/** Loads the parser from its wasm files, whose bytes the caller brings. Throws when the bytes are not what they should be. */
export async function loadScriptParser(bytes: ScriptGrammarBytes): Promise<ScriptParser> {
  await startParserRuntime(bytes.runtimeWasm);
  const typescript = new Parser();
  typescript.setLanguage(await Language.load(bytes.typescriptWasm));
  const tsx = new Parser();
  tsx.setLanguage(await Language.load(bytes.tsxWasm));
  return { outline: (text, path) => outline(isTypeScript(path) ? typescript : tsx, text, path) };
}

/** JavaScript may hold JSX, which only the tsx grammar reads; `<T>x` of TypeScript is only in the other. */
function isTypeScript(path: string): boolean {
  return /\.[cm]?ts$/.test(path);
}

function outline(parser: Parser, text: string, path: string): ScriptFile {
  const tree = parser.parse(text);
  if (tree === null) throw new Error("the script parser has no grammar");
  try {
    const { root, problem } = rawTree(tree);
    return { path, text, lines: lineStarts(text), statements: statementsOf(text, root), problem };
  } finally {
    // Trees live in wasm memory, which nobody else frees.
    tree.delete();
  }
}
