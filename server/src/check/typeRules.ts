import type { Container, EnumContainer, Field, FfiModule, StructContainer, UnionContainer } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Type } from "../model/types.ts";
import { illegalType, type LegalityContext } from "./externLegality.ts";

/** Fields that the compiler refuses in extern and packed containers, and structs that contain themselves. */
export function* typeRules(context: LegalityContext): Generator<Issue> {
  const { module } = context;
  for (const container of module.containers.values()) {
    if (container.kind === "enum" && isRefusedEnum(context, container)) yield emptyEnum(container);
    if (container.kind !== "struct" && container.kind !== "union") continue;
    if (container.layout === "auto") continue;
    const cycle = cycleThrough(module, container, []);
    if (cycle !== null) yield recursive(container, cycle);
    for (const field of container.fields) yield* fieldIssues(context, container, field);
  }
}

function isRefusedEnum({ zigMinor }: LegalityContext, { tag, isExhaustive, values }: EnumContainer): boolean {
  return zigMinor >= 17 && tag !== null && isExhaustive && values.length === 0;
}

function emptyEnum({ name, span }: EnumContainer): Issue {
  return {
    code: "zig/not-extern",
    severity: "error",
    message: `${name} has no values, and empty exhaustive enums must be backed by noreturn: give it one, or make it non-exhaustive with _`,
    zig: { span, text: name },
  };
}

function* fieldIssues(context: LegalityContext, container: StructContainer | UnionContainer, field: Field): Generator<Issue> {
  const problem = illegalType(context, field.type, container.layout === "packed" ? "packedField" : "field");
  if (problem === null) return;
  yield {
    code: problem.code,
    severity: "error",
    message: `${container.name}.${field.name}: ${container.layout} ${container.kind}s cannot contain fields of type ${field.text}: it ${problem.message}`,
    zig: { span: field.span, text: field.text },
  };
}

/** Names from a container back to itself through fields by value; null without such a way. */
function cycleThrough(module: FfiModule, container: Container, path: readonly string[]): readonly string[] | null {
  if (path.includes(container.id)) return path[0] === container.id ? [...path, container.id] : null;
  const fields = container.kind === "struct" || container.kind === "union" ? container.fields : [];
  for (const field of fields) {
    const next = byValueContainer(module, field.type);
    const cycle = next === undefined ? null : cycleThrough(module, next, [...path, container.id]);
    if (cycle !== null) return cycle;
  }
  return null;
}

function byValueContainer(module: FfiModule, type: Type): Container | undefined {
  if (type.kind === "array") return byValueContainer(module, type.element);
  return type.kind === "named" ? module.containers.get(type.id) : undefined;
}

function recursive(container: Container, cycle: readonly string[]): Issue {
  const names = cycle.map((id) => id.slice(id.indexOf("#") + 1)).join(" -> ");
  return {
    code: "zig/recursive-type",
    severity: "error",
    message: `${container.name} contains itself by value (${names}): break the circle with a pointer`,
    zig: { span: container.span, text: container.name },
  };
}
