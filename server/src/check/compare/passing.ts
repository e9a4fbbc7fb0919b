import type { Target } from "../../model/target.ts";
import type { Type } from "../../model/types.ts";
import { leavesOf, type Leaf } from "./leaves.ts";
import { shapeOf, type Side } from "./shape.ts";

/**
 * Where a value travels by the C ABI of a target: a text that is equal for types that can stand for each other, such as `int4` for a u32
 * and for a struct of two u16. Null: not known.
 */
export function passingOf(side: Side, type: Type, role: Role): string | null {
  const shape = shapeOf(side, type);
  const { target } = side.layouts;
  switch (shape.kind) {
    case "void":
      return "nothing";
    case "bool":
      return "int1";
    case "int":
      return `int${String(Math.ceil(shape.bits / 8))}`;
    case "pointer":
      return `int${String(target.pointerBits / 8)}`;
    case "float":
      return `float${String(shape.bits / 8)}`;
    case "struct": {
      const leaves = leavesOf(side, type);
      return leaves === null ? null : structPassing({ target, leaves, size: shape.size, isUnion: shape.container.kind === "union" }, role);
    }
    case "unknown":
      return null;
  }
}

export type Role = "argument" | "result";

/** Whether a result of this type is written to memory that the caller names. */
export function isHiddenResult(side: Side, type: Type): boolean {
  return passingOf(side, type, "result") === hidden;
}

const hidden = "memory of the caller";

interface StructValue {
  readonly target: Target;
  readonly leaves: readonly Leaf[];
  readonly size: number;
  readonly isUnion: boolean;
}

function structPassing(value: StructValue, role: Role): string | null {
  const { target, size } = value;
  if (size === 0) return "nothing";
  if (target.arch === "x86_64") return target.os === "windows" ? windows(size, role) : systemV(value, role);
  if (target.arch === "aarch64") return aarch64(value, role);
  // 32-bit targets differ among themselves: what they do with a struct is only ever equal to what they do with the same struct.
  return null;
}

const address = "int8";

function windows(size: number, role: Role): string {
  if ([1, 2, 4, 8].includes(size)) return `int${String(size)}`;
  return role === "argument" ? address : hidden;
}

function systemV({ leaves, size, isUnion }: StructValue, role: Role): string | null {
  if (size > 16 || leaves.some((leaf) => leaf.kind === "float" && leaf.size > 8))
    return role === "argument" ? `stack${String(size)}` : hidden;
  if (isUnion) return null;
  const parts = size > 8 ? [0, 8] : [0];
  return parts.map((start) => `${isFloatPart(leaves, start) ? "float" : "int"}${String(Math.min(8, size - start))}`).join(" ");
}

/** An eightbyte goes to a vector register where it holds nothing but floats. */
function isFloatPart(leaves: readonly Leaf[], start: number): boolean {
  const inside = leaves.filter((leaf) => leaf.offset < start + 8 && leaf.offset + leaf.size > start);
  return inside.length > 0 && inside.every(({ kind }) => kind === "float");
}

function aarch64({ leaves, size, isUnion }: StructValue, role: Role): string | null {
  const [first] = leaves;
  const isUniform = first?.kind === "float" && leaves.every((leaf) => leaf.kind === "float" && leaf.size === first.size);
  if (isUniform && leaves.length <= 4) return leaves.map((leaf) => `float${String(leaf.size)}`).join(" ");
  if (isUnion && size <= 16) return null;
  if (size > 16) return role === "argument" ? address : hidden;
  return size > 8 ? `int8 int${String(size - 8)}` : `int${String(size)}`;
}
