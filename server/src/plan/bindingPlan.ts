/**
 * What TypeScript will see of one library: every decision, as data. `emit` prints it and decides nothing.
 * Names are final TypeScript names; offsets and sizes are bytes.
 */
export interface BindingPlan {
  readonly library: string;
  readonly names: LibraryNames;
  /** Groups of targets with equal layouts. One group in the usual case; `PerVariant` values index into this list. */
  readonly variants: readonly Variant[];
  /** In dependency order: a type comes after those that it contains. */
  readonly types: readonly TypePlan[];
  readonly functions: readonly FunctionPlan[];
  readonly globals: readonly GlobalPlan[];
  /** Exports that koffi cannot call, with the reason; each is an issue as well. */
  readonly skipped: readonly SkippedPlan[];
  readonly abi: AbiPlan;
  /** Over the plan and all layouts: 16 hexadecimal digits. */
  readonly checksum: string;
}

export interface LibraryNames {
  readonly api: string;
  readonly raw: string;
  readonly library: string;
  readonly globals: string;
  /** Environment variable that names the library file. */
  readonly environment: string;
}

export interface Variant {
  readonly triples: readonly string[];
}

/** One number for all variants, or one a variant. */
export type PerVariant = number | readonly number[];

export interface SkippedPlan {
  readonly symbol: string;
  readonly reason: string;
}

/** How a value lies in memory and what TypeScript sees of it. */
export type Codec =
  | ScalarCodec
  | { readonly kind: "struct"; readonly type: string }
  | { readonly kind: "union"; readonly type: string }
  | { readonly kind: "array"; readonly element: Codec; readonly length: number; readonly stride: PerVariant }
  /** Anything without a JavaScript form (vectors, f80, f128): its bytes, copied. */
  | { readonly kind: "bytes"; readonly size: PerVariant; readonly text: string };

/** Values that fit one argument register, and the 128-bit integers. */
export type ScalarCodec =
  | NumberCodec
  | BigintCodec
  | { readonly kind: "size"; readonly signed: boolean }
  | { readonly kind: "long"; readonly signed: boolean }
  | { readonly kind: "char" }
  | { readonly kind: "bool" }
  | {
      readonly kind: "enum";
      readonly type: string;
      readonly tag: NumberCodec | BigintCodec | { readonly kind: "size"; readonly signed: boolean };
    }
  /** A packed struct, by its backing integer. */
  | { readonly kind: "packed"; readonly type: string; readonly backing: NumberCodec | BigintCodec }
  | PointerCodec;

export interface NumberCodec {
  readonly kind: "number";
  readonly scalar: "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "f16" | "f32" | "f64";
}

export interface BigintCodec {
  readonly kind: "bigint";
  readonly scalar: "i64" | "u64" | "i128" | "u128";
}

export interface PointerCodec {
  readonly kind: "pointer";
  /** What it points to: a type's name for opaque handles and structs, else the Zig text. */
  readonly brand: string;
  readonly isOptional: boolean;
}

export type TypePlan = EnumPlan | StructPlan | UnionPlan | PackedPlan | HandlePlan;

interface TypePlanBase {
  readonly name: string;
  /** Qualified name in the Zig source. */
  readonly zigName: string;
  readonly doc: string | null;
}

export interface EnumPlan extends TypePlanBase {
  readonly kind: "enum";
  readonly values: readonly { readonly name: string; readonly value: bigint; readonly doc: string | null }[];
  /** Non-exhaustive: other values are legal. */
  readonly isOpen: boolean;
  /** The values are bigints. */
  readonly isBigint: boolean;
}

export interface StructPlan extends TypePlanBase {
  readonly kind: "struct";
  readonly size: PerVariant;
  readonly align: PerVariant;
  readonly fields: readonly FieldPlan[];
  /** Some parameter takes a mutable pointer to it: what native code wrote is copied back into the object. */
  readonly isCopiedBack: boolean;
  /** Passed or returned by value somewhere: koffi needs a type of its own for it. */
  readonly isByValue: boolean;
}

export interface UnionPlan extends TypePlanBase {
  readonly kind: "union";
  readonly size: PerVariant;
  readonly align: PerVariant;
  readonly members: readonly FieldPlan[];
}

export interface FieldPlan {
  readonly name: string;
  readonly codec: Codec;
  readonly offset: PerVariant;
  readonly doc: string | null;
}

export interface PackedPlan extends TypePlanBase {
  readonly kind: "packed";
  readonly backing: NumberCodec | BigintCodec;
  readonly fields: readonly PackedFieldPlan[];
  readonly isCopiedBack: boolean;
}

export interface PackedFieldPlan {
  readonly name: string;
  readonly doc: string | null;
  readonly bitOffset: number;
  readonly bits: number;
  readonly value:
    | { readonly kind: "bool" }
    | { readonly kind: "int"; readonly signed: boolean }
    | { readonly kind: "enum"; readonly type: string; readonly signed: boolean; readonly isBigint: boolean }
    | { readonly kind: "packed"; readonly type: string; readonly isBigint: boolean }
    | { readonly kind: "float"; readonly bits: 32 | 64 };
}

/** An opaque type, or one that C code cannot look into: only pointers to it exist. */
export interface HandlePlan extends TypePlanBase {
  readonly kind: "handle";
}

export interface FunctionPlan extends Exported {
  readonly symbol: string;
  readonly doc: string | null;
  /** Zig's signature on one line, for people. */
  readonly signature: string;
  /** One a parameter of the C function, in its order. Those with a TypeScript parameter keep this order there. */
  readonly args: readonly ArgPlan[];
  readonly result: ResultPlan;
  readonly decisions: readonly Decision[];
}

