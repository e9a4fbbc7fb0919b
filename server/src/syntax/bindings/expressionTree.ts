import type { Range } from "../outline.ts";
import { fields, nodes, tokens } from "./nodes.ts";
import { childField, childType, hasToken, namedChildren, type RawNode } from "./rawTree.ts";
import type {
  ArrayItem,
  ClassMember,
  ClassOutline,
  Expression,
  FunctionOutline,
  Key,
  ObjectEntry,
  ParamOutline,
  Pattern,
  PatternItem,
  Statement,
} from "./script.ts";
import { bigText, cookedText, numberValue } from "./literals.ts";

/** The source text, and how to read the statements of function bodies. */
export interface TreeReader {
  readonly text: string;
  statements(nodes: readonly RawNode[]): readonly Statement[];
}

export function expressionOf(reader: TreeReader, node: RawNode | undefined): Expression {
  if (node === undefined) return { kind: "other", start: 0, end: 0 };
  const range = { start: node.start, end: node.end };
  switch (node.type) {
    case nodes.string:
      return { ...textOf(reader, node), ...range };
    case nodes.template:
      return templateOf(reader, node);
    case nodes.number:
      return { kind: "constant", value: numberValue(reader.text.slice(node.start, node.end)), ...range };
    case nodes.true:
    case nodes.false:
      return { kind: "constant", value: node.type === nodes.true, ...range };
    case nodes.null:
      return { kind: "constant", value: null, ...range };
    case nodes.undefined:
      return { kind: "constant", value: undefined, ...range };
    case nodes.identifier:
    case nodes.shorthand:
      return { kind: "name", name: reader.text.slice(node.start, node.end), ...range };
    case nodes.array:
      return { kind: "array", items: itemsOf(reader, node), ...range };
    case nodes.object:
      return { kind: "object", entries: entriesOf(reader, node), ...range };
    case nodes.this:
      return { kind: "this", ...range };
    case nodes.super:
      return { kind: "super", ...range };
    case nodes.import:
      return { kind: "import", ...range };
    case nodes.function:
    case nodes.generator:
    case nodes.arrow:
      return { kind: "function", fn: functionOf(reader, node), ...range };
    case nodes.class:
      return { kind: "class", cls: classOf(reader, node), ...range };
    case nodes.await:
    case nodes.as:
    case nodes.satisfies:
    case nodes.nonNull:
    case nodes.parenthesized:
    case nodes.instantiation:
      return { kind: "wrapped", inner: expressionOf(reader, namedChildren(node)[0]), ...range };
    case nodes.typeAssertion:
      return { kind: "wrapped", inner: expressionOf(reader, namedChildren(node).at(-1)), ...range };
    case nodes.sequence:
      return { kind: "sequence", items: namedChildren(node).map((child) => expressionOf(reader, child)), ...range };
    default:
      return operationOf(reader, node);
  }
}

function operationOf(reader: TreeReader, node: RawNode): Expression {
  const range = { start: node.start, end: node.end };
  const at = (field: string): Expression => expressionOf(reader, childField(node, field));
  switch (node.type) {
    case nodes.member: {
      const property = childField(node, fields.property);
      return { kind: "member", object: at(fields.object), property: sourceOf(reader, property), ...range };
    }
    case nodes.subscript:
      return { kind: "index", object: at(fields.object), index: at(fields.index), ...range };
    case nodes.call:
    case nodes.new:
      return callOf(reader, node);
    case nodes.conditional:
      return { kind: "conditional", test: at(fields.condition), then: at(fields.consequence), otherwise: at(fields.alternative), ...range };
    case nodes.binary:
      return { kind: "binary", operator: operatorOf(node), left: at(fields.left), right: at(fields.right), ...range };
    case nodes.unary:
      return { kind: "unary", operator: operatorOf(node), operand: at(fields.argument), ...range };
    case nodes.update: {
      const one: Expression = { kind: "constant", value: 1, ...range };
      const operator = operatorOf(node) === "++" ? "+=" : "-=";
      return { kind: "assign", target: patternOf(reader, childField(node, fields.argument)), operator, value: one, ...range };
    }
    case nodes.assignment:
    case nodes.augmentedAssignment: {
      const target = patternOf(reader, childField(node, fields.left));
      const operator = node.type === nodes.assignment ? "=" : operatorOf(node);
      return { kind: "assign", target, operator, value: at(fields.right), ...range };
    }
    default:
      return { kind: "other", ...range };
  }
}

function operatorOf(node: RawNode): string {
  return node.children.find((child) => child.field === fields.operator)?.type ?? "";
}

function callOf(reader: TreeReader, node: RawNode): Expression {
  const isNew = node.type === nodes.new;
  const callee = expressionOf(reader, childField(node, isNew ? fields.constructor : fields.function));
  const list = childField(node, fields.arguments);
  const args = list === undefined || list.type === nodes.template ? [] : itemsOf(reader, list);
  return { kind: "call", callee, args, isNew, start: node.start, end: node.end };
}

