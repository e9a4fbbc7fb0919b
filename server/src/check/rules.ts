import type { FfiModule } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { exportRules } from "./exportRules.ts";
import { typeRules } from "./typeRules.ts";

/** A family of checks over one library's source. */
export type Rule = (module: FfiModule) => Iterable<Issue>;

const rules: readonly Rule[] = [exportRules, typeRules];

export function checkModule(module: FfiModule): readonly Issue[] {
  return rules.flatMap((rule) => [...rule(module)]);
}
