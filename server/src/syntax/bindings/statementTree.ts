import { classOf, expressionOf, functionOf, keyOf, patternOf, sourceOf, type TreeReader } from "./expressionTree.ts";
import { fields, nodes, tokens } from "./nodes.ts";
import { childField, childType, hasToken, namedChildren, type RawNode } from "./rawTree.ts";
import type { Declarator, EnumMember, Expression, ImportBinding, Statement, SwitchCase } from "./script.ts";

export function statementsOf(text: string, root: RawNode): readonly Statement[] {
  const reader: TreeReader = { text, statements: (list) => list.flatMap((node) => statementOf(reader, node, false)) };
  return reader.statements(root.children);
}

function statementOf(reader: TreeReader, node: RawNode, isExported: boolean): readonly Statement[] {
  const range = { start: node.start, end: node.end };
  switch (node.type) {
    case nodes.lexical:
    case nodes.variable:
      return [{ kind: "variable", declarators: declaratorsOf(reader, node), isExported, isVar: node.type === nodes.variable, ...range }];
    case nodes.functionDeclaration:
    case nodes.generatorDeclaration:
      return [{ kind: "function", fn: functionOf(reader, node), isExported, ...range }];
    case nodes.classDeclaration:
    case nodes.abstractClass:
      return [{ kind: "class", cls: classOf(reader, node), isExported, ...range }];
    case nodes.enum:
      return [
        { kind: "enum", name: keyOf(reader, childField(node, fields.name)), members: enumMembers(reader, node), isExported, ...range },
      ];
    case nodes.namespace:
      return [
        {
          kind: "namespace",
          name: sourceOf(reader, childField(node, fields.name)),
          body: bodyOf(reader, node, fields.body),
          isExported,
          ...range,
        },
      ];
    case nodes.importStatement:
      return importOf(reader, node);
    case nodes.exportStatement:
      return exportOf(reader, node);
    case nodes.expressionStatement: {
      const inner = namedChildren(node)[0];
      if (inner?.type === nodes.namespace) return statementOf(reader, inner, isExported);
      return [{ kind: "expression", value: expressionOf(reader, inner), ...range }];
    }
    // What still parses inside a broken place counts.
    case nodes.error:
      return node.children.flatMap((child) => statementOf(reader, child, false));
    default:
      return controlOf(reader, node);
  }
}

function controlOf(reader: TreeReader, node: RawNode): readonly Statement[] {
  const range = { start: node.start, end: node.end };
  const at = (field: string): Expression => expressionOf(reader, childField(node, field));
  switch (node.type) {
    case nodes.return: {
      const value = namedChildren(node)[0];
      return [{ kind: "return", value: value === undefined ? null : expressionOf(reader, value), ...range }];
    }
    case nodes.throw:
    case nodes.break:
    case nodes.continue:
      return [{ kind: "leave", ...range }];
    case nodes.block:
      return [{ kind: "block", body: reader.statements(node.children), ...range }];
    case nodes.labeled:
      return bodyOf(reader, node, fields.body);
    case nodes.if: {
      const otherwise = childField(node, fields.alternative);
      const rest = otherwise === undefined ? [] : reader.statements(namedChildren(otherwise));
      return [{ kind: "if", test: at(fields.condition), then: bodyOf(reader, node, fields.consequence), otherwise: rest, ...range }];
    }
    case nodes.for: {
      const first = childField(node, fields.initializer);
      return [
        {
          kind: "for",
          first: first === undefined ? [] : statementOf(reader, first, false),
          test: expressionField(reader, node, fields.condition),
          step: expressionField(reader, node, fields.increment),
          body: bodyOf(reader, node, fields.body),
          ...range,
        },
      ];
    }
    case nodes.while:
    case nodes.do:
      return [
        {
          kind: "for",
          first: [],
          test: expressionField(reader, node, fields.condition),
          step: null,
          body: bodyOf(reader, node, fields.body),
          ...range,
        },
      ];
    case nodes.forIn:
      return [
        {
          kind: "forEach",
          target: patternOf(reader, childField(node, fields.left)),
          isDeclaration: node.children.some((child) => child.field === "kind"),
          isKeys: node.children.some((child) => child.field === fields.operator && child.type === "in"),
          values: at(fields.right),
          body: bodyOf(reader, node, fields.body),
          ...range,
        },
      ];
    case nodes.switch:
      return [{ kind: "switch", value: at(fields.value), cases: casesOf(reader, node), ...range }];
    case nodes.try: {
      const parts = [node, childField(node, fields.handler), childField(node, fields.finalizer)];
      return [{ kind: "try", parts: parts.flatMap((part) => (part === undefined ? [] : [bodyOf(reader, part, fields.body)])), ...range }];
    }
    default:
      return [];
  }
}

function expressionField(reader: TreeReader, node: RawNode, field: string): Expression | null {
  const found = childField(node, field);
  return found === undefined ? null : expressionOf(reader, found);
}

