import type { Issue } from "./issue.ts";
import type { CompilerAnswer } from "./compilerAnswer.ts";
import type { Span } from "./span.ts";
import type { CallingConvention, ContainerLayout, Type } from "./types.ts";

/** What the source of one library says: the union over its root's import closure. Plain data, free of targets. */
export interface FfiModule {
  /** Absolute path of the root source file, with `/`. */
  readonly root: string;
  /** Every file of the import closure that could be read, root first. */
  readonly files: readonly string[];
  /** In source order, file by file in import order; symbols are unique (a duplicate is an issue). */
  readonly exports: readonly Export[];
  /** Every container of the closure's files that has a name, plus anonymous ones that an export or a field uses. */
  readonly containers: ReadonlyMap<string, Container>;
  readonly issues: readonly Issue[];
  /** Version of the compiler that builds it, where its rules are to count; else those of the default one do. */
  readonly zig?: string | undefined;
  /** By triple, where the compiler was asked: its numbers are used instead of our own. */
  readonly answers?: ReadonlyMap<string, CompilerAnswer> | undefined;
  /** Left out where there is nothing. */
  readonly elsewhere?: Elsewhere;
}

/** What the built library may hold besides, in files that the sources do not name. */
export interface Elsewhere {
  /** What `@import` takes from the build instead of a file; not `std` and its like. */
  readonly packages: readonly string[];
  /** Symbols that are declared `extern`: another part of the library may define and export them. */
  readonly externs: readonly string[];
}

export type Export = FunctionExport | VariableExport;

interface ExportBase {
  /** The linker's name, unquoted. */
  readonly symbol: string;
  /** Span of the name in the source (for `@export`, of the symbol's name in the options when it is a literal). */
  readonly span: Span;
  /** `Outer.Inner` when declared inside a container, else null. */
  readonly container: string | null;
  readonly isPub: boolean;
  readonly doc: Doc | null;
  /** Why the signature cannot be known, or null. */
  readonly unknown: string | null;
  /** Whether it exists depends on a condition that only the compiler evaluates: a library may lack it. */
  readonly isConditional?: true;
}

export interface FunctionExport extends ExportBase {
  readonly kind: "fn";
  readonly params: readonly Param[];
  readonly returns: Type;
  readonly returnsText: string;
  readonly callconv: CallingConvention;
  readonly isVariadic: boolean;
  /** Bytes, from `align(n)` on the function. */
  readonly source: "export" | "@export";
}

export interface VariableExport extends ExportBase {
  readonly kind: "var" | "const";
  readonly type: Type;
  readonly typeText: string;
  readonly isThreadlocal: boolean;
}

export interface Param {
  /** Null for `_` and for an unnamed one. */
  readonly name: string | null;
  readonly type: Type;
  /** Source text of the type, white space folded. */
  readonly text: string;
  readonly span: Span;
  readonly isComptime: boolean;
}

/** A `///` block: the text without the slashes and one leading space, `\n` between lines. */
export interface Doc {
  readonly text: string;
  /** 1-based line of the first `///`. */
  readonly line: number;
}

export type Container = StructContainer | UnionContainer | EnumContainer | OpaqueContainer;

interface ContainerBase {
  /** `<file>#<Outer.Inner>`. */
  readonly id: string;
  /** Qualified name without the file: `Outer.Inner`. A file that is a struct itself is named by its stem. */
  readonly name: string;
  readonly span: Span;
  readonly isPub: boolean;
  readonly doc: Doc | null;
}

export interface StructContainer extends ContainerBase {
  readonly kind: "struct";
  readonly layout: ContainerLayout;
  /** `packed struct(u32)`: the backing integer; null where none is written. */
  readonly backing: Type | null;
  readonly fields: readonly Field[];
  readonly isTuple: boolean;
}

export interface UnionContainer extends ContainerBase {
  readonly kind: "union";
  readonly layout: ContainerLayout;
  readonly backing: Type | null;
  /** `union(enum)` or `union(Tag)`. */
  readonly isTagged: boolean;
  readonly fields: readonly Field[];
}

export interface EnumContainer extends ContainerBase {
  readonly kind: "enum";
  /** The tag's integer type; null for `enum { .. }`, whose tag the compiler chooses. */
  readonly tag: Type | null;
  readonly isExhaustive: boolean;
  readonly values: readonly EnumValue[];
}

export interface OpaqueContainer extends ContainerBase {
  readonly kind: "opaque";
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly text: string;
  readonly span: Span;
  /** Bytes, from `align(n)`; `unknown` when n cannot be evaluated; null without one. */
  readonly align: number | "unknown" | null;
  readonly hasDefault: boolean;
  readonly doc: Doc | null;
}

export interface EnumValue {
  readonly name: string;
  /** Null when the value cannot be evaluated. */
  readonly value: bigint | null;
  readonly span: Span;
  readonly doc: Doc | null;
}
