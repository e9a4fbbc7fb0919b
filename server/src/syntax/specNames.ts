import type { Node } from "web-tree-sitter";
import { fields, nodes } from "./bindings/nodes.ts";
import { cookedText } from "./bindings/literals.ts";

/** What a call declares. */
export interface Declarer {
  readonly kind: "suite" | "test";
  readonly mode: "run" | "only" | "skip" | "todo";
  readonly isBench: boolean;
  /** One for each row of a table. */
  readonly isEach: boolean;
  /** Which argument is the name. */
  readonly nameAt: number;
  /** What follows the argument in the name. */
  readonly suffix: string;
}

export interface SpecNames {
  /** Null for a function that declares nothing. */
  declarerOf(callee: Node): Declarer | null;
}

/** The package export that spec files import. */
const specModule = "zig-ffi/spec";

const plain = { mode: "run", isEach: false, isBench: false, nameAt: 0, suffix: "" } as const;
const declarers: ReadonlyMap<string, Declarer> = new Map<string, Declarer>([
  ["describe", { ...plain, kind: "suite" }],
  ["it", { ...plain, kind: "test" }],
  ["test", { ...plain, kind: "test" }],
  ["bench", { ...plain, kind: "test", isBench: true }],
  ["differential", { ...plain, kind: "test", nameAt: 1, suffix: ": native equals the reference" }],
]);

/** What the script calls the functions of `zig-ffi/spec`; null where it imports none. */
export function specNames(root: Node): SpecNames | null {
  const names = new Map<string, Declarer>();
  const namespaces = new Set<string>();
  let isSpec = false;
  for (const statement of root.namedChildren) {
    if (statement.type !== nodes.importStatement) continue;
    const source = statement.childForFieldName(fields.source);
    if (source === null || cookedText(source.text.slice(1, -1)) !== specModule) continue;
    isSpec = true;
    for (const node of statement.descendantsOfType([nodes.importSpecifier, nodes.namespaceImport])) {
      if (node.type === nodes.namespaceImport) {
        namespaces.add(node.namedChild(0)?.text ?? "");
        continue;
      }
      const imported = node.childForFieldName(fields.name)?.text ?? "";
      const declarer = declarers.get(imported);
      if (declarer !== undefined) names.set(node.childForFieldName(fields.alias)?.text ?? imported, declarer);
    }
  }
  return isSpec ? { declarerOf: (callee) => declarerOf(callee, names, namespaces) } : null;
}

function declarerOf(callee: Node, names: ReadonlyMap<string, Declarer>, namespaces: ReadonlySet<string>): Declarer | null {
  if (callee.type === nodes.identifier) return names.get(callee.text) ?? null;
  if (callee.type === nodes.call) {
    // `it.each(rows)(name, body)`
    const inner = callee.childForFieldName(fields.function);
    const made = inner === null ? null : declarerOf(inner, names, namespaces);
    return made?.isEach === true ? made : null;
  }
  if (callee.type !== nodes.member) return null;
  const object = callee.childForFieldName(fields.object);
  const property = callee.childForFieldName(fields.property)?.text ?? "";
  if (object === null) return null;
  if (object.type === nodes.identifier && namespaces.has(object.text)) return declarers.get(property) ?? null;
  const made = declarerOf(object, names, namespaces);
  if (made === null || made.isEach) return null;
  if (property === "each") return { ...made, isEach: true };
  return property === "only" || property === "skip" || property === "todo" ? { ...made, mode: property } : null;
}