function itemsOf(reader: TreeReader, list: RawNode): readonly ArrayItem[] {
  return list.children.flatMap((child): ArrayItem[] => {
    if (!child.isNamed) return [];
    // What does not parse may be any number of items.
    if (child.type === nodes.error) return [{ value: { kind: "other", start: child.start, end: child.end }, isSpread: true }];
    return [
      child.type === nodes.spread
        ? { value: expressionOf(reader, namedChildren(child)[0]), isSpread: true }
        : { value: expressionOf(reader, child), isSpread: false },
    ];
  });
}

function textOf(reader: TreeReader, node: RawNode): { kind: "text"; value: string; content: number | null } {
  const inner = reader.text.slice(node.start + 1, node.end - 1);
  const isPlain = node.children.every((child) => child.type !== nodes.escape);
  return { kind: "text", value: isPlain ? inner : cookedText(inner), content: isPlain ? node.start + 1 : null };
}

function templateOf(reader: TreeReader, node: RawNode): Expression {
  const range = { start: node.start, end: node.end };
  const holes = node.children.filter((child) => child.type === nodes.templateSubstitution);
  if (holes.length === 0) return { ...textOf(reader, node), ...range };
  const parts: (string | Expression)[] = [];
  let at = node.start + 1;
  for (const hole of holes) {
    parts.push(cookedText(reader.text.slice(at, hole.start)), expressionOf(reader, namedChildren(hole)[0]));
    at = hole.end;
  }
  parts.push(cookedText(reader.text.slice(at, node.end - 1)));
  return { kind: "template", parts, ...range };
}

function entriesOf(reader: TreeReader, node: RawNode): readonly ObjectEntry[] {
  return node.children.flatMap((child, index): ObjectEntry[] => {
    if (!child.isNamed) return [];
    const next = node.children[index + 1];
    const whole: Range = { start: child.start, end: next?.type === tokens.comma ? next.end : child.end };
    switch (child.type) {
      case nodes.pair: {
        const value = expressionOf(reader, childField(child, fields.value));
        return [{ kind: "value", key: keyOf(reader, childField(child, fields.key)), value, whole }];
      }
      case nodes.shorthand:
        return [{ kind: "value", key: keyOf(reader, child), value: expressionOf(reader, child), whole }];
      case nodes.spread:
        return [{ kind: "spread", value: expressionOf(reader, namedChildren(child)[0]), whole }];
      case nodes.method: {
        const key = keyOf(reader, childField(child, fields.name));
        const fn = functionOf(reader, child);
        if (hasToken(child, tokens.get)) return [{ kind: "getter", key, fn, whole }];
        return [{ kind: "value", key, value: { kind: "function", fn, start: child.start, end: child.end }, whole }];
      }
      case nodes.error:
        return [{ kind: "spread", value: { kind: "other", start: child.start, end: child.end }, whole }];
      default:
        return [];
    }
  });
}

/** `node` is the name of a property, member, parameter or enum value, in any spelling. */
export function keyOf(reader: TreeReader, node: RawNode | undefined): Key {
  if (node === undefined) return { name: "", computed: null, start: 0, end: 0 };
  if (node.type === nodes.computedName)
    return { name: null, computed: expressionOf(reader, namedChildren(node)[0]), start: node.start, end: node.end };
  if (node.type === nodes.string) return { name: textOf(reader, node).value, computed: null, start: node.start + 1, end: node.end - 1 };
  const text = sourceOf(reader, node);
  const name = node.type === nodes.number ? bigText(numberValue(text)) : text;
  return { name, computed: null, start: node.start, end: node.end };
}

export function patternOf(reader: TreeReader, node: RawNode | undefined): Pattern {
  if (node === undefined) return { kind: "name", name: "", start: 0, end: 0 };
  const range = { start: node.start, end: node.end };
  switch (node.type) {
    case nodes.objectPattern:
      return {
        kind: "object",
        entries: namedChildren(node).flatMap((child) => patternEntry(reader, child)),
        rest: restOf(reader, node),
        ...range,
      };
    case nodes.arrayPattern:
      return { kind: "array", items: patternItems(reader, node), rest: restOf(reader, node), ...range };
    case nodes.identifier:
    case nodes.shorthandPattern:
      return { kind: "name", name: sourceOf(reader, node), ...range };
    case nodes.nonNull:
    case nodes.parenthesized:
    case nodes.as:
      return patternOf(reader, namedChildren(node)[0]);
    default:
      return { kind: "place", place: expressionOf(reader, node), ...range };
  }
}

