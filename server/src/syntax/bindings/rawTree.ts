import type { Tree, TreeCursor } from "web-tree-sitter";
import type { Range } from "../outline.ts";
import { nodes, skippedNodes } from "./nodes.ts";

/** A syntax node copied out of the parser's memory. */
export interface RawNode extends Range {
  readonly type: string;
  /** The node's role in its parent. */
  readonly field: string | null;
  readonly isNamed: boolean;
  readonly children: readonly RawNode[];
}

export interface RawTree {
  readonly root: RawNode;
  /** The first node that is an error or missing. */
  readonly problem: Range | null;
}

export function rawTree(tree: Tree): RawTree {
  const cursor = tree.walk();
  try {
    const reader: Reader = { cursor, problem: null };
    const root = readNode(reader, 0);
    return { root, problem: reader.problem };
  } finally {
    cursor.delete();
  }
}

interface Reader {
  readonly cursor: TreeCursor;
  problem: Range | null;
}

// Deeper nesting is no hand-written table, and would exhaust the stack.
const maxDepth = 400;

function readNode(reader: Reader, depth: number): RawNode {
  const { cursor } = reader;
  const type = cursor.nodeType;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const isNamed = cursor.nodeIsNamed;
  const field = cursor.currentFieldName;
  if (reader.problem === null && (type === nodes.error || (start === end && cursor.nodeIsMissing))) reader.problem = { start, end };
  return { type, field, start, end, isNamed, children: isNamed && depth < maxDepth ? readChildren(reader, depth) : [] };
}

function readChildren(reader: Reader, depth: number): readonly RawNode[] {
  const { cursor } = reader;
  if (!cursor.gotoFirstChild()) return [];
  const children: RawNode[] = [];
  do {
    if (!skippedNodes.has(cursor.nodeType)) children.push(readNode(reader, depth + 1));
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return children;
}

export function childField(node: RawNode, field: string): RawNode | undefined {
  return node.children.find((child) => child.field === field && child.isNamed);
}

export function childType(node: RawNode, type: string): RawNode | undefined {
  return node.children.find((child) => child.type === type);
}

export function namedChildren(node: RawNode): readonly RawNode[] {
  return node.children.filter((child) => child.isNamed && child.type !== nodes.error);
}

export function hasToken(node: RawNode, token: string): boolean {
  return node.children.some((child) => !child.isNamed && child.type === token);
}
