import { createLayouts } from "../layout/layouts.ts";
import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { defaultTriples, parseTarget } from "../model/target.ts";
import { exportRules } from "./exportRules.ts";
import type { LegalityContext } from "./externLegality.ts";
import { typeRules } from "./typeRules.ts";

/** A family of checks over one library's source. */
type Rule = (context: LegalityContext) => Iterable<Issue>;

const rules: readonly Rule[] = [exportRules, typeRules];

export interface CheckOptions {
  /** Of the compiler that will build the library; by default the one that zig-ffi installs, 0.15.2. */
  readonly zigVersion?: string | undefined;
}

/** What the compiler will refuse, before it is run. */
export function checkModule(module: FfiModule, options: CheckOptions = {}): readonly Issue[] {
  const [triple = ""] = defaultTriples;
  const target = parseTarget(triple);
  if (target === undefined) throw new Error(`${triple} is no target`);
  // Which types are legal does not depend on the target: widths of inferred backing integers are the same on all.
  const context = { module, layouts: createLayouts(module, target), zigMinor: minorOf(options.zigVersion) };
  return rules.flatMap((rule) => [...rule(context)]);
}

function minorOf(version: string | undefined): number {
  return Number(/^0\.(\d+)\./.exec(version ?? "")?.[1] ?? defaultMinor);
}

const defaultMinor = 15;