export interface Exported {
  /** The source file, seen from the root's folder, that exports it only under a condition; absent where a library always has it. */
  readonly conditionalIn?: string;
}

/** Why a parameter became what it is; shown on hover and by `dump --stage plan`. */
export interface Decision {
  readonly parameter: string | null;
  readonly text: string;
  readonly source: "type" | "convention" | "hint";
}

interface ArgBase {
  /** TypeScript name of the parameter, unique within the function. */
  readonly name: string;
}

export type ArgPlan =
  | (ArgBase & { readonly kind: "value"; readonly codec: ScalarCodec })
  | (ArgBase & { readonly kind: "struct"; readonly type: string })
  /** A pointer to one value that is written into scratch for the call. */
  | (ArgBase & {
      readonly kind: "pointee";
      readonly codec: Codec;
      readonly isMutable: boolean;
      readonly isOptional: boolean;
      readonly slot: Slot;
    })
  /** A pointer to memory that the caller owns, of unknown or fixed length. */
  | (ArgBase & { readonly kind: "view"; readonly items: TypedItems; readonly minLength: number; readonly isOptional: boolean })
  | (ArgBase & SlicePlan)
  | (ArgBase & LengthPlan)
  | (ArgBase & { readonly kind: "text"; readonly isOptional: boolean })
  | (ArgBase & { readonly kind: "textBuffer"; readonly isOptional: boolean })
  | (ArgBase & { readonly kind: "out"; readonly codec: Codec; readonly slot: Slot })
  | (ArgBase & { readonly kind: "pointer"; readonly pointer: PointerCodec })
  /** `*anyopaque`: an address or any view. */
  | (ArgBase & { readonly kind: "memory"; readonly isOptional: boolean })
  | (ArgBase & { readonly kind: "callback"; readonly callback: CallbackPlan; readonly isOptional: boolean });

export interface SlicePlan {
  readonly kind: "slice";
  readonly items: SliceItems;
  readonly isOptional: boolean;
  readonly isMutable: boolean;
  /** Names of the length parameters whose product is the number of items. */
  readonly lengths: readonly string[];
}

export interface LengthPlan {
  readonly kind: "length";
  readonly codec: ScalarCodec;
  /** Name of the slice parameter that determines it. */
  readonly of: string;
}

/** Room in scratch, in bytes: enough for every variant. */
export interface Slot {
  readonly size: number;
  readonly align: number;
}

export interface TypedItems {
  readonly kind: "typed";
  readonly array: TypedArrayName;
  /** Elements of the typed array per item: 3 for `[*][3]f32`. */
  readonly stride: number;
  /** Element types with illegal values are checked one by one. */
  readonly check: "bool" | { readonly enum: string } | null;
}

export type SliceItems = TypedItems | { readonly kind: "structs"; readonly type: string } | { readonly kind: "text" };

export type TypedArrayName =
  | "Int8Array"
  | "Uint8Array"
  | "Int16Array"
  | "Uint16Array"
  | "Int32Array"
  | "Uint32Array"
  | "Float32Array"
  | "Float64Array"
  | "BigInt64Array"
  | "BigUint64Array";

export type ResultPlan =
  | { readonly kind: "void" }
  | { readonly kind: "noreturn" }
  | { readonly kind: "value"; readonly codec: ScalarCodec }
  | { readonly kind: "struct"; readonly type: string }
  | { readonly kind: "text"; readonly isOptional: boolean };

export interface CallbackPlan {
  readonly params: readonly CallbackParamPlan[];
  readonly result:
    | { readonly kind: "void" }
    | { readonly kind: "value"; readonly codec: ScalarCodec }
    | { readonly kind: "struct"; readonly type: string };
}

export type CallbackParamPlan =
  | (ArgBase & { readonly kind: "value"; readonly codec: ScalarCodec })
  | (ArgBase & { readonly kind: "struct"; readonly type: string })
  | (ArgBase & { readonly kind: "text"; readonly isOptional: boolean })
  /** A pointer to one struct: TypeScript gets a copy. */
  | (ArgBase & { readonly kind: "pointee"; readonly codec: Codec; readonly size: PerVariant; readonly isOptional: boolean })
  /** Pointer and length: TypeScript gets a copy. */
  | (ArgBase & { readonly kind: "slice"; readonly array: TypedArrayName; readonly elementSize: number; readonly isOptional: boolean })
  | (ArgBase & { readonly kind: "length"; readonly of: string; readonly codec: ScalarCodec });

export interface GlobalPlan extends Exported {
  readonly symbol: string;
  readonly doc: string | null;
  readonly codec: Codec;
  readonly size: PerVariant;
  readonly isConst: boolean;
}

/** What the source says of the ABI, in Zig's words, for checks at run time, differential tests and tracing. */
export interface AbiPlan {
  readonly functions: readonly AbiFunctionPlan[];
  readonly types: readonly AbiTypePlan[];
}

export interface AbiFunctionPlan {
  readonly symbol: string;
  readonly params: readonly { readonly name: string; readonly type: string }[];
  readonly returns: string;
}

export interface AbiTypePlan {
  readonly name: string;
  readonly kind: string;
  /** Where Zig code outside of its file finds it; null where something on the way is not `pub`. */
  readonly source: AbiSource | null;
  /** One a variant whose layout differs; in bytes. */
  readonly layouts: readonly AbiLayoutPlan[];
}

export interface AbiSource {
  /** Relative to the root's folder, with `/`. */
  readonly file: string;
  /** `Outer.Inner`; empty for a file that is a struct itself. */
  readonly path: string;
}

export interface AbiLayoutPlan {
  readonly targets: readonly string[];
  readonly size: number;
  readonly align: number;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly offset: number }[];
}
