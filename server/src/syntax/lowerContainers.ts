import type { Container, EnumValue, Field } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Type } from "../model/types.ts";
import { spanOf } from "./lines.ts";
import type { FieldOutline, Range } from "./outline.ts";
import type { Scope } from "./scopes.ts";
import { foldedText } from "./tokens.ts";
import { exprAt, quoted, unknownValue, type Env, type Evaluator } from "./values.ts";

/** One container as the model has it. What is wrong with its fields is added to `issues`. */
export function lowerContainer(evaluator: Evaluator, scope: Scope, issues: Issue[]): Container {
  const { outline, file } = scope;
  const base = { id: scope.id, name: scope.name, span: spanOf(file, scope.nameRange), isPub: scope.isPub, doc: scope.doc };
  const env = { scope, blocks: [] };
  const argument = outline.argument === null ? null : evaluator.typeOf(exprAt(outline.argument, env), env);
  switch (outline.kind) {
    case "opaque":
      return { kind: "opaque", ...base };
    case "enum":
      return {
        kind: "enum",
        ...base,
        tag: argument,
        isExhaustive: !fieldsOf(scope).some(isRest),
        values: enumValues(evaluator, scope, issues),
      };
    case "struct": {
      const isTuple = isTupleScope(scope);
      const fields = lowerFields(evaluator, scope, issues);
      return { kind: "struct", ...base, layout: outline.layout, backing: argument, fields, isTuple };
    }
    case "union": {
      const isTagged = outline.hasEnumKeyword || (argument !== null && outline.layout !== "packed");
      const backing = isTagged ? null : argument;
      return { kind: "union", ...base, layout: outline.layout, backing, isTagged, fields: lowerFields(evaluator, scope, issues) };
    }
  }
}

function fieldsOf(scope: Scope): readonly FieldOutline[] {
  return scope.outline.members.filter((member) => member.kind === "field");
}

/** The `_` that keeps an enum open. */
function isRest(field: FieldOutline): boolean {
  return field.name === "_" && !field.isQuoted;
}

function isTupleScope(scope: Scope): boolean {
  const fields = fieldsOf(scope);
  const isBare = (field: FieldOutline): boolean => field.type === null || field.name === "";
  return (
    scope.outline.kind === "struct" &&
    scope.parent !== null &&
    fields.length > 0 &&
    fields.every((field) => isBare(field) && !field.isBroken)
  );
}

function enumValues(evaluator: Evaluator, scope: Scope, issues: Issue[]): readonly EnumValue[] {
  const values = evaluator.enumValues(scope);
  return unique(scope, issues)
    .filter((field) => !isRest(field))
    .map((field) => ({
      name: field.name,
      value: values.get(field.name) ?? null,
      span: spanOf(scope.file, field.nameRange),
      doc: field.doc,
    }));
}

function lowerFields(evaluator: Evaluator, scope: Scope, issues: Issue[]): readonly Field[] {
  if (isTupleScope(scope)) return fieldsOf(scope).map((field, index) => lowerField(evaluator, scope, { field, name: String(index) }));
  // A comptime field takes no room: it is a constant.
  const fields = unique(scope, issues).filter((field) => !field.isComptime);
  return fields.map((field) => lowerField(evaluator, scope, { field, name: field.name }));
}

/** Zig refuses a name that is used twice; we keep the first, so that names stay a key. */
function unique(scope: Scope, issues: Issue[]): readonly FieldOutline[] {
  const seen = new Set<string>();
  return fieldsOf(scope).filter((field) => {
    if (!seen.has(field.name)) return seen.add(field.name);
    const message = `${scope.name} has two fields named ${field.name}: the second is skipped. Rename one; Zig refuses this.`;
    issues.push({ code: "zig/syntax", severity: "warning", message, zig: { span: spanOf(scope.file, field.nameRange), text: field.name } });
    return false;
  });
}

interface NamedField {
  readonly field: FieldOutline;
  readonly name: string;
}

function lowerField(evaluator: Evaluator, scope: Scope, { field, name }: NamedField): Field {
  const env = { scope, blocks: [] };
  const range = field.type ?? field.nameRange;
  const isVoid = field.type === null && scope.outline.kind === "union";
  return {
    name,
    type: fieldType(evaluator, field, env),
    text: isVoid ? "void" : foldedText(scope.file.text, range),
    span: spanOf(scope.file, field.nameRange),
    align: field.align === null ? null : alignOf(evaluator, field.align, env),
    hasDefault: field.value !== null,
    doc: field.doc,
  };
}

function fieldType(evaluator: Evaluator, field: FieldOutline, env: Env): Type {
  const { outline } = env.scope;
  if (field.isBroken) return unknownValue(`there is a syntax error at ${quoted(field, env)}`);
  if (env.scope.isBroken) return unknownValue(`the declaration of ${env.scope.name} has a syntax error`);
  if (field.type !== null) return evaluator.typeOf(exprAt(field.type, env), env);
  if (outline.kind === "union") return { kind: "void" };
  if (isTupleScope(env.scope)) return evaluator.typeOf(exprAt(field.nameRange, env), env);
  return unknownValue(`${quoted(field.nameRange, env)} has no type`);
}

function alignOf(evaluator: Evaluator, range: Range, env: Env): number | "unknown" {
  const value = evaluator.value(exprAt(range, env), env);
  return value.kind === "int" && value.value > 0n && value.value <= 0x1000_0000n ? Number(value.value) : "unknown";
}
