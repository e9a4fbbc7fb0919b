import type { EnumContainer, FfiModule } from "../model/decls.ts";
import { known, unknown, type Known } from "../model/known.ts";
import type { Target } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { cIntOf, longDoubleBits } from "./scalars.ts";

/** Bits that a type takes inside a packed container. `ofContainer` gives those of a packed struct or union. */
export function packedBits(module: FfiModule, target: Target, type: Type, ofContainer: (id: string) => Known<number>): Known<number> {
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
    case "pointer":
      return type.size === "slice" ? unknown("a slice cannot be in a packed container") : known(target.pointerBits);
    case "optional":
      return type.child.kind === "pointer" && type.child.size !== "slice" ? known(target.pointerBits) : unknown(`${typeText(module, type)} cannot be in a packed container`);
    case "named": {
      const container = module.containers.get(type.id);
      if (container?.kind !== "enum") return ofContainer(type.id);
      return container.tag === null ? inferredTagBits(container) : packedBits(module, target, container.tag, ofContainer);
    }
    case "unknown":
      return unknown(type.reason);
    default:
      return unknown(`${typeText(module, type)} cannot be in a packed container`);
  }
}

/** `enum { a, b, c }`: the language makes its tag the smallest unsigned integer that holds the values. */
function inferredTagBits(container: EnumContainer): Known<number> {
  const values = container.values.map(({ value }) => value);
  if (values.some((value) => value === null || value < 0n)) return unknown(`the compiler chooses the tag type of ${container.name}`);
  const largest = values.reduce<bigint>((max, value) => (value !== null && value > max ? value : max), 0n);
  return known(largest === 0n ? 0 : largest.toString(2).length);
}
