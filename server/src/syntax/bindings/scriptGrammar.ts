import { Language, Parser } from "web-tree-sitter";
import { lineStarts } from "../lines.ts";
import { rawTree } from "./rawTree.ts";
import type { ScriptFile } from "./script.ts";
import { withoutTestBodies } from "../specMask.ts";
import { specOutline, type SpecOutline } from "../specs.ts";
import { statementsOf } from "./statementTree.ts";
import { startParserRuntime } from "../parserRuntime.ts";

export interface ScriptParser {
  /** Never throws on bad source: what cannot be parsed is left out, and the outline's problem says where. `path` is absolute, with `/`. */
  outline(text: string, path: string): ScriptFile;
}

export interface SpecParser {
  /** What a spec file declares; null for a file that imports nothing of `zig-ffi/spec`. Never throws on bad source. */
  specs(text: string, path: string): SpecOutline | null;
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
export async function loadScriptParser(bytes: ScriptGrammarBytes): Promise<ScriptParser & SpecParser> {
  await startParserRuntime(bytes.runtimeWasm);
  const typescript = new Parser();
  typescript.setLanguage(await Language.load(bytes.typescriptWasm));
  const tsx = new Parser();
  tsx.setLanguage(await Language.load(bytes.tsxWasm));
  const parserOf = (path: string): Parser => (isTypeScript(path) ? typescript : tsx);
  return {
    outline: (text, path) => outline(parserOf(path), text, path),
    specs: (text, path) => specs(parserOf(path), text),
  };
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

function specs(parser: Parser, text: string): SpecOutline | null {
  // Most scripts are no specs, and need no parser to say so.
  if (!text.includes("zig-ffi/spec")) return null;
  const short = readSpecs(parser, withoutTestBodies(text));
  // Bodies that were taken for others than they are leave a mistake behind.
  return (short.hasError ? readSpecs(parser, text) : short).outline;
}

function readSpecs(parser: Parser, text: string): { readonly outline: SpecOutline | null; readonly hasError: boolean } {
  const tree = parser.parse(text);
  if (tree === null) throw new Error("the script parser has no grammar");
  try {
    return { outline: specOutline(tree.rootNode), hasError: tree.rootNode.hasError };
  } finally {
    tree.delete();
  }
}
