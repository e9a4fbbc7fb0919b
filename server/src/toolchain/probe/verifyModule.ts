import { refine, type Refined } from "../../layout/refine.ts";
import type { FfiModule } from "../../model/decls.ts";
import type { Issue } from "../../model/issue.ts";
import type { Probe, ProbeProblem, ProbeResult } from "../../model/probe.ts";
import type { Target } from "../../model/target.ts";
import { unverifiedIn } from "./unverified.ts";

export interface VerifyOptions {
  readonly module: FfiModule;
  readonly targets: readonly Target[];
  readonly probe: Probe;
  readonly signal?: AbortSignal | undefined;
}

export type Verification =
  | {
      readonly kind: "verified";
      /** One for each target that the compiler answered for, in their order. */
      readonly refined: readonly Refined[];
      readonly issues: readonly Issue[];
      /** Types and exports that the compiler has no answer for, on one of these targets at least. */
      readonly unverified: readonly string[];
    }
  | ProbeProblem
  | { readonly kind: "cancelled" };

/**
 * The compiler's word on a module for several targets. Issues: where our own rules disagree, and what the compiler has no answer for
 * (`abi/unverified`). The first problem of the environment ends it, because the next target would meet the same. Never rejects.
 */
export async function verifyModule(options: VerifyOptions): Promise<Verification> {
  const { module, targets } = options;
  const results = await inTurns(options);
  const problem = results.find((result) => result.kind === "environment") ?? results.find((result) => result.kind === "cancelled");
  if (problem !== undefined) return problem;
  const refined = targets.flatMap((target, index) => {
    const result = results[index];
    return result?.kind === "answered" ? [refine(module, result.answer, target)] : [];
  });
  const { issues, names } = unverifiedIn(
    module,
    targets.flatMap(({ triple }, index) => {
      const result = results[index];
      return result === undefined ? [] : [{ triple, result }];
    }),
  );
  return { kind: "verified", refined, issues: [...issues, ...refined.flatMap((each) => each.issues)], unverified: names };
}

const width = 2;

/** A few at a time: each run of the compiler takes a core. */
async function inTurns({ module, targets, probe, signal }: VerifyOptions): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (let start = 0; start < targets.length; start += width) {
    results.push(...(await Promise.all(targets.slice(start, start + width).map((target) => probe(module, target, signal)))));
    if (results.some(({ kind }) => kind === "environment" || kind === "cancelled")) break;
  }
  return results;
}
