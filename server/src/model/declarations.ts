import type { Container } from "./decls.ts";
import type { Site } from "./issue.ts";
import type { Span } from "./span.ts";
import type { Type } from "./types.ts";

export type Dialect = "bun:ffi" | "koffi" | "deno" | "node:ffi" | "bun-ffi-structs";

/** What one TypeScript or JavaScript file (with the files that it imports) declares about native libraries by hand. */
export interface DeclarationFile {
  /** Absolute, with `/`. */
  readonly file: string;
  readonly tables: readonly DeclarationTable[];
  /** Struct mirrors that no declared function uses. */
  readonly mirrors: readonly Mirror[];
  /** What looks like a declaration and cannot be read: reported as such, never as a mismatch. */
  readonly notUnderstood: readonly NotUnderstood[];
  /** A function in it opens a library with a table that its callers give: what these declare, they declare through this file. */
  readonly isOpener?: true;
}

/** One binding of symbols to one library: a `dlopen(path, {..})` call, or everything declared on one `koffi.load(path)`. */
export interface DeclarationTable {
  readonly dialect: Dialect;
  /** What is known of the library's path: its text, or the literal parts of a computed one joined by `*`; null when nothing is known. */
  readonly path: string | null;
  /** The call that opens the library. */
  readonly span: Span;
  readonly declarations: readonly Declaration[];
  /** Struct, union and enum mirrors that the declarations use, by id (`<file>#<name>`). */
  readonly containers: ReadonlyMap<string, Container>;
  /** Where a further declaration would go, for fixes; null where the table's text cannot be extended. */
  readonly insertion: Insertion | null;
}

export interface Declaration {
  /** The linker's name that is looked up (Deno's `name` option counts). */
  readonly symbol: string;
  /** Span of the symbol's name in the source. */
  readonly span: Span;
  /** What the script calls it, where that is not the symbol. */
  readonly alias?: Alias;
  /**
   * The whole declaration, `add: { args: [..], returns: .. },` with its separator, for removal; empty (start = end) where it cannot be
   * taken out on its own.
   */
  readonly whole: Span;
  readonly kind: "fn" | "var";
  /** Null where the parameters are computed and cannot be read. */
  readonly params: readonly DeclaredType[] | null;
  readonly returns: DeclaredType;
  readonly isVariadic: boolean;
  /** Deno's `optional: true`, or a declaration that only some platforms reach. */
  readonly isOptional: boolean;
  /** How a whole parameter list is written here, with its brackets, for fixes that add or drop parameters; null where it is not literal. */
  readonly paramList: Span | null;
  /** The object literal `{ args: [..], returns: .. }` itself, where what it lacks can be added to it. */
  readonly definition?: Span;
}

/** `const load = lib.func("void font_load()")`, or a member of the object that collects the functions. */
export interface Alias {
  readonly name: string;
  readonly isMember: boolean;
}

/**
 * One declared type. What a dialect leaves open is a pointer to an unknown pointee (`ptr`, `void *`), which agrees with every pointer;
 * `kind: "unknown"` in `type` is what we could not read.
 */
export interface DeclaredType {
  readonly type: Type;
  /** Name of a parameter where the dialect has them (C prototypes). */
  readonly name: string | null;
  /** As written; for a missing `returns` the empty string. */
  readonly text: string;
  /** Empty (start = end) where nothing is written. */
  readonly span: Span;
  /** Absent where the type is not written at `span` itself, and must not be replaced there: computed, pieced together, a shorthand. */
  readonly writing?: Writing;
  /** Where the signature of a callback is written (`new JSCallback(..)`) that is passed for a parameter declared as a mere pointer. */
  readonly callback?: Site;
  /** The dialect's word for the type, where what is written is the name of a value that holds it. */
  readonly means?: string;
}

/** How a type is written at its place. */
export type Writing =
  /** Words in a C prototype. */
  | { readonly kind: "prototype" }
  /** An expression of its own: `"u32"`, a name, `koffi.pointer(..)`. */
  | { readonly kind: "expression" }
  /** A member of the dialect's own table of types: in `FFIType.u32`, `object` is `FFIType`. */
  | { readonly kind: "member"; readonly object: string };

/** A TypeScript struct or enum that mirrors a native one. */
export interface Mirror {
  readonly container: Container;
  readonly dialect: Dialect;
  /** Size in bytes that the code states, where it does. */
  readonly size: number | null;
}

/** Place and style of new entries in a table. */
export interface Insertion {
  /** Offset in `file` where the next entry's text goes, after the last one's separator. */
  readonly span: Span;
  readonly indent: string;
  readonly quote: '"' | "'";
  /** How types are spelled: `FFIType.i32`, `"i32"`, a destructured `i32`, or a C prototype. */
  readonly spelling: "member" | "string" | "name" | "prototype";
  /** For `member` and `prototype`: the object's name, `FFIType` or `lib`. */
  readonly object: string | null;
  /** A comma must be written first because the last entry has none. */
  readonly needsComma: boolean;
  readonly hasTrailingComma: boolean;
  /** What is inserted is a statement (`const add = lib.func(..);` on a line of its own) and no entry of an object. */
  readonly form?: "statement";
}

export interface NotUnderstood {
  readonly span: Span;
  readonly text: string;
  readonly reason: string;
}
