import type { ContainerLayout, Type } from "./types.ts";

/** What the compiler says about one module on one target. */
export interface CompilerAnswer {
  /** Triple. */
  readonly target: string;
  readonly zig: string;
  /**
   * By container id. Those that only the compiler can find (instances of generic functions, types of packages) have ids of their own,
   * `compiler#<name>`.
   */
  readonly containers: ReadonlyMap<string, CompilerContainer>;
  /** By symbol: of functions and variables that can be reached by name or by their `@export`. */
  readonly exports: ReadonlyMap<string, CompilerExport>;
  /** Why the compiler has no answer, by container id or symbol. */
  readonly refused: ReadonlyMap<string, string>;
}

export interface CompilerContainer {
  readonly id: string;
  /** The compiler's own name, `geo.Vec(f32)`. */
  readonly name: string;
  readonly kind: "struct" | "union" | "enum" | "opaque";
  readonly layout: ContainerLayout;
  /** Null for opaque types and automatic layout. */
  readonly extent: CompilerExtent | null;
  /** An enum's tag, a packed container's backing integer. */
  readonly tag: Type | null;
  readonly isExhaustive: boolean;
  /** In the order of the declaration; empty for enums, opaque types and automatic layout. */
  readonly fields: readonly CompilerField[];
  readonly values: readonly { readonly name: string; readonly value: bigint }[];
}

export interface CompilerExtent {
  /** Bytes. */
  readonly size: number;
  readonly align: number;
  /** Of a packed container's backing integer or an enum's tag; size * 8 otherwise. */
  readonly bits: number;
}

export interface CompilerField {
  readonly name: string;
  readonly type: Type;
  /** Bytes; for a packed container the byte that holds its first bit. */
  readonly offset: number;
  readonly bitOffset: number;
  readonly size: number;
  /** Of the type, whatever the field's own `align(..)` says. */
  readonly align: number;
  readonly bitSize: number;
}

export type CompilerExport =
  /** `type` is a function for `fn`, else the variable's type. */
  { readonly symbol: string; readonly kind: "fn" | "var" | "const"; readonly type: Type };