/** A block's statements, or the single statement that stands for a block. */
function bodyOf(reader: TreeReader, node: RawNode, field: string): readonly Statement[] {
  const body = childField(node, field);
  if (body === undefined) return [];
  return body.type === nodes.block ? reader.statements(body.children) : statementOf(reader, body, false);
}

function declaratorsOf(reader: TreeReader, node: RawNode): readonly Declarator[] {
  return namedChildren(node)
    .filter((child) => child.type === nodes.variableDeclarator)
    .map((child) => ({ target: patternOf(reader, childField(child, fields.name)), value: expressionField(reader, child, fields.value) }));
}

function enumMembers(reader: TreeReader, node: RawNode): readonly EnumMember[] {
  return namedChildren(childField(node, fields.body) ?? node)
    .filter((child) => child.type === nodes.enumAssignment || child.field === fields.name)
    .map((child) => ({
      key: keyOf(reader, child.type === nodes.enumAssignment ? childField(child, fields.name) : child),
      value: child.type === nodes.enumAssignment ? expressionField(reader, child, fields.value) : null,
    }));
}

function casesOf(reader: TreeReader, node: RawNode): readonly SwitchCase[] {
  return namedChildren(childField(node, fields.body) ?? node).map((child) => ({
    test: expressionField(reader, child, fields.value),
    body: reader.statements(child.children.filter((part) => part.field === fields.body)),
  }));
}

function importOf(reader: TreeReader, node: RawNode): readonly Statement[] {
  if (hasToken(node, tokens.type)) return [];
  const range = { start: node.start, end: node.end };
  const required = childType(node, nodes.importRequire);
  const source = childField(required ?? node, fields.source);
  if (source === undefined) return [];
  const from = keyOf(reader, source).name ?? "";
  if (required !== undefined) {
    const local = sourceOf(reader, childType(required, nodes.identifier));
    return [{ kind: "import", source: from, bindings: [{ imported: null, local }], ...range }];
  }
  const clause = childType(node, nodes.importClause);
  const bindings = clause === undefined ? [] : namedChildren(clause).flatMap((child) => importBindings(reader, child));
  return [{ kind: "import", source: from, bindings, ...range }];
}

function importBindings(reader: TreeReader, node: RawNode): readonly ImportBinding[] {
  switch (node.type) {
    case nodes.identifier:
      return [{ imported: "default", local: sourceOf(reader, node) }];
    case nodes.namespaceImport:
      return [{ imported: null, local: sourceOf(reader, namedChildren(node)[0]) }];
    case nodes.namedImports:
      return namedChildren(node)
        .filter((child) => child.type === nodes.importSpecifier && !hasToken(child, tokens.type))
        .map((child) => specifierOf(reader, child));
    default:
      return [];
  }
}

/** `a as b`: for an import, `b` is the local name; for an export, the one that others see. */
function specifierOf(reader: TreeReader, node: RawNode): ImportBinding {
  const imported = keyOf(reader, childField(node, fields.name)).name ?? "";
  const alias = childField(node, fields.alias);
  return { imported, local: alias === undefined ? imported : (keyOf(reader, alias).name ?? imported) };
}

function exportOf(reader: TreeReader, node: RawNode): readonly Statement[] {
  const range = { start: node.start, end: node.end };
  const declaration = childField(node, fields.declaration);
  if (declaration !== undefined && !hasToken(node, tokens.default))
    return statementOf(reader, declaration, true).map((item) => ({ ...item, ...range }));
  if (declaration !== undefined) return defaultDeclaration(reader, declaration);
  if (hasToken(node, tokens.type)) return [];
  const source = childField(node, fields.source);
  const from = source === undefined ? null : keyOf(reader, source).name;
  const namespace = childType(node, nodes.namespaceExport);
  if (namespace !== undefined) {
    const local = sourceOf(reader, namedChildren(namespace)[0]);
    return [{ kind: "exportNames", source: from, names: [{ imported: null, local }], ...range }];
  }
  const clause = childType(node, nodes.exportClause);
  if (clause !== undefined)
    return [{ kind: "exportNames", source: from, names: namedChildren(clause).map((child) => specifierOf(reader, child)), ...range }];
  if (hasToken(node, tokens.star) && from !== null) return [{ kind: "exportAll", source: from, ...range }];
  const value = childField(node, fields.value) ?? (hasToken(node, tokens.equals) ? namedChildren(node)[0] : undefined);
  return value === undefined ? [] : [{ kind: "exportDefault", value: expressionOf(reader, value), ...range }];
}

/** `export default function f() {}`: declares `f`, and is the default. */
function defaultDeclaration(reader: TreeReader, declaration: RawNode): readonly Statement[] {
  const range = { start: declaration.start, end: declaration.end };
  const statements = statementOf(reader, declaration, false);
  const name = childField(declaration, fields.name);
  if (name === undefined) return statements;
  return [...statements, { kind: "exportDefault", value: { kind: "name", name: sourceOf(reader, name), ...range }, ...range }];
}
