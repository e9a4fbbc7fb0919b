import type { ContainerLayout, FfiModule } from "./decls.ts";
import type { Target } from "./target.ts";
import type { Type } from "./types.ts";

/** Asks the Zig compiler what a module's types look like on one target. Nothing of the module is executed. Never rejects. */
export type Probe = (module: FfiModule, target: Target, signal?: AbortSignal) => Promise<ProbeResult>;

export type ProbeResult =
  /** `isCached`: an earlier answer to the same question; the compiler did not run. */
  | {
      readonly kind: "answered";
      readonly answer: CompilerAnswer;
      readonly isCached: boolean;
      /** Set where the compiler was asked without the packages that the module imports: why. Types from there have no answer. */
      readonly missingPackages?: string;
    }
  /** The compiler cannot read the source: only a build's own messages help. */
  | { readonly kind: "refused"; readonly errors: readonly ProbeError[] }
  | ProbeProblem
  | { readonly kind: "cancelled" };

/** Something other than the source is in the way. */
export interface ProbeProblem {
  readonly kind: "environment";
  /** `died`: the compiler was ended from outside; `garbage`: what it printed is no answer. */
  readonly reason: "not-started" | "died" | "garbage" | "timed-out" | "disk" | "unreadable-source";
  readonly message: string;
  readonly fix: string;
}

/** An error of the compiler. Null together where it names no place; lines are 1-based, `file` is absolute. */
export interface ProbeError {
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
}

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
