import type { FfiModule, FunctionExport } from "../../model/decls.ts";
import type { Declaration, DeclarationTable, DeclaredType } from "../../model/declarations.ts";
import type { Issue, IssueCode, Severity, Site } from "../../model/issue.ts";
import type { Span } from "../../model/span.ts";
import type { Target } from "../../model/target.ts";
import type { KnownLibrary } from "./pairing.ts";
import { mirrorSide, sideOf, type Side } from "./shape.ts";
import type { Harm, ValueProblem } from "./values.ts";

/** Both sides of a table on one target. */
export interface Sides {
  readonly target: Target;
  readonly zig: Side;
  readonly ts: Side;
}

export function sidesOf(
  module: FfiModule,
  table: Pick<DeclarationTable, "containers" | "span">,
  targets: readonly Target[],
): readonly Sides[] {
  return targets.map((target) => ({ target, zig: sideOf(module, target), ts: mirrorSide(table.span.file, table.containers, target) }));
}

/** Of one table or mirror with one library. */
export interface Found {
  readonly issues: readonly Issue[];
  /** Declarations whose symbol the library exports. */
  readonly paired: number;
}

/**
 * Gives what an earlier comparison of the same table or mirror with the same library found, or computes it: for those who compare again
 * after each keystroke. Null: the library has nothing that the mirror could be.
 */
export type Keep = (about: object, library: KnownLibrary, compute: () => Found | null) => Found | null;

/** One declaration with its export, on each target. */
export interface FunctionContext {
  readonly module: FfiModule;
  readonly sides: readonly Sides[];
  readonly item: FunctionExport;
  readonly declaration: Declaration;
}

export interface Place {
  readonly zig: Site;
  readonly ts: Site;
  readonly parameter?: string;
  readonly index?: number;
}

/** A problem with the targets that have it. */
export interface OnTargets {
  readonly problem: ValueProblem;
  readonly triples: readonly string[];
  /** What is wrong with the other targets, where it is something else. */
  readonly elsewhere: string | null;
}

const harms: readonly Harm[] = ["breaks", "loses", "differs"];

/** The worst of all targets, with those that have it. Null: they agree everywhere. */
export function onTargets(sides: readonly Sides[], compare: (sides: Sides) => ValueProblem | null): OnTargets | null {
  const found = sides.flatMap((each) => {
    const problem = compare(each);
    return problem === null ? [] : [{ problem, triple: each.target.triple }];
  });
  for (const harm of harms) {
    const worst = found.filter(({ problem }) => problem.harm === harm);
    const [first] = worst;
    if (first === undefined) continue;
    const other = found.find(({ problem }) => problem.harm !== harm);
    return { problem: first.problem, triples: worst.map(({ triple }) => triple), elsewhere: other?.problem.text ?? null };
  }
  return null;
}

/** A break on one target of several is a warning: many projects never build for it. */
export function severityOf(harm: Harm, broken: number, all: number): Severity {
  if (harm === "differs") return "information";
  return harm === "breaks" && (broken > 1 || all === 1) ? "error" : "warning";
}

/** ` (on x86_64-windows-gnu)`, and nothing where all targets have it. */
export function whereText(triples: readonly string[], all: number): string {
  return triples.length === all ? "" : ` (on ${triples.join(", ")})`;
}

export function issueOf(
  { sides, item }: FunctionContext,
  code: IssueCode,
  found: OnTargets,
  { message, ...place }: Place & { readonly message: string },
): Issue {
  const { problem, triples, elsewhere } = found;
  return {
    code,
    severity: severityOf(problem.harm, triples.length, sides.length),
    targets: triples,
    symbol: item.symbol,
    message: `${item.symbol}: ${message}${whereText(triples, sides.length)}${elsewhere === null ? "" : `; elsewhere ${elsewhere}`}`,
    ...place,
  };
}

/** Where nothing is written (a missing `returns`), the declaration's name. */
export function tsSite(declaration: Declaration, span: Span | null, text: string): Site {
  const isWritten = span !== null && span.start !== span.end;
  return isWritten ? { span, text, name: declaration.span } : { span: declaration.span, text };
}

/** A declared type as it is written, and what it turns out to be where that is computed. */
export function saidText({ text, means }: DeclaredType): string {
  return means === undefined ? text : `${text} (${means})`;
}

export function zigSite(item: FunctionExport, span: Span, text: string): Site {
  return { span, text, name: item.span };
}

export function countText(count: number): string {
  return count === 1 ? "1 parameter" : `${String(count)} parameters`;
}
