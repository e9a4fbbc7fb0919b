import type { Container, FfiModule } from "../model/decls.ts";
import { known, unknown, type Known } from "../model/known.ts";
import type { Target } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { isAddress } from "./pointers.ts";
import { cIntOf, longDoubleBits } from "./scalars.ts";

export interface BitWidthContext {
  readonly module: FfiModule;
  readonly target: Target;
  /** Bits of an enum's tag or a packed container's backing integer. */
  container(id: string): Known<{ readonly bits: number }>;
}

/**
 * Bits that a type takes inside a packed container, by Sema's `validatePackedType` up to 0.15 (later versions refuse pointers and vectors,
 * but change no layout).
 */
export function bitWidth(context: BitWidthContext, type: Type): Known<number> {
  const { module, target } = context;
  if (isAddress(type)) return known(target.pointerBits);
  switch (type.kind) {
    case "void":
      return known(0);
    case "bool":
      return known(1);
    case "int":
    case "float":
      return known(type.bits);
    case "cint":
      return known(cIntOf(target, type.name).bits);
    case "longdouble":
      return known(longDoubleBits(target));
    case "vector": {
      const element = elementWidth(context, type);
      return element.kind === "unknown" ? element : known(element.value * type.length);
    }
    case "named": {
      const container = module.containers.get(type.id);
      if (container !== undefined && !isIntegerLike(container))
        return unknown(`${container.name} is not packed, so a packed container cannot hold it`);
      const layout = context.container(type.id);
      return layout.kind === "unknown" ? layout : known(layout.value.bits);
    }
    case "unknown":
      return unknown(type.reason);
    default:
      return unknown(`${typeText(module, type)} cannot be in a packed container`);
  }
}

/** Bits of one element of a vector: Zig takes integers, floats, `bool` and pointers. */
export function elementWidth(context: BitWidthContext, { element }: Type & { readonly kind: "vector" }): Known<number> {
  const isScalar = isAddress(element) || ["int", "cint", "float", "longdouble", "bool", "unknown"].includes(element.kind);
  return isScalar ? bitWidth(context, element) : unknown(`a vector cannot hold ${typeText(context.module, element)}`);
}

/** Whether a container is an integer to the machine: an enum, or a packed struct or union. */
export function isIntegerLike(container: Container | undefined): boolean {
  if (container?.kind === "enum") return true;
  return (container?.kind === "struct" || container?.kind === "union") && container.layout === "packed";
}
