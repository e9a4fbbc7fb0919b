import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { isIntegerLike, type BitWidthContext } from "./bitWidths.ts";

/**
 * Why a field of a type whose layout is known may still not be in an extern container: only integers (also as an enum's tag or a packed
 * container's backing) of C's widths may (Sema's `validateExternType`). Null where it may.
 */
export function externRefusal(context: BitWidthContext, type: Type): string | null {
  switch (type.kind) {
    case "int":
      return refuseWidth(typeText(context.module, type), type.bits);
    case "array":
    case "vector":
      return externRefusal(context, type.element);
    case "named": {
      const layout = context.container(type.id);
      const isInteger = isIntegerLike(context.module.containers.get(type.id));
      return isInteger && layout.kind === "known" ? refuseWidth(typeText(context.module, type), layout.value.bits) : null;
    }
    default:
      return null;
  }
}

function refuseWidth(name: string, bits: number): string | null {
  const isCWidth = [0, 8, 16, 32, 64, 128].includes(bits);
  return isCWidth ? null : `${name} has ${bits} bits; extern containers take integers of 0, 8, 16, 32, 64 or 128 bits`;
}
