import type { Node } from "web-tree-sitter";
import type { Range } from "./outline.ts";
import { fields, nodes } from "./bindings/nodes.ts";
import { specNames, type Declarer, type SpecNames } from "./specNames.ts";
import { escaped, literalName, nameOf, type SpecName } from "./specName.ts";

/** What a spec file declares, as far as its text tells. */
export interface SpecOutline {
  readonly items: readonly SpecOutlineItem[];
}

export interface SpecOutlineItem extends Range {
  readonly kind: "suite" | "test";
  /**
   * Unique among the suites or among the tests of the file, and for a test that is no loop the id that it runs under: the names joined, with
   * a number where that is not enough.
   */
  readonly id: string;
  /** Its own name; for a loop as the source has it, with `${..}` for what is not known. */
  readonly name: string;
  /** A regular expression, without flags, that matches the own names under which it may run. */
  readonly pattern: string;
  /** Only running tells how often it is declared and what it is called. */
  readonly isLoop: boolean;
  readonly mode: "run" | "only" | "skip" | "todo";
  /** A benchmark, which as a test is called once. */
  readonly isBench: boolean;
  /** Of a suite that is no loop. */
  readonly children: readonly SpecOutlineItem[];
}

/** The outline of a parsed script; null where it imports nothing of `zig-ffi/spec`. */
export function specOutline(root: Node): SpecOutline | null {
  const names = specNames(root);
  if (names === null) return null;
  const reader: Reader = { names, functions: new Map(), constants: new Map(), active: new Set() };
  return { items: withIds(readBlock(root, reader, { isLoop: false, range: null })) };
}

interface Reader {
  readonly names: SpecNames;
  /** Functions of this file by name, which may declare tests for their callers. */
  readonly functions: Map<string, Node>;
  /** Names that stand for a text. */
  readonly constants: Map<string, string>;
  /** Functions whose calls are being followed. */
  readonly active: Set<number>;
}

interface Around {
  readonly isLoop: boolean;
  /** The call that was followed to get here: what it declares is shown there. */
  readonly range: Range | null;
}

type Draft = Omit<SpecOutlineItem, "id" | "children"> & { readonly children: readonly Draft[] };

function readBlock(block: Node, reader: Reader, around: Around): readonly Draft[] {
  const statements = block.namedChildren;
  for (const statement of statements) define(statement, reader);
  return statements.flatMap((statement) => readStatement(statement, reader, around));
}

/** Functions may be called before they are declared. */
function define(statement: Node, reader: Reader): void {
  const declaration = statement.type === nodes.exportStatement ? statement.childForFieldName(fields.declaration) : statement;
  if (declaration?.type === nodes.functionDeclaration) {
    const name = declaration.childForFieldName(fields.name)?.text;
    if (name !== undefined) reader.functions.set(name, declaration);
  }
  if (declaration?.type !== nodes.lexical) return;
  for (const child of declaration.namedChildren) {
    const name = child.childForFieldName(fields.name);
    const value = child.childForFieldName(fields.value);
    if (name?.type !== nodes.identifier || value === null) continue;
    if (isFunction(value)) reader.functions.set(name.text, value);
    const text = literalName(value, reader.constants);
    if (text !== null) reader.constants.set(name.text, text);
  }
}

function readStatement(node: Node, reader: Reader, around: Around): readonly Draft[] {
  switch (node.type) {
    case nodes.expressionStatement:
      return readExpression(node.namedChild(0), reader, around);
    case nodes.for:
    case nodes.forIn:
    case nodes.while:
    case nodes.do:
      return readBody(node.childForFieldName(fields.body), reader, { ...around, isLoop: true });
    case nodes.if: {
      const otherwise = node.childForFieldName(fields.alternative);
      return [
        ...readBody(node.childForFieldName(fields.consequence), reader, around),
        ...readBody(otherwise?.namedChild(0) ?? null, reader, around),
      ];
    }
    case nodes.try:
      return readBody(node.childForFieldName(fields.body), reader, around);
    case nodes.block:
      return readBlock(node, reader, around);
    default:
      return [];
  }
}

function readBody(body: Node | null, reader: Reader, around: Around): readonly Draft[] {
  if (body === null) return [];
  return body.type === nodes.block ? readBlock(body, reader, around) : readStatement(body, reader, around);
}

