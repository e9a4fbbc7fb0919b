import type { Layouts } from "../layout/layouts.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Type } from "../model/types.ts";

/** What an eightbyte of a struct travels in. `float`: only its first four bytes are one; `none`: there is only padding. */
export type EightbyteClass = "none" | "integer" | "float" | "sse";

/**
 * How arrays are classified. `exact`: element by element, as the ABI says. `integers`: as Zig up to 0.16 does, an array is one integer for each
 * eight bytes of its size, wherever it begins and whatever it holds. `apart`: as Zig 0.17 does, each element is classified as if it began an
 * eightbyte. Both from what Zig does with random structs, compared with gcc.
 */
export type ArrayRule = "exact" | "integers" | "apart";

export interface ClassifyOptions {
  readonly module: FfiModule;
  readonly layouts: Layouts;
  readonly arrays: ArrayRule;
}

/** Classes of a struct or union of up to 16 bytes by the System V ABI for x86-64, section 3.2.3; null where a layout is not known. */
export function eightbyteClasses(options: ClassifyOptions, type: Type): readonly EightbyteClass[] | null {
  const extent = options.layouts.of(type);
  if (extent.kind === "unknown") return null;
  const halves: Half[] = Array.from({ length: Math.ceil(extent.value.size / 8) * 2 }, () => "none");
  if (!classify(options, type, { offset: 0, halves })) return null;
  return halves.flatMap((low, i) => (i % 2 === 0 ? [classOf(low, halves[i + 1] ?? "none")] : []));
}

/** Four bytes. */
type Half = "none" | "integer" | "sse";

interface Place {
  /** Bytes from the start of the outermost struct. */
  readonly offset: number;
  readonly halves: Half[];
}

/** "If one of the classes is INTEGER, the result is the INTEGER." */
function classOf(low: Half, high: Half): EightbyteClass {
  if (low === "integer" || high === "integer") return "integer";
  return high === "sse" ? "sse" : low === "sse" ? "float" : "none";
}

/** False where something is not known. */
function classify(options: ClassifyOptions, type: Type, place: Place): boolean {
  const extent = options.layouts.of(type);
  if (extent.kind === "unknown") return false;
  const { size } = extent.value;
  if (type.kind === "array") return classifyArray(options, type, { ...place, size });
  const container = type.kind === "named" ? options.module.containers.get(type.id) : undefined;
  if (type.kind === "named" && (container?.kind === "struct" || container?.kind === "union") && container.layout === "extern") {
    const layout = options.layouts.container(type.id);
    if (layout.kind === "unknown") return false;
    return layout.value.fields.every((field) => classify(options, field.type, { ...place, offset: place.offset + field.offset }));
  }
  mark(place, size, type.kind === "float" ? "sse" : "integer");
  return true;
}

type ArrayType = Extract<Type, { kind: "array" }>;

function classifyArray(options: ClassifyOptions, type: ArrayType, place: Place & { readonly size: number }): boolean {
  const { offset, halves, size } = place;
  if (options.arrays === "integers") {
    for (let at = 0; at < size; at += 8) mark({ offset: floorTo8(offset) + at, halves }, 1, "integer");
    return true;
  }
  const element = options.layouts.of(type.element);
  if (element.kind === "unknown") return false;
  const step = element.value.size;
  // Numbers never go over the end of an eightbyte.
  const isApart = options.arrays === "apart" && type.element.kind === "named";
  for (let at = offset; step > 0 && at < offset + size; at += step)
    if (!classify(options, type.element, { offset: isApart ? floorTo8(at) : at, halves })) return false;
  return true;
}

function floorTo8(offset: number): number {
  return Math.floor(offset / 8) * 8;
}

function mark({ offset, halves }: Place, size: number, kind: Half): void {
  for (let i = Math.floor(offset / 4); i * 4 < offset + size && i < halves.length; i++) {
    // Two floats in one eightbyte fill it. `apart` puts them on the same place, and so does a union: there Zig up to 0.16 takes them for two.
    const at = kind === "sse" && size === 4 && halves[i] === "sse" ? i ^ 1 : i;
    if (halves[at] !== "integer") halves[at] = kind;
  }
}
