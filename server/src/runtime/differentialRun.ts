import { inspect } from "node:util";
import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type { Abi } from "./abiTypes.ts";
import { derivedArguments } from "./arbitraries.ts";
import type { AnyCall, Tolerance } from "./differentialTypes.ts";
import { differenceBetween } from "./numericDifference.ts";

interface Run {
  readonly name: string;
  readonly abi: Abi;
  readonly native: AnyCall;
  readonly reference: AnyCall;
  readonly arguments: ((fastCheck: typeof fc) => Arbitrary<readonly unknown[]>) | null;
  readonly tolerance: Tolerance | null;
  readonly runs: number;
  readonly seed: number;
}

/** Throws the simplest difference that was found. */
export function runDifferential({ name, abi, native, reference, ...run }: Run): void {
  const chosen = run.arguments?.(fc) ?? derivedArguments(abi, name, native.length);
  // A crash leaves no time to reduce the arguments: the seed brings them back.
  console.log(`differential ${name}: seed ${run.seed}`);
  const isSingle = countsInSingles(abi, name);
  const compare = (args: readonly unknown[]): string | null =>
    differenceBetween(attempt(native, args), attempt(reference, args), { tolerance: run.tolerance, isSingle });
  const checked = fc.check(
    fc.property(chosen, (args) => compare(args) === null),
    { numRuns: run.runs, seed: run.seed },
  );
  if (!checked.failed) return;
  const [args] = checked.counterexample ?? [];
  if (args === undefined) throw new Error(`${name}: no arguments could be made`, { cause: checked.errorInstance });
  const difference = compare(args) ?? "not the same each time: the difference is gone when it is called again";
  throw new Error(`${name}(${args.map(text).join(", ")})\n${difference}\n(seed ${run.seed}, ${checked.numShrinks} steps to simplify)`);
}

interface Attempt {
  readonly threw: boolean;
  readonly result: unknown;
  readonly arguments: readonly unknown[];
}

/** What a call did; each side gets arguments of its own, because it may write to them. */
function attempt(call: AnyCall, args: readonly unknown[]): Attempt {
  const own = args.map((value) => (typeof value === "function" ? value : structuredClone<unknown>(value)));
  try {
    return { threw: false, result: call(...own), arguments: own };
  } catch (error) {
    // Messages differ by nature.
    return { threw: true, result: error instanceof Error ? error.name : "thrown", arguments: own };
  }
}

/** Whether the results are `f32`: then units in the last place are those of `f32`. */
function countsInSingles({ functions, types }: Abi, name: string): boolean {
  const returns = functions[name]?.returns ?? "";
  const fields = types[returns]?.layouts[0]?.fields ?? {};
  return returns === "f32" || Object.values(fields).some(({ type }) => type === "f32");
}

function text(value: unknown): string {
  return inspect(value, { depth: 5, breakLength: Infinity, maxArrayLength: 50 });
}