function readExpression(node: Node | null, reader: Reader, around: Around): readonly Draft[] {
  if (node?.type === nodes.await) return readExpression(node.namedChild(0), reader, around);
  if (node?.type !== nodes.call) return [];
  const callee = node.childForFieldName(fields.function);
  const args = node.childForFieldName(fields.arguments);
  if (callee === null || args === null) return [];
  const given = args.namedChildren.filter(({ type }) => type !== nodes.comment);
  const declarer = reader.names.declarerOf(callee);
  if (declarer !== null) return readDeclaration(declarer, given, { node, reader, around });
  const followed = followedFunction(callee, given, reader);
  if (followed === null || reader.active.has(followed.body.id) || reader.active.size > maxDepth) return [];
  reader.active.add(followed.body.id);
  try {
    const range = around.range ?? (followed.isElsewhere ? rangeOf(node) : null);
    return readFunction(followed.body, reader, { isLoop: around.isLoop || followed.isLoop, range });
  } finally {
    reader.active.delete(followed.body.id);
  }
}

/** Calls within calls that are followed. */
const maxDepth = 20;

interface Followed {
  readonly body: Node;
  readonly isLoop: boolean;
  readonly isElsewhere: boolean;
}

/** `rows.forEach((row) => ..)`, `declareThem()` and `(() => ..)()`. */
function followedFunction(callee: Node, args: readonly Node[], reader: Reader): Followed | null {
  const [first] = args;
  if (callee.type === nodes.member) {
    const method = callee.childForFieldName(fields.property)?.text;
    if ((method !== "forEach" && method !== "map") || first === undefined || !isFunction(first)) return null;
    return { body: first, isLoop: true, isElsewhere: false };
  }
  if (callee.type === nodes.identifier) {
    const body = reader.functions.get(callee.text);
    return body === undefined ? null : { body, isLoop: false, isElsewhere: true };
  }
  const inner = callee.type === nodes.parenthesized ? callee.namedChild(0) : null;
  return inner !== null && isFunction(inner) ? { body: inner, isLoop: false, isElsewhere: false } : null;
}

function readFunction(node: Node, reader: Reader, around: Around): readonly Draft[] {
  const body = node.childForFieldName(fields.body);
  if (body === null) return [];
  return body.type === nodes.block ? readBlock(body, reader, around) : readExpression(body, reader, around);
}

interface Call {
  readonly node: Node;
  readonly reader: Reader;
  readonly around: Around;
}

function readDeclaration(declarer: Declarer, args: readonly Node[], { node, reader, around }: Call): readonly Draft[] {
  const named = args[declarer.nameAt];
  if (named === undefined) return [];
  const own: SpecName = nameOf(named, { constants: reader.constants, hasHoles: declarer.isEach });
  const name = { ...own, text: own.text + declarer.suffix, pattern: own.pattern + escaped(declarer.suffix) };
  const body = args[declarer.nameAt + 1];
  const isLoop = around.isLoop || declarer.isEach || !own.isKnown;
  const isToDo = declarer.mode === "todo" || (declarer.kind === "test" && body === undefined && declarer.mode !== "skip");
  const isSuite = declarer.kind === "suite" && declarer.mode !== "todo";
  return [
    {
      ...(around.range ?? rangeOf(node)),
      kind: isSuite ? "suite" : "test",
      name: name.text,
      pattern: name.pattern,
      isLoop,
      isBench: declarer.isBench,
      mode: isToDo ? "todo" : declarer.mode,
      children: isSuite && !isLoop && body !== undefined && isFunction(body) ? readFunction(body, reader, around) : [],
    },
  ];
}

function isFunction({ type }: Node): boolean {
  return type === nodes.arrow || type === nodes.function;
}

function rangeOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** Numbers equal names in the order of declaration, as running does. */
function withIds(drafts: readonly Draft[]): readonly SpecOutlineItem[] {
  const seen = new Map<string, number>();
  const number = (kind: string, full: string): string => {
    const count = (seen.get(kind + full) ?? 0) + 1;
    seen.set(kind + full, count);
    return count === 1 ? full : `${full} #${count}`;
  };
  const visit = (items: readonly Draft[], names: readonly string[]): readonly SpecOutlineItem[] =>
    items.map((item) => {
      const path = [...names, item.name];
      const id = number(`${item.kind}${item.isLoop ? " loop" : ""} `, path.join(" > "));
      return { ...item, id, children: visit(item.children, path) };
    });
  return visit(drafts, []);
}
