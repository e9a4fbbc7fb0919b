// Collects the extension's English texts (`l10n.t("...")`) into l10n/bundle.l10n.json, which translators copy: `npm run l10n`; with --check
// it only says whether the file is current.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..");
const sources = join(root, "extension", "src");
const output = join(root, "l10n", "bundle.l10n.json");

const texts = new Set<string>();
for (const file of readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
  const path = join(sources, file);
  collect(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true), texts);
}
const bundle = `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), null, 2)}\n`;
if (!process.argv.includes("--check")) writeFileSync(output, bundle);
else if (readFileSync(output, "utf8") !== bundle) {
  console.error("l10n/bundle.l10n.json is not what the sources say: run npm run l10n");
  process.exitCode = 1;
}

function collect(node: ts.Node, found: Set<string>): void {
  if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText())) {
    const [text] = node.arguments;
    if (text === undefined || !ts.isStringLiteralLike(text))
      throw new Error(`${node.getSourceFile().fileName}: l10n.t wants a literal, found ${node.getText()}`);
    found.add(text.text);
  }
  node.forEachChild((child) => collect(child, found));
}
