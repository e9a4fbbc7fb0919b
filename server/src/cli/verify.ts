import { refine, type Refined } from "../layout/refine.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { ProbeResult } from "../model/probe.ts";
import type { Target } from "../model/target.ts";
import { createProbe } from "../toolchain/probe/createProbe.ts";
import { verifyModule } from "../toolchain/probe/verifyModule.ts";
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
  const result = await createProbe({ zig: found, read: context.host.read, onNote: note })(module, target);
  if (result.kind === "answered") return refine(module, result.answer, target);
  throw new CliError(problemText(context, result));
}

/** What the compiler says against our own layouts of some libraries, on each target; a CliError where it cannot be asked. */
export async function verifyLibraries(
  context: CliContext,
  modules: readonly FfiModule[],
  triples: readonly string[],
): Promise<readonly Issue[]> {
  const zig = await findCliZig();
  if (zig.kind !== "found") throw new CliError(zig.fix);
  const probe = createProbe({ zig, read: context.host.read, onNote: note });
  const targets = triples.map(selectTarget);
  const issues: Issue[] = [];
  for (const module of modules) {
    const result = await verifyModule({ module, targets, probe });
    if (result.kind !== "verified") throw new CliError(problemText(context, result));
    issues.push(...result.issues);
    const own = result.issues.length === 0 ? "no disagreement" : `${String(result.issues.length)} findings`;
    note(
      `${context.show(module.root)}: verified by Zig ${zig.version} for ${String(result.refined.length)} of ${String(targets.length)} targets: ${own}`,
    );
  }
  return issues;
}

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
