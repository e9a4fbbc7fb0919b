import type { Node } from "web-tree-sitter";
import { comptimeOutline } from "./comptimeOutline.ts";
import { docBefore } from "./docs.ts";
import { lineStarts } from "./lines.ts";
import { conditionalNodes, containerKinds, fields, nodes, tokens } from "./nodes.ts";
import type {
  ContainerOutline,
  FieldOutline,
  FunctionOutline,
  ImportOutline,
  Member,
  ParamOutline,
  Range,
  TypeOutline,
  VariableOutline,
  ZigFile,
} from "./outline.ts";
import { identifierName, stringValue, tokenize } from "./tokens.ts";
import type { Walk } from "./walk.ts";
import { argumentOf, childOf, containersIn, hasChild, isPhantom, nameOf, problemAt, problemsIn, valueOf } from "./treeSearch.ts";

/** Everything that the declarations of a parsed file say, as plain data. `text` is the real text, of the same length as the one parsed. */
export function outlineOfTree(root: Node, text: string, path: string): ZigFile {
  const walk: Walk = { text, lines: lineStarts(text), problems: [], bodies: [], depth: 0 };
  const members = walkMembers(walk, root);
  if (root.isError) walk.problems.push(problemAt(strayChild(root), walk.text));
  const file: ContainerOutline = {
    kind: "struct",
    layout: "auto",
    argument: null,
    hasEnumKeyword: false,
    members,
    start: 0,
    end: text.length,
  };
  const problems = walk.problems.sort((a, b) => a.start - b.start);
  return { path, text, lines: walk.lines, root: file, imports: importsOf(walk, root), problems };
}

/** Where a text that the parser gives up as a whole goes wrong: its first token that belongs to no declaration. */
function strayChild(root: Node): Node {
  return root.children.find((child) => !child.isNamed || child.type === nodes.identifier) ?? root;
}

const maxContainerDepth = 100;

function walkMembers(walk: Walk, container: Node): readonly Member[] {
  const children = container.children;
  const members: Member[] = [];
  children.forEach((child, index) => {
    if (isPhantom(child)) return;
    if (child.isError) members.push(...salvaged(walk, child));
    else if (child.isMissing) walk.problems.push(problemAt(child, walk.text));
    else {
      const member = walkMember(walk, child, isError(children[index - 1]) || isError(children[index + 1]));
      if (member !== undefined) members.push(member);
    }
  });
  return members;
}

function isError(node: Node | undefined): boolean {
  return node !== undefined && (node.isError || node.isMissing);
}

/** The whole declarations that the parser still found inside a broken part. */
function salvaged(walk: Walk, error: Node): readonly Member[] {
  walk.problems.push(problemAt(error, walk.text));
  return error.children.flatMap((child) => {
    const isWhole = child.type === nodes.fn || child.type === nodes.variable || child.type === nodes.comptime || child.type === nodes.test;
    const member = isWhole ? walkMember(walk, child, false) : undefined;
    return member === undefined ? [] : [member];
  });
}

function walkMember(walk: Walk, node: Node, isBesideError: boolean): Member | undefined {
  switch (node.type) {
    case nodes.fn:
      return functionOutline(walk, node);
    case nodes.variable:
      return variableOutline(walk, node);
    case nodes.field:
      return fieldOutline(walk, node, isBesideError);
    case nodes.using:
      return { kind: "using", ...rangeOf(node) };
    case nodes.comptime:
      return comptimeOutline(walk, node, (variable) => variableOutline(walk, variable));
    case nodes.test:
      walk.bodies.push(rangeOf(node));
      return undefined;
    default:
      return undefined;
  }
}

function containerOutline(walk: Walk, node: Node): ContainerOutline {
  const kind = containerKinds.get(node.type) ?? "struct";
  const words = node.children.slice(0, 8).map((child) => child.type);
  const layout = words[0] === tokens.extern ? "extern" : words[0] === tokens.packed ? "packed" : "auto";
  const openBrace = words.indexOf(tokens.openBrace);
  const head = openBrace === -1 ? node.children.slice(0, 8) : node.children.slice(0, openBrace);
  const argument = head.find((child) => child.isNamed && child.type !== nodes.comment);
  const hasEnumKeyword = kind === "union" && words.slice(0, openBrace === -1 ? 8 : openBrace).includes(tokens.enum);
  walk.depth++;
  const members = walk.depth > maxContainerDepth ? [] : walkMembers(walk, node);
  walk.depth--;
  return { kind, layout, argument: argument === undefined ? null : rangeOf(argument), hasEnumKeyword, members, ...rangeOf(node) };
}

function typeOutline(walk: Walk, node: Node | null | undefined): TypeOutline | null {
  if (node === null || node === undefined || node.isMissing) return null;
  return { ...rangeOf(node), containers: containersIn(node).map((inner) => containerOutline(walk, inner)) };
}

