import type { SpecTest } from "../protocol/specEvents.ts";

export interface Investigation {
  /** Ends the search: the verdict is that nothing is known. */
  readonly signal: AbortSignal;
  /** Those that ran before the crash in the same process, in their order. */
  readonly earlier: readonly SpecTest[];
  /** The test in which the process crashed; null where it crashed outside of tests. */
  readonly crashed: SpecTest | null;
  /** Runs only these tests, in a process of their own with an allocator that checks itself, and tells how that ended. */
  readonly run: (tests: readonly SpecTest[]) => Promise<Attempt>;
}

export interface Attempt {
  /** A signal ended the process, during or after the tests. */
  readonly isCrash: boolean;
}

export type Verdict =
  /** Alone it crashes as well. */
  | { readonly kind: "own" }
  /** Only after `test` the process crashes. */
  | { readonly kind: "earlier"; readonly test: SpecTest }
  | { readonly kind: "unknown" };

/**
 * What makes glibc check each block that is freed, so that corrupted memory ends the process in the test that did it. Other allocators
 * ignore it.
 */
export const strictAllocator: Readonly<Record<string, string>> =
  process.platform === "linux" ? { MALLOC_CHECK_: "3", LD_PRELOAD: "libc_malloc_debug.so.0" } : {};

/** Beyond these the search would cost more than it tells. */
const maxSuspects = 50;

/**
 * Corrupted memory strikes later than it happens: in another test, or when the process ends. Runs the tests before a crash one by one to
 * find the one that makes the process crash; the latest are the likeliest.
 */
export async function findCulprit({ earlier, crashed, run, signal }: Investigation): Promise<Verdict> {
  if (crashed !== null && (await run([crashed])).isCrash) return { kind: "own" };
  // The import of the file, or a hook of it.
  if ((await run([])).isCrash) return { kind: "unknown" };
  for (const test of earlier.toReversed().slice(0, maxSuspects)) {
    if (signal.aborted) break;
    if ((await run(crashed === null ? [test] : [test, crashed])).isCrash) return { kind: "earlier", test };
  }
  return { kind: "unknown" };
}
