/**
 * Types as the source says them, with names resolved and nothing computed for a target: `usize` stays `usize`.
 * A type that static reading cannot know is `unknown` with the reason, never a guess.
 */
export type Type =
  | { readonly kind: "void" | "noreturn" | "bool" | "anyopaque" | "longdouble" }
  | IntType
  | { readonly kind: "cint"; readonly name: CIntName }
  | { readonly kind: "float"; readonly bits: 16 | 32 | 64 | 80 | 128 }
  | PointerType
  | { readonly kind: "optional"; readonly child: Type }
  | ArrayType
  | { readonly kind: "vector"; readonly length: number; readonly element: Type }
  | NamedType
  | FunctionType
  | { readonly kind: "errorUnion"; readonly payload: Type }
  | { readonly kind: "errorSet" }
  /** Types that exist only at compile time: `type`, `anytype`, `comptime_int`, `comptime_float`, `@TypeOf(null)`... */
  | { readonly kind: "comptime"; readonly name: string }
  | UnknownType;

/** `i0`..`i65535`, `u0`..`u65535`. */
export interface IntType {
  readonly kind: "int";
  readonly signed: boolean;
  readonly bits: number;
}

/** Integers whose width belongs to the target. */
export type CIntName =
  "usize" | "isize" | "c_char" | "c_short" | "c_ushort" | "c_int" | "c_uint" | "c_long" | "c_ulong" | "c_longlong" | "c_ulonglong";

export interface PointerType {
  readonly kind: "pointer";
  /** `*T`, `[*]T`, `[*c]T`, `[]T`. A slice has no C ABI. */
  readonly size: "one" | "many" | "c" | "slice";
  readonly isConst: boolean;
  readonly isVolatile: boolean;
  readonly isAllowzero: boolean;
  /** Source text of the sentinel, such as `0`; null without one. */
  readonly sentinel: string | null;
  /** Bytes, when `align(n)` is written with a known n. */
  readonly align: number | null;
  readonly pointee: Type;
}

export interface ArrayType {
  readonly kind: "array";
  /** Number of elements without the sentinel. */
  readonly length: number;
  readonly sentinel: string | null;
  readonly element: Type;
}

/** A container declared somewhere: look it up in `FfiModule.containers`. */
export interface NamedType {
  readonly kind: "named";
  readonly id: string;
}

export interface FunctionType {
  readonly kind: "fn";
  readonly params: readonly FunctionTypeParam[];
  readonly returns: Type;
  readonly callconv: CallingConvention;
  readonly isVariadic: boolean;
}

export interface FunctionTypeParam {
  readonly name: string | null;
  readonly type: Type;
}

export interface UnknownType {
  readonly kind: "unknown";
  readonly reason: string;
}

/**
 * `c` for `.c`, `.C`, `.winapi`'s spelled-out relatives stay text: "c" is the target's C convention, "zig" the unspecified one of a
 * plain `fn`, anything else is the source text (`.{ .x86_64_sysv = .{} }`).
 */
export type CallingConvention = string;

export type ContainerLayout = "auto" | "extern" | "packed";
