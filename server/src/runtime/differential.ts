import type * as FastCheck from "fast-check";
import type { Abi } from "./abiTypes.ts";
import type { AnyCall, Tolerance } from "./differentialTypes.ts";
import { declareTest } from "./registry.ts";

export interface DifferentialOptions<Call> {
  /** `abi` of the generated bindings: what the function takes. */
  readonly abi: Abi;
  /** The same function in TypeScript. */
  readonly reference: Call;
  /** Random arguments, where the signature does not say enough (lengths that depend on each other, pointers, callbacks). */
  readonly arguments?: (fc: typeof FastCheck) => FastCheck.Arbitrary<ArgumentsOf<Call>>;
  readonly tolerance?: Tolerance;
  /** Default: 100. */
  readonly runs?: number;
  /** Repeats the arguments of a failure. Default: random. */
  readonly seed?: number;
}

export type ArgumentsOf<Call> = Call extends (...args: infer Arguments) => unknown ? Arguments : never;

/** The names of what can be called. */
export type CallNames<Library> = {
  [Key in keyof Library]: Library[Key] extends (...args: never[]) => unknown ? Key : never;
}[keyof Library] &
  string;

/**
 * A test that calls a native function and its reference with random arguments and compares the results, what was written to the arguments,
 * and whether they throw. A difference is reduced to the simplest arguments that show it. Where the arguments cannot be derived from the
 * signature the test fails and says so.
 */
export function differential<Library extends object, Name extends CallNames<Library>>(
  library: Library,
  name: Name,
  options: DifferentialOptions<Library[Name]>,
): void {
  declareTest(`${name}: native equals the reference`, async () => {
    // Most spec files need no fast-check, which takes a while to load.
    const { runDifferential } = await import("./differentialRun.ts");
    const { abi, reference, tolerance = null, runs = 100, seed = Date.now() | 0 } = options;
    // `CallNames` leaves only functions, which the compiler cannot see through.
    const calls = { native: library[name] as unknown as AnyCall, reference: reference as unknown as AnyCall };
    runDifferential({ name, abi, ...calls, arguments: options.arguments ?? null, tolerance, runs, seed });
  });
}
