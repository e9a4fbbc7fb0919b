import type { Container, Field, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Type } from "../model/types.ts";

/** The container by value whose declaration an issue about a parameter, a result or a field complains of. */
export function declaredContainer(module: FfiModule, issue: Issue): Container | undefined {
  if (issue.code !== "zig/not-extern" && issue.code !== "zig/enum-without-tag") return undefined;
  const type = issue.symbol === undefined ? fieldAt(module, issue)?.type : exportType(module, issue);
  return type === undefined ? undefined : containerByValue(module, type);
}

function exportType(module: FfiModule, { symbol, index }: Issue): Type | undefined {
  const item = module.exports.find((each) => each.symbol === symbol);
  if (item === undefined) return undefined;
  if (item.kind !== "fn") return item.type;
  return index === undefined ? item.returns : item.params[index]?.type;
}

function fieldAt(module: FfiModule, { zig }: Issue): Field | undefined {
  for (const container of module.containers.values()) {
    if (container.span.file !== zig?.span.file || (container.kind !== "struct" && container.kind !== "union")) continue;
    const field = container.fields.find(({ span }) => span.start === zig.span.start);
    if (field !== undefined) return field;
  }
  return undefined;
}

function containerByValue(module: FfiModule, type: Type): Container | undefined {
  if (type.kind === "array") return containerByValue(module, type.element);
  if (type.kind === "optional") return containerByValue(module, type.child);
  return type.kind === "named" ? module.containers.get(type.id) : undefined;
}
