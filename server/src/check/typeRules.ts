import type { Container, Field, FfiModule, StructContainer, UnionContainer } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Type } from "../model/types.ts";
import { illegalType, type LegalityContext } from "./externLegality.ts";

/** Fields that the compiler refuses in extern and packed containers, and structs that contain themselves. */
export function* typeRules(context: LegalityContext): Generator<Issue> {
  const { module } = context;
  for (const container of module.containers.values()) {
    if (container.kind !== "struct" && container.kind !== "union") continue;
    if (container.layout === "auto") continue;
    const cycle = cycleThrough(module, container, []);
    if (cycle !== null) yield recursive(container, cycle);
    for (const field of container.fields) yield* fieldIssues(context, container, field);
  }
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
