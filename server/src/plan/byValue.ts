import type { Container, Field } from "../model/decls.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { containerOf, type PlanContext } from "./planContext.ts";

/**
 * Why koffi cannot pass a struct by value, or null when it can. It crashes on under-aligned ones, has no alignment above 8, reads wrong
 * lanes of vectors, and has no 128-bit integers, half floats, or empty structs.
 */
export function byValueProblem(context: PlanContext, id: string, seen: ReadonlySet<string> = new Set()): string | null {
  const container = containerOf(context, id);
  if (seen.has(id)) return `${container.name} contains itself`;
  if (container.kind !== "struct" || container.layout !== "extern") return `${container.name} is ${describe(container)}`;
  const fields = container.fields.filter((field) => field.type.kind !== "void");
  if (fields.length === 0) return `${container.name} has no fields`;
  const inner = new Set([...seen, id]);
  for (const field of fields) {
    const problem = fieldProblem(context, field, inner);
    if (problem !== null) return `${container.name}.${field.name} is ${problem}`;
  }
  return null;
}

function fieldProblem(context: PlanContext, field: Field, seen: ReadonlySet<string>): string | null {
  if (field.align !== null && !isNaturalAlign(context, field)) return `aligned to ${field.align}, which koffi cannot pass by value`;
  return typeProblem(context, field.type, seen);
}

function isNaturalAlign(context: PlanContext, field: Field): boolean {
  return context.layouts.every((layouts) => {
    const layout = layouts.of(field.type);
    return layout.kind === "known" && layout.value.align === field.align;
  });
}

function typeProblem(context: PlanContext, type: Type, seen: ReadonlySet<string>): string | null {
  switch (type.kind) {
    case "array":
      if (type.length === 0 || type.sentinel !== null) return `${typeText(context.module, type)}, which koffi cannot pass by value`;
      return typeProblem(context, type.element, seen);
    case "int":
      return type.bits === 128 || type.bits === 0 ? `${typeText(context.module, type)}, which koffi does not have` : null;
    case "float":
      return type.bits === 32 || type.bits === 64 ? null : `f${type.bits}, which koffi does not have`;
    case "longdouble":
    case "vector":
      return `${typeText(context.module, type)}, which koffi does not have`;
    case "named": {
      const container = containerOf(context, type.id);
      if (container.kind === "enum") return null;
      if (container.kind === "struct" && container.layout === "packed") return packedProblem(context, container.name, type.id);
      return byValueProblem(context, type.id, seen);
    }
    default:
      return null;
  }
}

function packedProblem(context: PlanContext, name: string, id: string): string | null {
  const layout = context.layouts[0]?.container(id);
  return layout?.kind === "known" && layout.value.bits <= 64 ? null : `${name}, a packed struct of more than 64 bits`;
}

function describe(container: Container): string {
  switch (container.kind) {
    case "union":
      return "a union: koffi's rules for unions by value are not Zig's on every target";
    case "struct":
      return `a struct with ${container.layout === "auto" ? "automatic" : container.layout} layout`;
    default:
      return `an ${container.kind}`;
  }
}
