import type { Span } from "./span.ts";

export type Severity = "error" | "warning" | "information";

/** One side of an issue: where, and the source text that it is about. */
export interface Site {
  readonly span: Span;
  readonly text: string;
  /** The symbol's name, where the issue is about another part of its declaration. */
  readonly name?: Span;
}

/** A finding. Codes are stable and documented one by one (docs/codes.md); messages are for people and say what to do next. */
export interface Issue {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly message: string;
  readonly zig?: Site;
  readonly ts?: Site;
  readonly symbol?: string;
  /** The symbol that was probably meant. */
  readonly suggestion?: string;
  readonly parameter?: string;
  /** 0-based index of the parameter. */
  readonly index?: number;
  /** Target triples on which it matters; absent means all. */
  readonly targets?: readonly string[];
}

export type IssueCode =
  | "zig/syntax"
  | "zig/not-utf8"
  | "zig/missing-import"
  | "zig/duplicate-symbol"
  | "zig/not-extern"
  | "zig/recursive-type"
  | "zig/generic-export"
  | "zig/enum-without-tag"
  | "zig/slice-param"
  | "zig/error-return"
  | "zig/unknown-type"
  | "zig/unknown-export"
  | "zig/bad-hint"
  | "abi/missing-symbol"
  | "abi/unbound-export"
  | "abi/param-count"
  | "abi/param-type"
  | "abi/return-type"
  | "abi/callback"
  | "abi/struct-size"
  | "abi/struct-align"
  | "abi/field-offset"
  | "abi/field-type"
  | "abi/field-missing"
  | "abi/enum-value"
  | "abi/stale-bindings"
  | "abi/stale-library"
  | "abi/layout-differs-by-target"
  | "abi/unverified"
  | "abi/by-value-compiler-bug"
  | "config/invalid"
  | "config/missing-file"
  | "internal/layout-disagrees"
  | "ffi/by-value-unsupported"
  | "ffi/unsupported-type"
  | "ffi/too-many-params";
