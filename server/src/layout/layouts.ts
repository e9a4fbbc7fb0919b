import type { FfiModule } from "../model/decls.ts";
import type { Known } from "../model/known.ts";
import type { Target } from "../model/target.ts";
import type { Type } from "../model/types.ts";

/** Bytes. */
export interface SizeAlign {
  readonly size: number;
  readonly align: number;
}

export interface FieldLayout extends SizeAlign {
  readonly name: string;
  readonly type: Type;
  /** Byte offset of the field; for a packed container the byte that holds its first bit. */
  readonly offset: number;
  /** Bits from the container's start. */
  readonly bitOffset: number;
  readonly bitSize: number;
}

/** Layout of one struct, union or enum on one target. Enums have no fields. */
export interface ContainerLayouts extends SizeAlign {
  readonly id: string;
  /** Total bits of a packed container's backing integer, or of an enum's tag; size * 8 otherwise. */
  readonly bits: number;
  readonly fields: readonly FieldLayout[];
}

/** Sizes, alignments and offsets of one module's types on one target. Results are cached; nothing throws. */
export interface Layouts {
  readonly target: Target;
  of(type: Type): Known<SizeAlign>;
  container(id: string): Known<ContainerLayouts>;
}

export declare function createLayouts(module: FfiModule, target: Target): Layouts;
