import type { Container, FfiModule } from "../model/decls.ts";
import type { Type } from "../model/types.ts";

/** Containers that the signatures of exports lead to, by value or through pointers, each once. */
export function exportedContainers(module: FfiModule): readonly Container[] {
  const found = new Map<string, Container>();
  const queue: Type[] = module.exports.flatMap((item) =>
    item.kind === "fn" ? [...item.params.map((param) => param.type), item.returns] : [item.type],
  );
  for (let type = queue.shift(); type !== undefined; type = queue.shift()) {
    if (type.kind !== "named") {
      queue.push(...innerTypes(type));
      continue;
    }
    const container = module.containers.get(type.id);
    if (container === undefined || found.has(type.id)) continue;
    found.set(type.id, container);
    // Nothing inside a container of automatic layout has a place.
    if ((container.kind === "struct" || container.kind === "union") && container.layout !== "auto")
      queue.push(...container.fields.map((field) => field.type));
  }
  return [...found.values()];
}

function innerTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case "pointer":
      return [type.pointee];
    case "optional":
      return [type.child];
    case "array":
    case "vector":
      return [type.element];
    case "errorUnion":
      return [type.payload];
    case "fn":
      return [...type.params.map((param) => param.type), type.returns];
    default:
      return [];
  }
}
