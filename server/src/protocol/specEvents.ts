import type { BenchSeries, BenchSettings } from "./benchReport.ts";

/** What a child process is asked to do: the content of its request file. */
export interface SpecRequest {
  readonly file: string;
  /** A regular expression over full names; null: all tests. */
  readonly filter: string | null;
  /**
   * Positions, in `collected`, of tests that are passed over without a word: earlier children have finished or crashed in them. Not their
   * names, which may differ in each process.
   */
  readonly done: readonly number[];
  readonly timeoutMs: number;
  /** An addon to load first, which makes crashes tell their place; null: none. */
  readonly crashHandler: string | null;
  /** Starts each line that marks, in stdout and stderr, which test the output after it belongs to. */
  readonly marker: string;
  /** Null: tests are run. Otherwise benchmarks are measured, and nothing else. */
  readonly bench: BenchSettings | null;
}

/** A buffer between pages that nobody may touch. Addresses; `end` is the first one after it, where the second such page begins. */
export interface GuardedBuffer {
  readonly what: string;
  readonly start: number;
  readonly end: number;
  /** The first address after the page before the buffer. */
  readonly guardBefore: number;
  readonly pageSize: number;
}

export interface SpecTest {
  /** Unique in its file: the names joined, with a number where that is not enough. */
  readonly id: string;
  /** Of the enclosing `describe`s, outermost first, then the test's own. */
  readonly names: readonly string[];
  /** 1-based; null where the stack does not tell. */
  readonly line: number | null;
  readonly column: number | null;
}

/** Written by the child, one JSON line each, synchronously: the last one survives a crash. */
export type ChildEvent =
  | { readonly kind: "collected"; readonly tests: readonly SpecTest[] }
  /** `hook`: in words, where it begins with one. */
  | { readonly kind: "test-started"; readonly id: string; readonly timeoutMs: number; readonly hook?: string | null }
  /** The test goes on to its body or to its next hook, which have limits of their own. */
  | { readonly kind: "step-started"; readonly timeoutMs: number; readonly hook?: string | null }
  | { readonly kind: "measured"; readonly id: string; readonly series: readonly BenchSeries[] }
  | { readonly kind: "guarded"; readonly buffer: GuardedBuffer }
  | { readonly kind: "test-ended"; readonly id: string; readonly outcome: SpecOutcome; readonly durationMs: number }
  /** `tests`: those that depend on the hook. */
  | { readonly kind: "hook-started"; readonly hook: string; readonly tests: readonly string[]; readonly timeoutMs: number }
  | { readonly kind: "hook-ended" }
  /** Something outside of every test went wrong: the import of the file, an `after` hook. */
  | { readonly kind: "file-failed"; readonly failure: SpecFailure }
  | { readonly kind: "finished" };

export type SpecOutcome =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly failure: SpecFailure }
  | { readonly kind: "skipped" }
  | { readonly kind: "todo" };

export interface SpecFailure {
  readonly message: string;
  /** JavaScript frames, without the runner's own. */
  readonly stack: string | null;
  /** Where expected and actual values differ, both as text. */
  readonly difference: { readonly expected: string; readonly actual: string } | null;
  readonly crash: SpecCrash | null;
}

/** How a process ended under a test. */
export interface SpecCrash {
  readonly kind: "signal" | "exit" | "timeout";
  readonly signal: string | null;
  readonly exitCode: number | null;
  /** What Zig said, such as `index out of bounds: index 7, len 3`. */
  readonly panic: string | null;
  /** Zig frames, innermost first, as far as the library has debug information. */
  readonly frames: readonly ZigFrame[];
}

export interface ZigFrame {
  readonly file: string;
  /** 1-based, as the column. */
  readonly line: number;
  readonly column: number;
  readonly symbol: string;
}

export interface SpecTestResult {
  readonly test: SpecTest;
  readonly outcome: SpecOutcome;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What a benchmark measured; empty for tests. */
  readonly series: readonly BenchSeries[];
}

export interface SpecFileResult {
  readonly file: string;
  readonly tests: readonly SpecTestResult[];
  /** Failures that belong to no test. */
  readonly failures: readonly SpecFailure[];
  /** Output outside of all tests. */
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** What listeners of a run are told. */
export type RunEvent =
  | { readonly kind: "file-started"; readonly file: string }
  /** The process `pid` is started and waits for a JavaScript debugger on this port of 127.0.0.1. */
  | { readonly kind: "debugger-awaited"; readonly file: string; readonly port: number; readonly pid: number }
  | { readonly kind: "tests-found"; readonly file: string; readonly tests: readonly SpecTest[] }
  | { readonly kind: "test-started"; readonly file: string; readonly id: string }
  /**
   * Without output: that is complete when the file has ended. A test that passed may end a second time as failed, when a later crash is
   * traced back to it.
   */
  | {
      readonly kind: "test-ended";
      readonly file: string;
      readonly id: string;
      readonly outcome: SpecOutcome;
      readonly durationMs: number;
    }
  | { readonly kind: "file-ended"; readonly file: string; readonly result: SpecFileResult };

/** What `zig-ffi/spec` offers to the program that imports a spec file. */
export interface SpecRuntime {
  readonly run: (request: SpecRequest, emit: (event: ChildEvent) => void, mark: (test: string) => void) => Promise<void>;
}

/** Under this symbol the runtime is found on `globalThis`, so that the project's copy and the runner's need not be the same file. */
export const specRuntimeKey = "zig-ffi.spec.1";

/** The program that runs spec files sets this symbol on `globalThis` before it imports one. */
export const specHostKey = "zig-ffi.spec.host.1";

/** How failing to import or run is told apart from a clean end: exit code of a child that was not able to report. */
export const brokenChannelExitCode = 97;
