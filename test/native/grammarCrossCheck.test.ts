// The wasm grammar that we ship against the same grammar compiled to machine code: equal trees, node by node.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { globSync } from "tinyglobby";
import { Language, Parser } from "web-tree-sitter";
import { maskForGrammar } from "../../server/src/syntax/mask.ts";
import { outlineOfTree } from "../../server/src/syntax/treeOutline.ts";
import { bundledParser } from "../../server/src/workspace/package.ts";
import { root, testZig } from "../support/fixtures.ts";

interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: (index: number) => string): { readonly rootNode: { toString(): string; readonly endIndex: number } };
}

type Loaded = { readonly kind: "loaded"; readonly parser: NativeParser } | { readonly kind: "missing"; readonly why: string };

const native = loadNative();
const skip = native.kind === "missing" ? `the native tree-sitter binding does not load here: ${native.why}` : false;

await Parser.init({ wasmBinary: readFileSync(join(root, "grammars/web-tree-sitter.wasm")) });
const wasm = new Parser();
wasm.setLanguage(await Language.load(readFileSync(join(root, "grammars/tree-sitter-zig.wasm"))));

const standardLibrary = join(dirname(testZig()), "lib/std");

for (const [name, folder] of [
  ["fixtures", join(root, "zig-fixtures")],
  ["the compiler's standard library", standardLibrary],
] as const) {
  test(`wasm and native agree on ${name}`, { skip }, (t) => {
    const files = globSync(["**/*.zig"], { cwd: folder, absolute: true, ignore: ["**/.zig-cache/**"] });
    assert.ok(files.length > 20, `only ${String(files.length)} files below ${name}`);
    let differing = 0;
    for (const file of files) {
      const comparison = compare(readFileSync(file, "utf8"));
      assert.notEqual(comparison, "different", `${file}: the trees differ`);
      if (comparison === "recovered differently") differing++;
    }
    t.diagnostic(`${String(files.length)} files; ${String(differing)} with syntax that the grammar does not know, recovered differently`);
  });
}

test("bodies that are blanked before parsing make no difference to an outline", async () => {
  const parser = await bundledParser();
  const files = globSync(["**/*.zig"], { cwd: standardLibrary, absolute: true });
  let compared = 0;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const outline = parser.outline(text, file);
    // A file with an error is parsed with its bodies anyway.
    if (outline.problems.length > 0) continue;
    const tree = wasm.parse(maskForGrammar(text));
    assert.ok(tree !== null);
    const whole = outlineOfTree(tree.rootNode, text, file);
    tree.delete();
    assert.deepEqual(outline, whole, file);
    compared++;
  }
  assert.ok(compared > 500, `only ${String(compared)} files without an error`);
});

type Comparison = "equal" | "recovered differently" | "different";

function compare(text: string): Comparison {
  if (native.kind === "missing") throw new Error(native.why);
  const tree = wasm.parse(text);
  assert.ok(tree !== null);
  // The binding takes no text above 32 KB at once.
  const other = native.parser.parse((index) => text.slice(index, index + 8192)).rootNode;
  const isEqual = tree.rootNode.toString() === other.toString() && tree.rootNode.endIndex === other.endIndex;
  // How to go on after an error is not the grammar's but the runtime's choice, and the two runtimes have different versions.
  const hasError = tree.rootNode.hasError;
  tree.delete();
  return isEqual ? "equal" : hasError ? "recovered differently" : "different";
}

function loadNative(): Loaded {
  try {
    const require = createRequire(import.meta.url);
    const Native = require("tree-sitter") as new () => NativeParser;
    const parser = new Native();
    parser.setLanguage(require("@tree-sitter-grammars/tree-sitter-zig"));
    return { kind: "loaded", parser };
  } catch (error) {
    return { kind: "missing", why: error instanceof Error ? error.message : String(error) };
  }
}
