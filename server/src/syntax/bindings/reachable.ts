import type { Container } from "../../model/decls.ts";
import type { Declaration } from "../../model/declarations.ts";
import type { Type } from "../../model/types.ts";

/** The containers that declarations name, with those that they are made of. */
export function reachable(declarations: readonly Declaration[], all: ReadonlyMap<string, Container>): ReadonlyMap<string, Container> {
  const found = new Map<string, Container>();
  for (const declaration of declarations) {
    visitType(declaration.returns.type, all, found);
    for (const param of declaration.params ?? []) visitType(param.type, all, found);
  }
  return found;
}

function visitType(type: Type, all: ReadonlyMap<string, Container>, found: Map<string, Container>): void {
  switch (type.kind) {
    case "named": {
      const container = all.get(type.id);
      if (container === undefined || found.has(type.id)) return;
      found.set(type.id, container);
      if (container.kind === "struct" || container.kind === "union")
        for (const field of container.fields) visitType(field.type, all, found);
      return;
    }
    case "pointer":
      visitType(type.pointee, all, found);
      return;
    case "optional":
      visitType(type.child, all, found);
      return;
    case "array":
    case "vector":
      visitType(type.element, all, found);
      return;
    case "fn":
      visitType(type.returns, all, found);
      for (const param of type.params) visitType(param.type, all, found);
      return;
    default:
  }
}
