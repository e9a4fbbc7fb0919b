import type { Node } from "web-tree-sitter";
import { containerKinds, fields, nodes, tokens } from "./nodes.ts";
import type { SyntaxProblem } from "./outline.ts";

/** The containers declared inside a type or value, outermost first; those inside function bodies and blocks do not count. */
export function containersIn(node: Node): readonly Node[] {
  const found: Node[] = [];
  if (!/\b(?:struct|union|enum|opaque)\b/.test(node.text)) return found;
  visit(node, (inner) => {
    if (!containerKinds.has(inner.type)) return !isBody(inner);
    found.push(inner);
    return false;
  });
  return found;
}

/** The syntax errors of one declaration; those of function bodies, and of containers inside it, are left out. */
export function problemsIn(node: Node, text: string): readonly SyntaxProblem[] {
  const found: SyntaxProblem[] = [];
  if (!node.hasError) return found;
  visit(node, (inner) => {
    if (inner.isError || inner.isMissing) {
      found.push(problemAt(inner, text));
      return false;
    }
    if (!inner.hasError || isPhantom(inner)) return false;
    return inner.id === node.id || !(isBody(inner) || containerKinds.has(inner.type));
  });
  return found;
}

export function problemAt(node: Node, text: string): SyntaxProblem {
  const start = node.startIndex;
  if (node.isMissing) return { start, end: start, message: `"${node.type}" is missing here` };
  const end = Math.max(start, node.endIndex);
  const shown = text
    .slice(start, Math.min(end, start + 40))
    .replace(/\s+/g, " ")
    .trim();
  return { start, end, message: `this cannot be parsed: ${shown}${end - start > 40 ? ".." : ""}` };
}

/** The grammar puts an empty field into `struct {}`. */
export function isPhantom(node: Node): boolean {
  return node.type === nodes.field && node.startIndex === node.endIndex;
}

function isBody(node: Node): boolean {
  return node.type === nodes.block || node.type === nodes.test;
}

/** Depth first without recursion, as deep expressions would exhaust the stack; the callback says whether to go into a node. */
function visit(root: Node, enter: (node: Node) => boolean): void {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (enter(node)) stack.push(...node.children.toReversed());
  }
}

export function childOf(node: Node, type: string): Node | undefined {
  return node.children.find((child) => child.type === type);
}

export function hasChild(node: Node, type: string): boolean {
  return childOf(node, type) !== undefined;
}

/** What stands in the parentheses of `align(..)` and `callconv(..)`. */
export function argumentOf(node: Node, type: string): Node | undefined {
  return childOf(node, type)?.namedChildren.find((child) => child.type !== nodes.comment);
}

/** The child after the `=`; `undefined` is a token without a name. */
export function valueOf(node: Node): Node | undefined {
  const children = node.children;
  const equals = children.findIndex((child) => child.type === tokens.equals);
  return equals === -1 ? undefined : children.slice(equals + 1).find((child) => child.type !== nodes.comment);
}

export function nameOf(node: Node): Node | null {
  return node.childForFieldName(fields.name);
}
