import type { Container, FfiModule } from "../model/decls.ts";
import type { Type } from "../model/types.ts";
import type { Layouts } from "./layouts.ts";
import { isAddress } from "./pointers.ts";
import { cIntOf, longDoubleBits } from "./scalars.ts";

/**
 * What crosses the C ABI, spelled for reports and comparisons: `i32`, `ptr`, `struct{f32,f32}`, `[4]u8`; an enum is its tag, a packed
 * container its backing integer, fields of no bits are left out. "unknown" without a C ABI or a known layout.
 */
export function abiText(module: FfiModule, layouts: Layouts, type: Type): string {
  return textOf({ module, layouts, texts: new Map() }, type) ?? "unknown";
}

interface Context {
  readonly module: FfiModule;
  readonly layouts: Layouts;
  readonly texts: Map<string, string | null>;
}

/** Structs that nest each other twice double the text at each level. */
const maxLength = 10_000;

function textOf(context: Context, type: Type): string | null {
  if (isAddress(type)) return "ptr";
  const { target } = context.layouts;
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
    case "array": {
      // First its layout, which is unknown for what is nested too deeply to be written.
      const element = context.layouts.of(type).kind === "known" ? textOf(context, type.element) : null;
      return element === null ? null : `[${type.length + (type.sentinel === null ? 0 : 1)}]${element}`;
    }
    case "named":
      return namedText(context, type.id);
    default:
      return null;
  }
}

function intText(signed: boolean, bits: number): string | null {
  return [8, 16, 32, 64, 128].includes(bits) ? `${signed ? "i" : "u"}${bits}` : null;
}

function namedText(context: Context, id: string): string | null {
  const done = context.texts.get(id);
  if (done !== undefined) return done;
  const container = context.module.containers.get(id);
  // A known layout is also the proof that the type does not contain itself.
  const layout = context.layouts.container(id);
  const text = container === undefined || layout.kind === "unknown" ? null : containerText(context, container, layout.value.bits);
  const result = text !== null && text.length > maxLength ? null : text;
  context.texts.set(id, result);
  return result;
}

function containerText(context: Context, container: Container, bits: number): string | null {
  if (container.kind === "opaque") return null;
  if (container.kind === "enum") return container.tag === null ? null : textOf(context, container.tag);
  if (container.layout === "packed") return container.backing === null ? intText(false, bits) : textOf(context, container.backing);
  const fields: string[] = [];
  for (const { type } of container.fields) {
    if (isZeroBit(context, type)) continue;
    const text = textOf(context, type);
    if (text === null) return null;
    fields.push(text);
  }
  return `${container.kind}{${fields.join(",")}}`;
}

/** Not arrays of no length, whose alignment counts. */
function isZeroBit({ layouts }: Context, type: Type): boolean {
  const layout = layouts.of(type);
  return type.kind !== "array" && layout.kind === "known" && layout.value.size === 0 && layout.value.align === 1;
}
