import type { FfiModule } from "../../model/decls.ts";
import type { Issue, Site } from "../../model/issue.ts";
import type { ProbeResult } from "../../model/probe.ts";
import { notReached } from "./decode.ts";

/** What the compiler said, or did not say, of a module on one target. */
export interface TargetResult {
  readonly triple: string;
  readonly result: ProbeResult;
}

export interface Unverified {
  /** `abi/unverified`: why the compiler has no answer. */
  readonly issues: readonly Issue[];
  /** Types and exports that it has no answer for on one target at least. What no target reaches is not among them. */
  readonly names: readonly string[];
}

/** What a verification does not cover, and why. */
export function unverifiedIn(module: FfiModule, results: readonly TargetResult[]): Unverified {
  const refusals = results.flatMap(({ triple, result }) => (result.kind === "answered" ? refusalsOf(module, triple, result) : []));
  return {
    issues: [...unreadable(module, results), ...packageIssues(module, results, refusals), ...refusalIssues(refusals)],
    names: [...new Set(refusals.filter(({ isConditional }) => !isConditional).map(({ site }) => site.text))],
  };
}

interface Refusal {
  readonly triple: string;
  readonly site: Site;
  readonly reason: string;
  /** It is declared only under a condition that does not hold on the target. */
  readonly isConditional: boolean;
  /** The compiler was asked without a package that the module imports: that is said once. */
  readonly lacksPackages: boolean;
}

function refusalsOf(module: FfiModule, triple: string, result: ProbeResult & { readonly kind: "answered" }): readonly Refusal[] {
  return [...result.answer.refused].flatMap(([id, reason]): Refusal[] => {
    const container = module.containers.get(id);
    const item = container === undefined ? module.exports.find(({ symbol }) => symbol === id) : undefined;
    const span = container?.span ?? item?.span;
    if (span === undefined || reason === notReached) return [];
    const isConditional = item !== undefined && /has no member named/.test(reason);
    const lacksPackages = result.missingPackages !== undefined;
    return [{ triple, site: { span, text: container?.name ?? id }, reason, isConditional, lacksPackages }];
  });
}

const maxNames = 6;

/** One for each reason, at the first type that has it. */
function refusalIssues(refusals: readonly Refusal[]): readonly Issue[] {
  const groups = groupBy(
    refusals.filter(({ lacksPackages }) => !lacksPackages),
    ({ reason }) => reason,
  );
  return groups.map(([first, ...others]): Issue => {
    const all = [first, ...others];
    const targets = [...new Set(all.map(({ triple }) => triple))];
    return {
      code: "abi/unverified",
      severity: first.isConditional ? "information" : "warning",
      message: `${namesText(all)}: not verified on ${targets.join(", ")}, the compiler has no answer: ${first.reason}`,
      zig: first.site,
      targets,
    };
  });
}

function namesText(refusals: readonly Refusal[]): string {
  const names = [...new Set(refusals.map(({ site }) => site.text))];
  const more = names.length - maxNames;
  return `${names.slice(0, maxNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function packageIssues(module: FfiModule, results: readonly TargetResult[], refusals: readonly Refusal[]): readonly Issue[] {
  const missing = results.flatMap(({ triple, result }) =>
    result.kind === "answered" && result.missingPackages !== undefined ? [{ triple, reason: result.missingPackages }] : [],
  );
  return groupBy(missing, ({ reason }) => reason).map(([first, ...others]): Issue => {
    const targets = [first, ...others].map(({ triple }) => triple);
    const lost = refusals.filter(({ triple }) => targets.includes(triple));
    const names = lost.length === 0 ? "" : ` Not verified: ${namesText(lost)}.`;
    return { ...unverified(`On ${targets.join(", ")}: ${first.reason}.${names}`, rootSite(module), targets) };
  });
}

/** Sources that the compiler cannot read at all. */
function unreadable(module: FfiModule, results: readonly TargetResult[]): readonly Issue[] {
  const refused = results.flatMap(({ triple, result }) => (result.kind === "refused" ? [{ triple, error: result.errors[0] }] : []));
  const [first] = refused;
  if (first === undefined) return [];
  const { file, line, message } = first.error ?? {};
  const site = { span: { ...rootSite(module).span, file: file ?? module.root, line: line ?? 1 }, text: "" };
  const text = `Nothing could be verified: the compiler cannot read the source: ${message ?? "it gives no reason"}. Correct it and check again.`;
  return [
    unverified(
      text,
      site,
      refused.map(({ triple }) => triple),
    ),
  ];
}

function unverified(message: string, zig: Site, targets: readonly string[]): Issue {
  return { code: "abi/unverified", severity: "warning", message, zig, targets };
}

function rootSite({ root }: FfiModule): Site {
  return { span: { file: root, line: 1, column: 1, start: 0, end: 0 }, text: "" };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
