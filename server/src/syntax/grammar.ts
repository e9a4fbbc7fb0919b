import { Language, Parser } from "web-tree-sitter";
import { withoutBodies } from "./bodyMask.ts";
import { outlineAfterChange } from "./incremental.ts";
import { maskForGrammar } from "./mask.ts";
import type { ContainerOutline, SyntaxProblem, ZigFile } from "./outline.ts";
import { repairBrackets } from "./repair.ts";
import { outlineOfTree } from "./treeOutline.ts";
import { startParserRuntime } from "./parserRuntime.ts";

export interface ZigParser {
  /**
   * Never throws on bad source: what cannot be parsed is in the outline's problems. `file` is the path, absolute, with `/`.
   * `previous`: of the same file before some change; only what changed is parsed then.
   */
  outline(text: string, file: string, previous?: ZigFile): ZigFile;
}

export interface GrammarBytes {
  /** web-tree-sitter.wasm */
  readonly runtimeWasm: Uint8Array;
  /** tree-sitter-zig.wasm */
  readonly zigWasm: Uint8Array;
}

/** Loads the parser from its two wasm files, whose bytes the caller brings. Throws when the bytes are not what they should be. */
export async function loadZigParser(bytes: GrammarBytes): Promise<ZigParser> {
  await startParserRuntime(bytes.runtimeWasm);
  const parser = new Parser();
  parser.setLanguage(await Language.load(bytes.zigWasm));
  const whole = (text: string, file: string): ZigFile => outline(parser, text, file);
  return {
    outline: (text, file, previous) =>
      (previous === undefined ? undefined : outlineAfterChange(previous, text, whole)) ?? whole(text, file),
  };
}

function outline(parser: Parser, text: string, file: string): ZigFile {
  const quick = outlineOf(parser, withoutBodies(text), { text, file });
  if (quick.problems.length === 0) return quick;
  // Where something is wrong, the bodies help to find out where it ends.
  const plain = outlineOf(parser, text, { text, file });
  const repair = plain.problems.length === 0 ? undefined : repairBrackets(text);
  if (repair === undefined) return plain;
  const repaired = outlineOf(parser, repair.text, { text, file });
  if (declarationsIn(repaired.root) < declarationsIn(plain.root)) return plain;
  const isOther = (problem: SyntaxProblem): boolean =>
    !repair.chunks.some((chunk) => problem.start >= chunk.start && problem.start <= chunk.end);
  const others = repaired.problems.filter(isOther);
  return { ...repaired, problems: [...repair.problems, ...others].sort((a, b) => a.start - b.start) };
}

interface RealSource {
  readonly text: string;
  readonly file: string;
}

function outlineOf(parser: Parser, parsed: string, real: RealSource): ZigFile {
  const tree = parser.parse(maskForGrammar(parsed));
  if (tree === null) throw new Error("the Zig parser has no grammar");
  try {
    return outlineOfTree(tree.rootNode, real.text, real.file);
  } finally {
    // Trees live in wasm memory, which nobody else frees.
    tree.delete();
  }
}

function declarationsIn(container: ContainerOutline): number {
  return container.members.filter((member) => member.kind === "fn" || member.kind === "variable").length;
}