function restOf(reader: TreeReader, node: RawNode): Pattern | null {
  const rest = childType(node, nodes.restPattern);
  return rest === undefined ? null : patternOf(reader, namedChildren(rest)[0]);
}

function patternEntry(reader: TreeReader, node: RawNode): readonly { key: Key; target: Pattern; fallback: Expression | null }[] {
  if (node.type === nodes.pairPattern)
    return [{ key: keyOf(reader, childField(node, fields.key)), ...patternItem(reader, childField(node, fields.value)) }];
  if (node.type === nodes.restPattern) return [];
  // `{ a }` and `{ a = 1 }`; the grammar spells the second one with a node of its own.
  const name = childField(node, fields.left) ?? node;
  const fallback = childField(node, fields.right);
  const target: Pattern = { kind: "name", name: sourceOf(reader, name), start: name.start, end: name.end };
  return [{ key: keyOf(reader, name), target, fallback: fallback === undefined ? null : expressionOf(reader, fallback) }];
}

function patternItem(reader: TreeReader, node: RawNode | undefined): PatternItem {
  if (node?.type === nodes.assignmentPattern || node?.type === nodes.assignment) {
    const target = patternOf(reader, childField(node, fields.left));
    return { target, fallback: expressionOf(reader, childField(node, fields.right)) };
  }
  return { target: patternOf(reader, node), fallback: null };
}

/** With nulls for holes: `[, b]`. */
function patternItems(reader: TreeReader, node: RawNode): readonly (PatternItem | null)[] {
  const items: (PatternItem | null)[] = [];
  let isFilled = false;
  for (const child of node.children) {
    if (child.type === tokens.comma) {
      if (!isFilled) items.push(null);
      isFilled = false;
    } else if (child.isNamed && child.type !== nodes.restPattern) {
      items.push(patternItem(reader, child));
      isFilled = true;
    }
  }
  return items;
}

export function functionOf(reader: TreeReader, node: RawNode): FunctionOutline {
  const name = childField(node, fields.name);
  const single = childField(node, fields.parameter);
  const list = childField(node, fields.parameters);
  const params = list === undefined ? [] : namedChildren(list).map((child) => paramOf(reader, child));
  if (single !== undefined) params.push({ target: patternOf(reader, single), fallback: null, isRest: false, isField: false });
  const body = childField(node, fields.body);
  const isBlock = body === undefined || body.type === nodes.block;
  return {
    name: name === undefined ? null : sourceOf(reader, name),
    params,
    body: isBlock ? reader.statements(body === undefined ? [] : body.children) : expressionOf(reader, body),
    isArrow: node.type === nodes.arrow,
    start: node.start,
    end: node.end,
  };
}

function paramOf(reader: TreeReader, node: RawNode): ParamOutline {
  const pattern = childField(node, fields.pattern);
  const fallback = childField(node, fields.value);
  const isRest = pattern?.type === nodes.restPattern;
  return {
    target: patternOf(reader, isRest ? namedChildren(pattern)[0] : pattern),
    fallback: fallback === undefined ? null : expressionOf(reader, fallback),
    isRest,
    isField: childType(node, nodes.accessibility) !== undefined || hasToken(node, tokens.readonly),
  };
}

export function classOf(reader: TreeReader, node: RawNode): ClassOutline {
  const name = childField(node, fields.name);
  const heritage = childType(node, nodes.heritage);
  const base =
    heritage === undefined ? undefined : (childField(childType(heritage, nodes.extends) ?? heritage, fields.value) ?? heritage.children[1]);
  return {
    name: name === undefined ? null : sourceOf(reader, name),
    base: base?.isNamed === true ? expressionOf(reader, base) : null,
    members: (childField(node, fields.body)?.children ?? []).flatMap((child) => memberOf(reader, child)),
    start: node.start,
    end: node.end,
  };
}

function memberOf(reader: TreeReader, node: RawNode): readonly ClassMember[] {
  const isStatic = hasToken(node, tokens.static);
  if (node.type === nodes.staticBlock) return [{ kind: "block", body: reader.statements(childField(node, fields.body)?.children ?? []) }];
  // The tsx and typescript grammars name a field's key "name", the javascript rules "property".
  const key = keyOf(reader, childField(node, fields.name) ?? childField(node, fields.property));
  if (node.type === nodes.method)
    return [{ kind: "method", key, fn: functionOf(reader, node), isStatic, isGetter: hasToken(node, tokens.get) }];
  if (node.type !== nodes.field) return [];
  const value = childField(node, fields.value);
  const whole = { start: node.start, end: node.end };
  return [{ kind: "field", key, value: value === undefined ? null : expressionOf(reader, value), isStatic, whole }];
}

export function sourceOf(reader: TreeReader, node: RawNode | undefined): string {
  return node === undefined ? "" : reader.text.slice(node.start, node.end);
}
