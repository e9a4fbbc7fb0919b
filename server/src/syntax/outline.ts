import type { Doc } from "../model/decls.ts";
import type { ContainerLayout } from "../model/types.ts";

/** 0-based UTF-16 offsets into the file's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The declarations of one Zig file as plain data: where things are, with no name resolved. Function bodies are not in it. */
export interface ZigFile {
  readonly path: string;
  readonly text: string;
  /** Offset of each line's first character. */
  readonly lines: readonly number[];
  /** The file itself, which is a struct in Zig. */
  readonly root: ContainerOutline;
  /** `@import("..")` outside function bodies and tests, in source order. */
  readonly imports: readonly ImportOutline[];
  readonly problems: readonly SyntaxProblem[];
}

export interface ImportOutline extends Range {
  readonly path: string;
  /** In a branch: whether the file belongs to the library depends on a condition. */
  readonly isConditional: boolean;
}

/** A place that could not be parsed. */
export interface SyntaxProblem extends Range {
  readonly message: string;
  /** A bracket without its partner, which may be missing anywhere in the file. */
  readonly isBracket?: true;
}

export interface ContainerOutline extends Range {
  readonly kind: "struct" | "union" | "enum" | "opaque";
  readonly layout: ContainerLayout;
  /** What stands in parentheses: backing integer, tag type. For `union(enum(u8))` it is `u8`. */
  readonly argument: Range | null;
  /** `union(enum)`. */
  readonly hasEnumKeyword: boolean;
  /** In source order. */
  readonly members: readonly Member[];
}

export type Member = FieldOutline | FunctionOutline | VariableOutline | UsingOutline | ComptimeOutline;

/** A type's source, with the containers that are declared right inside it. */
export interface TypeOutline extends Range {
  readonly containers: readonly ContainerOutline[];
}

export interface FieldOutline extends Range {
  readonly kind: "field";
  /** Without quotes. For a tuple's element it is the empty string. */
  readonly name: string;
  readonly isQuoted: boolean;
  readonly nameRange: Range;
  readonly type: TypeOutline | null;
  readonly align: Range | null;
  readonly value: Range | null;
  readonly isComptime: boolean;
  readonly doc: Doc | null;
  /** A syntax error lies in it or right beside it. */
  readonly isBroken: boolean;
}

export interface FunctionOutline extends Range {
  readonly kind: "fn";
  readonly name: string;
  readonly nameRange: Range;
  readonly isPub: boolean;
  readonly linkage: "export" | "extern" | null;
  readonly params: readonly ParamOutline[];
  readonly isVariadic: boolean;
  readonly callconv: Range | null;
  readonly returns: TypeOutline | null;
  readonly doc: Doc | null;
  /** The signature has a syntax error. */
  readonly isBroken: boolean;
}

export interface ParamOutline {
  /** Null for `_` and for an unnamed one. */
  readonly name: string | null;
  readonly type: TypeOutline;
  readonly isComptime: boolean;
}

export interface VariableOutline extends Range {
  readonly kind: "variable";
  readonly name: string;
  readonly nameRange: Range;
  readonly isConst: boolean;
  readonly isPub: boolean;
  readonly linkage: "export" | "extern" | null;
  readonly isThreadlocal: boolean;
  readonly type: TypeOutline | null;
  readonly value: TypeOutline | null;
  readonly doc: Doc | null;
  readonly isBroken: boolean;
}

export interface UsingOutline extends Range {
  readonly kind: "using";
}

/** A block that runs at compile time: its `@export` calls and the names that they may use. */
export interface ComptimeOutline extends Range {
  readonly kind: "comptime";
  readonly locals: readonly VariableOutline[];
  readonly exports: readonly ExportCall[];
  readonly blocks: readonly ComptimeOutline[];
}

export interface ExportCall extends Range {
  readonly arguments: readonly Range[];
  /** Below an `if`, `switch` or loop. */
  readonly isConditional: boolean;
}
