import type { Type } from "../../model/types.ts";
import { shapeOf, type Side } from "./shape.ts";

/** One number in a struct, however deep it is nested: what the processor reads and writes. */
export interface Leaf {
  /** Bytes from the start of the outermost struct. */
  readonly offset: number;
  readonly size: number;
  /** `bytes` is memory of any content (`[n]u8`), `opaque` what overlaps or is not known. */
  readonly kind: "int" | "float" | "bytes" | "opaque";
}

/** Arrays up to this many numbers are taken apart. */
const maxLeaves = 2_048;

/** Null where a layout in it is not known. */
export function leavesOf(side: Side, type: Type): readonly Leaf[] | null {
  const leaves: Leaf[] = [];
  return collect(side, type, 0, leaves) ? leaves : null;
}

function collect(side: Side, type: Type, offset: number, leaves: Leaf[]): boolean {
  const extent = side.layouts.of(type);
  if (extent.kind === "unknown") return false;
  const { size } = extent.value;
  const shape = shapeOf(side, type);
  if (size === 0) return true;
  if (type.kind === "array") return collectArray(side, type, offset, leaves);
  if (shape.kind !== "struct") {
    leaves.push({ offset, size, kind: shape.kind === "float" ? "float" : shape.kind === "unknown" ? "opaque" : "int" });
    return true;
  }
  const layout = side.layouts.container(shape.container.id);
  if (layout.kind === "unknown") return false;
  if (shape.container.kind === "struct")
    return layout.value.fields.every((field) => collect(side, field.type, offset + field.offset, leaves));
  leaves.push({ offset, size, kind: "opaque" });
  return true;
}

function collectArray(side: Side, type: Extract<Type, { kind: "array" }>, offset: number, leaves: Leaf[]): boolean {
  const count = type.length + (type.sentinel === null ? 0 : 1);
  const extent = side.layouts.of(type.element);
  if (extent.kind === "unknown") return false;
  const { size } = extent.value;
  if (size === 1 || leaves.length + count > maxLeaves) {
    leaves.push({ offset, size: size * count, kind: size === 1 ? "bytes" : "opaque" });
    return true;
  }
  for (let i = 0; i < count; i++) if (!collect(side, type.element, offset + i * size, leaves)) return false;
  return true;
}

/** Whether everything that Zig keeps in a struct is there in its mirror, at the same place, in the same size and of the same class. */
export function sameLeaves(ours: readonly Leaf[], theirs: readonly Leaf[]): boolean {
  return ours.every((leaf) => hasCounterpart(leaf, theirs, true)) && theirs.every((leaf) => hasCounterpart(leaf, ours, false));
}

function hasCounterpart(leaf: Leaf, others: readonly Leaf[], isNeeded: boolean): boolean {
  const overlapping = others.filter((other) => other.offset < leaf.offset + leaf.size && leaf.offset < other.offset + other.size);
  // A mirror may spell padding out.
  if (overlapping.length === 0) return !isNeeded;
  const [first] = overlapping;
  if (overlapping.length === 1 && first !== undefined && first.offset === leaf.offset && first.size === leaf.size)
    return isFree(first) || isFree(leaf) || first.kind === leaf.kind;
  // Two pieces of memory that begin together are the same one, and must end together.
  const isShorter = overlapping.length === 1 && first?.offset === leaf.offset && first.kind === "bytes" && leaf.kind === "bytes";
  if (isShorter || !(isFree(leaf) || overlapping.every(isFree))) return false;
  return !isNeeded || covered(leaf, overlapping);
}

function isFree({ kind }: Leaf): boolean {
  return kind === "bytes" || kind === "opaque";
}

function covered(leaf: Leaf, parts: readonly Leaf[]): boolean {
  let end = leaf.offset;
  for (const part of parts.toSorted((a, b) => a.offset - b.offset)) {
    if (part.offset > end) return false;
    end = Math.max(end, part.offset + part.size);
  }
  return end >= leaf.offset + leaf.size;
}
