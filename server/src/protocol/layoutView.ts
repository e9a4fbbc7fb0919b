import type { Position } from "./places.ts";

/** One type's memory, for a picture of it. Sizes and offsets in bytes, bit members in bits. */
export interface LayoutView {
  readonly name: string;
  /** `extern struct`, `packed struct`, `extern union`, `enum`... */
  readonly kind: string;
  readonly uri: string;
  readonly position: Position;
  /** Targets with equal layouts are one entry; that of this machine comes first where it is among them. */
  readonly layouts: readonly TargetLayout[];
  /** Targets on which the layout cannot be known, with the reason. */
  readonly unknown: readonly { readonly targets: readonly string[]; readonly reason: string }[];
  /** How scripts declare the type by hand: `targets` names the declaration. */
  readonly mirrors: readonly TargetLayout[];
  /** Version of the compiler that verified; null where none was asked. */
  readonly zig: string | null;
  /** Bytes that reordering the fields would save on the first target; 0 where it would not. */
  readonly reorderSaves: number;
}

export interface TargetLayout {
  readonly targets: readonly string[];
  readonly size: number;
  readonly align: number;
  readonly fields: readonly LayoutField[];
  /** Bytes that belong to no field, in order; none for packed types and unions. */
  readonly padding: readonly { readonly offset: number; readonly size: number }[];
  /** Those of `targets` for which the compiler confirmed or gave the numbers. */
  readonly verified: readonly string[];
}

export interface LayoutField {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly size: number;
  readonly align: number;
  readonly bitOffset: number;
  readonly bitSize: number;
  readonly position: Position;
}
