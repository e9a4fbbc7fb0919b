import type { Node } from "web-tree-sitter";
import { fields, nodes } from "./bindings/nodes.ts";
import { cookedText } from "./bindings/literals.ts";

/** The name of a test, as far as the text tells. */
export interface SpecName {
  /** With `${..}` as in the source for what is not known. */
  readonly text: string;
  /** A regular expression, without flags, of all that it may be. */
  readonly pattern: string;
  readonly isKnown: boolean;
}

export interface NameContext {
  /** Names that stand for a text. */
  readonly constants: ReadonlyMap<string, string>;
  /** `%s` and `$field` stand for parts of a row. */
  readonly hasHoles: boolean;
}

export function nameOf(node: Node, { constants, hasHoles }: NameContext): SpecName {
  const parts = partsOf(node, constants);
  const text = parts.map((part) => (typeof part === "string" ? part : part.source)).join("");
  const pattern = parts.map((part) => (typeof part === "string" ? textPattern(part, hasHoles) : anything)).join("");
  return { text: text.replace(/\s+/g, " "), pattern, isKnown: parts.every((part) => typeof part === "string") };
}

/** The text of an expression that is all literal; null for others. */
export function literalName(node: Node, constants: ReadonlyMap<string, string>): string | null {
  const parts = partsOf(node, constants);
  const known = parts.filter((part) => typeof part === "string");
  return known.length === parts.length ? known.join("") : null;
}

const anything = "[^]*";
const holes = /%[sdifjoO#]|\$[A-Za-z_]\w*/g;

/** A known text, or what stands in the source for an unknown one. */
type Part = string | { readonly source: string };

function partsOf(node: Node, constants: ReadonlyMap<string, string>): readonly Part[] {
  switch (node.type) {
    case nodes.string:
      return [cookedText(node.text.slice(1, -1))];
    case nodes.template:
      return templateParts(node, constants);
    case nodes.binary: {
      const left = node.childForFieldName(fields.left);
      const right = node.childForFieldName(fields.right);
      if (node.childForFieldName(fields.operator)?.text !== "+" || left === null || right === null) return [unknown(node)];
      return [...partsOf(left, constants), ...partsOf(right, constants)];
    }
    case nodes.parenthesized:
    case nodes.as:
    case nodes.satisfies: {
      const inner = node.namedChild(0);
      return inner === null ? [unknown(node)] : partsOf(inner, constants);
    }
    default:
      return [constants.get(node.text) ?? unknown(node)];
  }
}

function templateParts(node: Node, constants: ReadonlyMap<string, string>): readonly Part[] {
  const parts: Part[] = [];
  const text = node.text;
  let at = 1;
  for (const child of node.namedChildren) {
    if (child.type !== nodes.templateSubstitution) continue;
    const start = child.startIndex - node.startIndex;
    parts.push(cookedText(text.slice(at, start)));
    const inner = child.namedChild(0);
    parts.push(...(inner === null ? [unknown(child)] : partsOf(inner, constants)));
    at = child.endIndex - node.startIndex;
  }
  return [...parts, cookedText(text.slice(at, -1))];
}

function unknown(node: Node): Part {
  return { source: `\${${node.text}}` };
}

function textPattern(text: string, hasHoles: boolean): string {
  if (!hasHoles) return escaped(text);
  let pattern = "";
  let at = 0;
  for (const hole of text.matchAll(holes)) {
    pattern += escaped(text.slice(at, hole.index)) + anything;
    at = hole.index + hole[0].length;
  }
  return pattern + escaped(text.slice(at));
}

/** Text for a regular expression that matches just it. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
