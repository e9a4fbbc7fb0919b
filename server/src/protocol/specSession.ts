import type { RunEvent } from "./specEvents.ts";

/** The first line that `zig-ffi spec-session` reads from standard input. When its input ends, it ends all that it has started. */
export interface SpecSessionRequest {
  /** Null: all that the configuration names, also those that come to be while it watches. */
  readonly files: readonly SpecSelection[] | null;
  /** Run again what a change concerns. */
  readonly watch: boolean;
  /** Each process waits for a JavaScript debugger; nothing has a time limit. */
  readonly debug: boolean;
  /** Measure benchmarks, instead of running tests, in a library that is optimized for speed. */
  readonly bench: boolean;
}

export interface SpecSelection {
  /** Absolute path. */
  readonly file: string;
  /** A regular expression over full names (of the `describe`s and the test, with a space between them); null: all tests. */
  readonly filter: string | null;
}

/** What `zig-ffi spec-session` writes to standard output, one JSON line each. */
export type SpecSessionEvent =
  | RunEvent
  | { readonly kind: "run-started"; readonly files: readonly string[] }
  /** The source does not compile: no test runs. */
  | { readonly kind: "build-failed"; readonly library: string; readonly message: string; readonly errors: readonly SpecCompileError[] }
  | { readonly kind: "build-ended"; readonly libraries: readonly string[] }
  /** Numbers of the benchmarks, as a table for people. */
  | { readonly kind: "measured"; readonly table: string }
  /** All that was to run has, or was interrupted. A watching session goes on. */
  | { readonly kind: "run-ended" };

export interface SpecCompileError {
  /** Absolute; null where the compiler names no place. */
  readonly file: string | null;
  /** 1-based, as the column. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
