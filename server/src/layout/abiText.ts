import type { FfiModule } from "../model/decls.ts";
import type { Target } from "../model/target.ts";
import type { Type } from "../model/types.ts";
import { cIntOf, longDoubleBits } from "./scalars.ts";
import type { Layouts } from "./layouts.ts";

/** What crosses the C ABI, spelled for reports and comparisons: `i32`, `ptr`, `struct{f32,f32}`, `[4]u8`; "unknown" without a C ABI. */
export function abiText(module: FfiModule, layouts: Layouts, type: Type): string {
  return textOf(module, layouts.target, type, []) ?? "unknown";
}

function textOf(module: FfiModule, target: Target, type: Type, path: readonly string[]): string | null {
  switch (type.kind) {
    case "void":
    case "noreturn":
      return "void";
    case "bool":
      return "bool";
    case "int":
      return intText(type.signed, type.bits);
    case "cint": {
      if (type.name === "usize" || type.name === "isize") return type.name;
      const { signed, bits } = cIntOf(target, type.name);
      return intText(signed, bits);
    }
    case "float":
      return `f${type.bits}`;
    case "longdouble":
      return `f${longDoubleBits(target)}`;
    case "pointer":
      return type.size === "slice" ? null : "ptr";
    case "optional":
      return type.child.kind === "pointer" && type.child.size !== "slice" ? "ptr" : null;
    case "array": {
      const element = textOf(module, target, type.element, path);
      return element === null ? null : `[${type.length + (type.sentinel === null ? 0 : 1)}]${element}`;
    }
    case "named":
      return path.includes(type.id) ? null : containerText(module, target, type.id, path);
    default:
      return null;
  }
}

function intText(signed: boolean, bits: number): string | null {
  return [8, 16, 32, 64, 128].includes(bits) ? `${signed ? "i" : "u"}${bits}` : null;
}

function containerText(module: FfiModule, target: Target, id: string, path: readonly string[]): string | null {
  const container = module.containers.get(id);
  if (container === undefined || container.kind === "opaque") return null;
  const inner = (type: Type): string | null => textOf(module, target, type, [...path, id]);
  if (container.kind === "enum") return container.tag === null ? null : inner(container.tag);
  if (container.layout === "auto") return null;
  if (container.layout === "packed") return container.backing === null ? null : inner(container.backing);
  const fields: string[] = [];
  for (const field of container.fields) {
    const text = inner(field.type);
    if (text === null) return null;
    if (text !== "void") fields.push(text);
  }
  return `${container.kind}{${fields.join(",")}}`;
}
