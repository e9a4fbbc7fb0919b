import { createLayouts, type Layouts } from "../../layout/layouts.ts";
import { isAddress } from "../../layout/pointers.ts";
import { cIntOf, longDoubleBits } from "../../layout/scalars.ts";
import type { Container, FfiModule } from "../../model/decls.ts";
import type { Target } from "../../model/target.ts";
import type { PointerType, Type } from "../../model/types.ts";

/** What a value is to the C ABI of one target: how it is passed, and nothing of how it is spelled. */
export type Shape =
  | { readonly kind: "void" }
  | { readonly kind: "bool" }
  | IntShape
  | { readonly kind: "float"; readonly bits: number }
  | { readonly kind: "pointer"; readonly pointee: Type | null }
  | { readonly kind: "struct"; readonly container: Container; readonly size: number }
  | { readonly kind: "unknown" };

export interface IntShape {
  readonly kind: "int";
  readonly bits: number;
  readonly signed: boolean;
}

/** One side of a comparison on one target. */
export interface Side {
  readonly containers: ReadonlyMap<string, Container>;
  readonly layouts: Layouts;
}

export function sideOf(module: FfiModule, target: Target): Side {
  return { containers: module.containers, layouts: createLayouts(module, target) };
}

/** Struct mirrors of a script have the same layout rules as extern containers. */
export function mirrorSide(file: string, containers: ReadonlyMap<string, Container>, target: Target): Side {
  return sideOf({ root: file, files: [file], exports: [], containers, issues: [] }, target);
}

export function shapeOf(side: Side, type: Type): Shape {
  const { target } = side.layouts;
  if (isAddress(type)) return { kind: "pointer", pointee: pointeeOf(type) };
  switch (type.kind) {
    case "void":
    case "noreturn":
      return { kind: "void" };
    case "bool":
      return { kind: "bool" };
    case "int":
      return { kind: "int", bits: type.bits, signed: type.signed };
    case "cint":
      return { kind: "int", ...cIntOf(target, type.name) };
    case "float":
      return { kind: "float", bits: type.bits };
    case "longdouble":
      return { kind: "float", bits: longDoubleBits(target) };
    case "named":
      return namedShape(side, type.id);
    default:
      return { kind: "unknown" };
  }
}

function pointeeOf(type: Type): Type | null {
  const pointer = type.kind === "optional" ? type.child : type;
  return pointer.kind === "pointer" ? itemOf(pointer) : null;
}

function itemOf({ pointee }: PointerType): Type | null {
  return pointee.kind === "unknown" || pointee.kind === "anyopaque" ? null : pointee;
}

function namedShape(side: Side, id: string): Shape {
  const container = side.containers.get(id);
  switch (container?.kind) {
    case "enum":
      return container.tag === null ? { kind: "unknown" } : shapeOf(side, container.tag);
    case "struct":
    case "union": {
      const layout = side.layouts.container(id);
      if (layout.kind === "unknown") return { kind: "unknown" };
      if (container.layout !== "packed") return { kind: "struct", container, size: layout.value.size };
      return container.backing === null ? { kind: "int", bits: layout.value.bits, signed: false } : shapeOf(side, container.backing);
    }
    default:
      return { kind: "unknown" };
  }
}
