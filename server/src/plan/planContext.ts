import type { Layouts } from "../layout/layouts.ts";
import type { Container, Export, FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { directoryOf, relativePath } from "../model/path.ts";
import type { Exported, PerVariant } from "./bindingPlan.ts";

/** What every rule of the plan reads, and where they note which types they came upon. */
export interface PlanContext {
  readonly module: FfiModule;
  /** One a variant, never empty. */
  readonly layouts: readonly Layouts[];
  readonly typeNames: ReadonlyMap<string, string>;
  readonly uses: TypeUses;
  readonly issues: Issue[];
}

/** Container ids by the way in which they are used. */
export interface TypeUses {
  readonly any: Set<string>;
  readonly byValue: Set<string>;
  readonly copiedBack: Set<string>;
  /** Only pointers to them cross the boundary: nothing is known about their insides. */
  readonly handles: Set<string>;
}

export function conditionOf({ module }: PlanContext, { isConditional, span }: Export): Exported {
  return isConditional === true ? { conditionalIn: relativePath(directoryOf(module.root), span.file) } : {};
}

export function containerOf(context: PlanContext, id: string): Container {
  const container = context.module.containers.get(id);
  if (container === undefined) throw new Error(`the model names the container ${id} but does not hold it`);
  return container;
}

export function typeNameOf(context: PlanContext, id: string): string {
  return context.typeNames.get(id) ?? containerOf(context, id).name;
}

/** One number where all variants agree. Undefined where a layout is unknown. */
export function perVariant(context: PlanContext, read: (layouts: Layouts) => number | undefined): PerVariant | undefined {
  const values: number[] = [];
  for (const layouts of context.layouts) {
    const value = read(layouts);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values.every((value) => value === values[0]) ? values[0] : values;
}

export function largest(value: PerVariant): number {
  return typeof value === "number" ? value : Math.max(...value);
}
