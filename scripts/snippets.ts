// Turns the helpers in server/src/emit/snippets/ into a table that the generator prints from: one entry a top-level declaration, with
// the names it uses. `npm run snippets` writes it; with --check it only says whether the file is current.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..");
const folder = join(root, "server/src/emit/snippets");
const output = join(root, "server/src/emit/snippetTable.ts");

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly uses: readonly string[];
  readonly imports: readonly string[];
}

const sources = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .map((file) => ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.Latest, true));

const declared = new Set(sources.flatMap((source) => source.statements.flatMap(namesOf)));
const text = render(sources.flatMap((source) => entriesOf(source)));
if (process.argv.includes("--check")) {
  if (readFileSync(output, "utf8") !== text) {
    console.error("server/src/emit/snippetTable.ts is not what the snippets say: run npm run snippets");
    process.exitCode = 1;
  }
} else writeFileSync(output, text);

function entriesOf(source: ts.SourceFile): readonly Entry[] {
  const builtins = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const from = statement.moduleSpecifier.text;
    const bindings = statement.importClause?.namedBindings;
    if (!from.startsWith("node:") || bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const element of bindings.elements) builtins.set(element.name.text, from);
  }
  return source.statements.flatMap((statement) => {
    const [name] = namesOf(statement);
    if (name === undefined) return [];
    const words = identifiersIn(statement);
    const uses = [...words].filter((word) => declared.has(word) && word !== name).sort();
    const imports = [...words].filter((word) => builtins.has(word)).map((word) => `${builtins.get(word) ?? ""}:${word}`);
    return [{ name, text: textOf(statement, source), uses, imports: imports.sort() }];
  });
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
    return statement.name === undefined ? [] : [statement.name.text];
  return [];
}

function identifiersIn(node: ts.Node): Set<string> {
  const found = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner) && !isMemberName(inner)) found.add(inner.text);
    inner.forEachChild(visit);
  };
  visit(node);
  return found;
}

/** `b` in `a.b`, `{ b: 1 }`, `b(): void` and parameter lists names a member, not a declaration of ours. */
function isMemberName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  const isNamed =
    ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent);
  return (isNamed || ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent)) && parent.name === node;
}

/** Source with its doc comment, without `export`: the generator decides what a generated file exports. */
function textOf(statement: ts.Statement, source: ts.SourceFile): string {
  const full = source.text.slice(statement.getFullStart(), statement.end);
  const ownComment = full.slice(full.lastIndexOf("\n\n") + 1);
  const start = /^\s*import\b/.test(full) ? full : ownComment.includes(statement.getText(source).slice(0, 20)) ? ownComment : full;
  return start.trim().replace(/^export /m, "");
}

function render(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => `  ${JSON.stringify(entry)},`).join("\n");
  return `// Made by \`npm run snippets\` from server/src/emit/snippets/. Do not edit.

/** One declaration of the helpers that generated files carry. */
export interface Snippet {
  readonly name: string;
  /** TypeScript without \`export\`. */
  readonly text: string;
  /** Names of other snippets that it needs. */
  readonly uses: readonly string[];
  /** \`module:name\` of what it imports from Node. */
  readonly imports: readonly string[];
}

export const snippetTable: readonly Snippet[] = [
${rows}
];
`;
}
