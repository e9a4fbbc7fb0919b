import type { Expr } from "./expr.ts";
import type { Declaration, Scope } from "./scopes.ts";
import type { DeclarationSite, Env, Evaluator } from "./values.ts";

/** What a name, or `a.b` with a container a, refers to. Names are looked up from the inside out; blocks come before containers. */
export function findDeclaration(evaluator: Evaluator, expr: Expr, env: Env): DeclarationSite | undefined {
  if (expr.kind === "name") return findName(expr.name, env);
  if (expr.kind !== "member") return undefined;
  const object = evaluator.value(expr.object, env);
  if (object.kind !== "type" || object.scope === null) return undefined;
  return siteOf(object.scope, expr.name);
}

function findName(name: string, env: Env): DeclarationSite | undefined {
  for (let depth = env.blocks.length; depth > 0; depth--) {
    const local = env.blocks[depth - 1]?.locals.find((variable) => variable.name === name);
    if (local !== undefined) return { declaration: local, env: { scope: env.scope, blocks: env.blocks.slice(0, depth) } };
  }
  for (let scope: Scope | null = env.scope; scope !== null; scope = scope.parent) {
    const site = siteOf(scope, name);
    if (site !== undefined) return site;
    // Whatever the usingnamespace supplies would hide an outer declaration.
    if (scope.hasUsing) return undefined;
  }
  return undefined;
}

function siteOf(scope: Scope, name: string): DeclarationSite | undefined {
  const declaration: Declaration | undefined = scope.members.get(name);
  return declaration === undefined ? undefined : { declaration, env: { scope, blocks: [] } };
}
