import { refine, type Refined } from "../layout/refine.ts";
import type { FfiModule } from "../model/decls.ts";
import type { ProbeResult } from "../model/probe.ts";
import type { Target } from "../model/target.ts";
import { createProbe } from "../toolchain/probe/createProbe.ts";
import type { ZigFound } from "../toolchain/findZig.ts";
import { unverifiedIn } from "../toolchain/probe/unverified.ts";
import { verifyModule, type Verification } from "../toolchain/probe/verifyModule.ts";
import type { VerifiedModule } from "../workspace/checkWorkspace.ts";
import { CliError, selectTarget, type CliContext } from "./context.ts";
import { note } from "./output.ts";
import { findCliZig } from "./zig.ts";

export interface VerifyRequest {
  readonly module: FfiModule;
  readonly target: Target;
  readonly zig: string | undefined;
}

/** What the compiler says about a module on one target; a CliError with the fix where it cannot be asked. */
export async function verifyForCli(context: CliContext, { module, target, zig }: VerifyRequest): Promise<Refined> {
  const found = await findCliZig(zig);
  if (found.kind !== "found") throw new CliError(found.fix);
  const result = await createProbe({ zig: found, read: context.host.read })(module, target);
  if (result.kind !== "answered") throw new CliError(problemText(context, result));
  const refined = refine(module, result.answer, target);
  // What the compiler refuses is said type by type; why a package is missing, nowhere else.
  const missing = unverifiedIn(module, [{ triple: target.triple, result }]).issues;
  return result.missingPackages === undefined ? refined : { ...refined, issues: [...missing, ...refined.issues] };
}

/** What the compiler says of some libraries on each target, by root; a CliError where it cannot be asked. */
export async function verifyLibraries(
  context: CliContext,
  modules: readonly FfiModule[],
  { triples, zig }: { readonly triples: readonly string[]; readonly zig: ZigFound },
): Promise<ReadonlyMap<string, VerifiedModule>> {
  if (zig.kind !== "found") throw new CliError(zig.fix);
  const probe = createProbe({ zig, read: context.host.read });
  const targets = triples.map(selectTarget);
  const verified = new Map<string, VerifiedModule>();
  for (const module of modules) {
    const result = await verifyModule({ module, targets, probe });
    if (result.kind !== "verified") throw new CliError(problemText(context, result));
    verified.set(module.root, result);
    note(`${context.show(module.root)}: ${verifiedText(result, { version: zig.version, targets: targets.length })}`);
  }
  return verified;
}

function verifiedText(
  { refined, issues, unverified }: Verification & { readonly kind: "verified" },
  { version, targets }: { readonly version: string; readonly targets: number },
): string {
  if (refined.length === 0) return `not verified by Zig ${version}`;
  const isWhole = unverified.length === 0 && refined.length === targets;
  const left = unverified.length === 0 ? "" : `, except ${unverified.slice(0, maxNames).join(", ")}`;
  const more = unverified.length > maxNames ? ` and ${String(unverified.length - maxNames)} more` : "";
  const found = issues.length === 0 ? "no disagreement" : `${String(issues.length)} ${issues.length === 1 ? "finding" : "findings"}`;
  return `${isWhole ? "" : "partly "}verified by Zig ${version} for ${String(refined.length)} of ${String(targets)} targets${left}${more}: ${found}`;
}

const maxNames = 6;

function problemText(context: CliContext, result: Exclude<ProbeResult, { readonly kind: "answered" }>): string {
  switch (result.kind) {
    case "environment":
      return `${result.message} ${result.fix}`;
    case "cancelled":
      return "cancelled";
    case "refused": {
      const errors = result.errors
        .slice(0, 10)
        .map(({ file, line, message }) => `\n  ${context.show(file ?? "")}:${line ?? 1}: ${message}`);
      return `the compiler cannot read the source, so nothing can be verified. Correct it first:${errors.join("")}`;
    }
  }
}