function functionOutline(walk: Walk, node: Node): FunctionOutline | undefined {
  const problems = problemsIn(node, walk.text);
  walk.problems.push(...problems);
  const body = node.childForFieldName(fields.body);
  if (body !== null) {
    walk.bodies.push(rangeOf(body));
    if (isUnclosed(body, walk.text))
      walk.problems.push({ ...rangeOf(node), end: node.startIndex + 1, message: `the function's "}" is missing` });
  }
  const name = nameOf(node);
  if (name === null) return undefined;
  const parameters = childOf(node, nodes.parameters)?.children.filter((child) => child.type === nodes.parameter) ?? [];
  const params = parameters.flatMap((param) => paramOutline(walk, param));
  const convention = argumentOf(node, nodes.callingConvention);
  return {
    kind: "fn",
    name: identifierName(textOf(walk, name)),
    nameRange: rangeOf(name),
    isPub: hasChild(node, tokens.pub),
    linkage: linkageOf(node),
    params,
    isVariadic: parameters.some((param) => hasChild(param, tokens.variadic)),
    callconv: convention === undefined ? null : rangeOf(convention),
    returns: typeOutline(walk, node.childForFieldName(fields.type)),
    doc: docBefore(walk.text, walk.lines, node.startIndex),
    isBroken: problems.length > 0,
    ...rangeOf(node),
  };
}

/** The parser may take the declarations after an unclosed body for a part of it; formatted code has none at the start of a line there. */
function isUnclosed(body: Node, text: string): boolean {
  if (!body.hasError) return false;
  if (body.lastChild?.isMissing === true) return true;
  return /\n(?:pub|export|extern|fn|const|var|comptime|test|threadlocal)\b/.test(text.slice(body.startIndex, body.endIndex));
}

function paramOutline(walk: Walk, node: Node): readonly ParamOutline[] {
  const type = typeOutline(walk, node.childForFieldName(fields.type));
  if (type === null) return [];
  const name = nameOf(node);
  const text = name === null ? "_" : textOf(walk, name);
  return [{ name: text === "_" ? null : identifierName(text), type, isComptime: hasChild(node, tokens.comptime) }];
}

function variableOutline(walk: Walk, node: Node): VariableOutline | undefined {
  const problems = problemsIn(node, walk.text);
  walk.problems.push(...problems);
  const name = childOf(node, nodes.identifier);
  if (name === undefined || name.isMissing) return undefined;
  // `const a, const b = ..` gives no name a value of its own that we could read.
  const isDestructuring = hasChild(node, tokens.comma);
  return {
    kind: "variable",
    name: identifierName(textOf(walk, name)),
    nameRange: rangeOf(name),
    isConst: hasChild(node, tokens.const),
    isPub: hasChild(node, tokens.pub),
    linkage: linkageOf(node),
    isThreadlocal: hasChild(node, tokens.threadlocal),
    type: typeOutline(walk, node.childForFieldName(fields.type)),
    value: isDestructuring ? null : typeOutline(walk, valueOf(node)),
    doc: docBefore(walk.text, walk.lines, node.startIndex),
    isBroken: problems.length > 0,
    ...rangeOf(node),
  };
}

function fieldOutline(walk: Walk, node: Node, isBesideError: boolean): FieldOutline | undefined {
  const problems = problemsIn(node, walk.text);
  walk.problems.push(...problems);
  const name = nameOf(node);
  if (name === null) return undefined;
  const typeNode = node.childForFieldName(fields.type);
  const text = textOf(walk, name);
  const isName = /^(?:[A-Za-z_]\w*|@".*")$/su.test(text);
  const align = argumentOf(node, nodes.byteAlignment);
  const value = valueOf(node);
  return {
    kind: "field",
    name: isName ? identifierName(text) : "",
    isQuoted: text.startsWith("@"),
    nameRange: rangeOf(name),
    // Without a `:` the name may as well be the type of a tuple's element, and may declare a container.
    type: typeNode === null ? (isName ? null : typeOutline(walk, name)) : typeOutline(walk, typeNode),
    align: align === undefined ? null : rangeOf(align),
    value: value === undefined ? null : rangeOf(value),
    isComptime: hasChild(node, tokens.comptime),
    doc: docBefore(walk.text, walk.lines, node.startIndex),
    isBroken: problems.length > 0 || isBesideError,
    ...rangeOf(node),
  };
}

function linkageOf(node: Node): "export" | "extern" | null {
  return hasChild(node, tokens.export) ? "export" : hasChild(node, tokens.extern) ? "extern" : null;
}

function importsOf(walk: Walk, root: Node): readonly ImportOutline[] {
  const bodies = walk.bodies.sort((a, b) => a.start - b.start);
  const out: ImportOutline[] = [];
  let next = 0;
  let bodyEnd = 0;
  for (const match of walk.text.matchAll(/@import\s*\(\s*("(?:[^"\\\n]|\\.)*")\s*,?\s*\)/g)) {
    const start = match.index;
    for (let body = bodies[next]; body !== undefined && body.start <= start; body = bodies[++next]) bodyEnd = Math.max(bodyEnd, body.end);
    if (start < bodyEnd || !isCode(walk, start)) continue;
    const end = start + match[0].length;
    out.push({ path: stringValue(match[1] ?? ""), isConditional: isInBranch(root.descendantForIndex(start, end)), start, end });
  }
  return out;
}

function isInBranch(node: Node | null): boolean {
  for (let outer = node; outer !== null; outer = outer.parent) if (conditionalNodes.has(outer.type)) return true;
  return false;
}

/** False inside comments and strings. */
function isCode(walk: Walk, offset: number): boolean {
  const start = walk.text.lastIndexOf("\n", offset) + 1;
  return tokenize(walk.text, { start, end: offset + 1 }).some((token) => token.start === offset);
}

function textOf(walk: Walk, node: Node): string {
  return walk.text.slice(node.startIndex, node.endIndex);
}

function rangeOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}
