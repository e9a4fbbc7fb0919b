import { exprAt, type Evaluator } from "./values.ts";
import type { Scope } from "./scopes.ts";

/** Values by name: explicit ones evaluated, others one more than the one before, starting at 0. */
export function computeEnumValues(evaluator: Evaluator, scope: Scope): ReadonlyMap<string, bigint | null> {
  const values = new Map<string, bigint | null>();
  const env = { scope, blocks: [] };
  let next: bigint | null = 0n;
  for (const member of scope.outline.members) {
    if (member.kind !== "field" || (member.name === "_" && !member.isQuoted) || values.has(member.name)) continue;
    let value: bigint | null = next;
    if (member.value !== null) {
      const result = evaluator.value(exprAt(member.value, env), env);
      value = result.kind === "int" ? result.value : null;
    }
    if (member.isBroken || scope.isBroken) value = null;
    values.set(member.name, value);
    next = value === null ? null : value + 1n;
  }
  return values;
}
