import type { Node } from "web-tree-sitter";
import { conditionalNodes, nodes, tokens } from "./nodes.ts";
import type { ComptimeOutline, ExportCall, Range, VariableOutline } from "./outline.ts";
import type { Walk } from "./walk.ts";
import { problemAt } from "./treeSearch.ts";

/** A `comptime { .. }` block: its exports, and the constants of each nested block, as those are what exports are named through. */
export function comptimeOutline(walk: Walk, node: Node, variableOf: (node: Node) => VariableOutline | undefined): ComptimeOutline {
  const block = emptyBlock(node);
  const context: Context = { walk, variableOf };
  for (const child of node.children) {
    if (child.type !== nodes.block) continue;
    for (const statement of child.children) visit(context, statement, block, false);
  }
  return block;
}

interface Context {
  readonly walk: Walk;
  readonly variableOf: (node: Node) => VariableOutline | undefined;
}

interface Block extends Range {
  readonly kind: "comptime";
  readonly locals: VariableOutline[];
  readonly exports: ExportCall[];
  readonly blocks: Block[];
}

function emptyBlock(node: Node): Block {
  return { kind: "comptime", locals: [], exports: [], blocks: [], start: node.startIndex, end: node.endIndex };
}

function visit(context: Context, node: Node, block: Block, isConditional: boolean): void {
  if (node.isError || node.isMissing) context.walk.problems.push(problemAt(node, context.walk.text));
  if (node.type === nodes.fn || node.type === nodes.test) return;
  if (node.type === nodes.variable) {
    const variable = context.variableOf(node);
    // `_ = x;` looks like a declaration to the grammar.
    if (variable !== undefined && (variable.isConst || node.children.some((child) => child.type === tokens.var)))
      block.locals.push(variable);
    return;
  }
  if (node.type === nodes.builtinCall && isExport(node)) {
    block.exports.push(exportCall(node, isConditional));
    return;
  }
  const conditional = isConditional || conditionalNodes.has(node.type);
  const inner = node.type === nodes.block || conditionalNodes.has(node.type) ? emptyBlock(node) : block;
  if (inner !== block) block.blocks.push(inner);
  for (const child of node.children) {
    if (child.type === nodes.payload) inner.locals.push(...captures(context, child));
    else visit(context, child, inner, conditional);
  }
}

function isExport(node: Node): boolean {
  return node.children.some((child) => child.type === nodes.builtinName && child.text === "@export");
}

function exportCall(node: Node, isConditional: boolean): ExportCall {
  const list = node.children.find((child) => child.type === nodes.argumentList)?.namedChildren ?? [];
  const args = list.filter((child) => child.type !== nodes.comment).map((child) => ({ start: child.startIndex, end: child.endIndex }));
  return { arguments: args, isConditional, start: node.startIndex, end: node.endIndex };
}

/** `|item, i|`: names whose values only the compiler knows. They hide outer names, so they must be here. */
function captures(context: Context, payload: Node): readonly VariableOutline[] {
  return payload.namedChildren
    .filter((child) => child.type === nodes.identifier)
    .map((child) => {
      const range = { start: child.startIndex, end: child.endIndex };
      const name = context.walk.text.slice(range.start, range.end);
      const flags = { isConst: true, isPub: false, isThreadlocal: false, isBroken: false } as const;
      return { kind: "variable", name, nameRange: range, linkage: null, type: null, value: null, doc: null, ...flags, ...range } as const;
    });
}
