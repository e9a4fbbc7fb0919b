import type { Lines } from "./lines.ts";
import { snippetTable, type Snippet } from "./snippetTable.ts";

/** Helpers that programs import from a generated file as well. */
const exported = new Set(["LoadOptions", "NativeMemory", "Pointer", "StructArray", "StructType", "UnionValue", "scratchDepth"]);

/** Helpers that other declarations extend or call while the file is being evaluated must stand before those. */
const early = new Set(["UnionValue"]);

export interface CarriedSnippets {
  readonly imports: Lines;
  /** What the file exports, and classes that its own classes extend. */
  readonly publicHelpers: Lines;
  readonly helpers: Lines;
}

/** The helpers with everything that they need, in the table's order. */
export function carriedSnippets(names: ReadonlySet<string>): CarriedSnippets {
  const needed = closure(names);
  const snippets = snippetTable.filter((snippet) => needed.has(snippet.name));
  return {
    imports: importLines(snippets),
    publicHelpers: snippets.filter((snippet) => early.has(snippet.name)).flatMap(snippetLines),
    helpers: snippets.filter((snippet) => !early.has(snippet.name)).flatMap(snippetLines),
  };
}

function closure(names: ReadonlySet<string>): ReadonlySet<string> {
  const byName = new Map(snippetTable.map((snippet) => [snippet.name, snippet]));
  const needed = new Set<string>();
  const visit = (name: string): void => {
    if (needed.has(name)) return;
    const snippet = byName.get(name);
    if (snippet === undefined) throw new Error(`no helper is called ${name}`);
    needed.add(name);
    snippet.uses.forEach(visit);
  };
  names.forEach(visit);
  return needed;
}

function importLines(snippets: readonly Snippet[]): Lines {
  const modules = new Map<string, Set<string>>();
  for (const entry of snippets.flatMap((snippet) => snippet.imports)) {
    const colon = entry.lastIndexOf(":");
    const module = entry.slice(0, colon);
    modules.set(module, (modules.get(module) ?? new Set()).add(entry.slice(colon + 1)));
  }
  return [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => `import { ${[...names].sort().join(", ")} } from ${JSON.stringify(module)};`);
}

function snippetLines(snippet: Snippet): Lines {
  const text = exported.has(snippet.name)
    ? snippet.text.replace(/^(interface|type|class|abstract class|function|const) /m, "export $1 ")
    : snippet.text;
  return ["", ...text.split("\n")];
}
