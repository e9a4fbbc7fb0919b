import type { GuardedBuffer, SpecCrash, SpecFailure, SpecOutcome, SpecTest } from "../protocol/specEvents.ts";
import type { Environment } from "../toolchain/environment.ts";
import { crashFailure, guardText } from "./crashText.ts";
import { findCulprit, strictAllocator } from "./findCulprit.ts";
import { describeStep, type Step } from "./step.ts";

/** A crash and what led to it. */
export interface TracedCrash {
  readonly crash: SpecCrash;
  readonly stderr: string;
  readonly step: Step;
  /** Tests that the process had started, in order. */
  readonly ran: readonly SpecTest[];
  readonly guarded: readonly GuardedBuffer[];
}

export interface Traced {
  /** The test that is to blame. */
  readonly test: SpecTest;
  readonly failure: SpecFailure;
  /** How the test in which the process crashed ends without it. */
  readonly alone: SpecOutcome | null;
}

/** Runs only these tests in a process of their own. `outcome` is that of the last one that ended. */
export type RunAgain = (
  tests: readonly SpecTest[],
  options: { readonly env: Environment; readonly signal: AbortSignal },
) => Promise<{ readonly isCrash: boolean; readonly outcome: SpecOutcome | null }>;

/** All that the search may take. Tests that were quick may be slow with the checking allocator, or hang. */
const searchMs = 30_000;

/** True for those that the processor or the C library raise; others come from outside, such as that of a system without memory. */
export function isCrashSignal(signal: string | null): boolean {
  return signal !== null && ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGTRAP", "SIGFPE"].includes(signal);
}

/** A panic and the page after a guarded buffer are hit where the mistake is; a signal may come from memory that an earlier test has corrupted. */
export function mayBeCorruption({ crash, step, ran, guarded }: TracedCrash): boolean {
  if (crash.panic !== null && guardText(crash.panic, guarded) !== null) return false;
  if (crash.kind !== "signal" || !isCrashSignal(crash.signal)) return false;
  if (!(crash.panic === null || /^(?:Segmentation fault|General protection)/.test(crash.panic))) return false;
  return step.kind === "test" ? ran.length > 1 : step.kind !== "hook" && ran.length > 0;
}

/** Null where no earlier test is to blame, or none is found in time. */
export async function traceCorruption({ crash, stderr, step, ran, guarded }: TracedCrash, runAgain: RunAgain): Promise<Traced | null> {
  const crashed = step.kind === "test" ? (ran.find(({ id }) => id === step.id) ?? null) : null;
  const signal = AbortSignal.timeout(searchMs);
  let alone: SpecOutcome | null = null;
  const verdict = await findCulprit({
    ...{ crashed, signal, earlier: ran.filter((test) => test !== crashed) },
    run: async (tests) => {
      const { isCrash, outcome } = await runAgain(tests, { env: strictAllocator, signal });
      if (tests.length === 1 && tests[0] === crashed) alone = outcome;
      return { isCrash };
    },
  });
  if (verdict.kind !== "earlier") return null;
  const where = crashed === null ? describeStep(step) : `in ${JSON.stringify(crashed.id)}, which does not crash without it`;
  const said = allocatorWords.exec(stderr);
  const base = crashFailure(crash, { when: where, timeoutMs: null, guarded });
  const message = [blame(crash, said !== null), base.message, ...(said === null ? [] : [said[0]])].join("\n");
  return { test: verdict.test, failure: { ...base, message }, alone };
}

/** What glibc's allocator, or macOS's, says before it aborts. */
const allocatorWords =
  /^(?:(?:free|malloc|realloc|munmap_chunk|mremap_chunk|tcache|corrupted|double free|Fatal glibc error).*|.*\bmalloc: \*\*\* .*)$/m;

/** Only a fault, or the allocator's words, tell of memory: an abort may as well come from a timer that the test has left. */
function blame({ signal, panic }: SpecCrash, isAllocator: boolean): string {
  // A panic that gets here tells of a fault, whatever signal Zig then ends the process by.
  const isFault = panic !== null || signal === "SIGSEGV" || signal === "SIGBUS";
  return isAllocator || isFault ? "this test corrupts memory" : "this test leaves something running that ends the process";
}
