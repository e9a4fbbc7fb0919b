import { refine, type Refined } from "../../layout/refine.ts";
import type { FfiModule } from "../../model/decls.ts";
import type { Issue } from "../../model/issue.ts";
import type { Probe, ProbeProblem, ProbeResult } from "../../model/probe.ts";
import type { Target } from "../../model/target.ts";

export interface VerifyOptions {
  readonly module: FfiModule;
  readonly targets: readonly Target[];
  readonly probe: Probe;
  readonly signal?: AbortSignal | undefined;
}

export type Verification =
  /** One for each target that the compiler answered for, in their order. */
  | { readonly kind: "verified"; readonly refined: readonly Refined[]; readonly issues: readonly Issue[] }
  | ProbeProblem
  | { readonly kind: "cancelled" };

/**
 * The compiler's word on a module for several targets. Issues: where our own rules disagree, and where the source cannot be compiled at
 * all (`abi/unverified`). The first problem of the environment ends it, because the next target would meet the same. Never rejects.
 */
export async function verifyModule(options: VerifyOptions): Promise<Verification> {
  const { module, targets } = options;
  const results = await inTurns(options);
  const problem = results.find((result) => result.kind === "environment") ?? results.find((result) => result.kind === "cancelled");
  if (problem !== undefined) return problem;
  const refined: Refined[] = [];
  const refusals: { target: Target; result: Refusal }[] = [];
  targets.forEach((target, index) => {
    const result = results[index];
    if (result?.kind === "answered") refined.push(refine(module, result.answer, target));
    if (result?.kind === "refused") refusals.push({ target, result });
  });
  const [first] = refusals;
  const unverified =
    first === undefined
      ? []
      : [
          unverifiedIssue(
            module,
            first.result,
            refusals.map(({ target }) => target.triple),
          ),
        ];
  return { kind: "verified", refined, issues: [...unverified, ...refined.flatMap(({ issues }) => issues)] };
}

type Refusal = ProbeResult & { readonly kind: "refused" };

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

function unverifiedIssue(module: FfiModule, { errors }: Refusal, targets: readonly string[]): Issue {
  const [error] = errors;
  const file = error?.file ?? module.root;
  const line = error?.line ?? 1;
  const message = `Nothing could be verified: the compiler cannot read the source: ${error?.message ?? "it gives no reason"}. Correct it and check again.`;
  return {
    code: "abi/unverified",
    severity: "warning",
    message,
    zig: { span: { file, line, column: 1, start: 0, end: 0 }, text: "" },
    targets,
  };
}
