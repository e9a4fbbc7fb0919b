import type { Container, Field, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Type } from "../model/types.ts";
import { containerProblem } from "./exportRules.ts";

/** Fields that the compiler refuses in extern structs and unions, and structs that contain themselves. */
export function* typeRules(module: FfiModule): Generator<Issue> {
  for (const container of module.containers.values()) {
    if (container.kind !== "struct" && container.kind !== "union") continue;
    if (container.layout === "auto") continue;
    const cycle = cycleThrough(module, container, []);
    if (cycle !== null) yield recursive(container, cycle);
    if (container.layout === "extern") for (const field of container.fields) yield* fieldIssues(module, container, field);
  }
}

function* fieldIssues(module: FfiModule, container: Container, field: Field): Generator<Issue> {
  const reason = fieldProblem(module, field.type);
  if (reason === null) return;
  yield {
    code: "zig/not-extern",
    severity: "error",
    message: `${container.name}.${field.name}: an extern ${container.kind} cannot contain ${field.text}: ${reason}`,
    zig: { span: field.span, text: field.text },
  };
}

function fieldProblem(module: FfiModule, type: Type): string | null {
  switch (type.kind) {
    case "pointer":
      return type.size === "slice" ? "a slice has no C layout: use a pointer and a length" : null;
    case "optional":
      return type.child.kind === "pointer" && type.child.size !== "slice" ? null : "only optional pointers have a C layout";
    case "errorUnion":
    case "errorSet":
      return "errors have no C layout";
    case "array":
      return fieldProblem(module, type.element);
    case "named":
      return containerProblem(module.containers.get(type.id))?.message ?? null;
    case "int":
      return [0, 8, 16, 32, 64, 128].includes(type.bits) ? null : "only integers of 8, 16, 32, 64 and 128 bits have a C layout";
    default:
      return null;
  }
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
