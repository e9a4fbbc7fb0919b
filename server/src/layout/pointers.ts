import type { Type } from "../model/types.ts";

/**
 * One address, or null as address zero: pointers, and the optionals that Zig's `isPtrLikeOptional` accepts. `?[*c]T` and `?*allowzero T`
 * need a flag of their own, because zero is a value already.
 */
export function isAddress(type: Type): boolean {
  if (type.kind === "pointer") return type.size !== "slice";
  if (type.kind !== "optional" || type.child.kind !== "pointer") return false;
  const { size, isAllowzero } = type.child;
  return (size === "one" || size === "many") && !isAllowzero;
}
