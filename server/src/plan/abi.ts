import type { FfiModule, FunctionExport } from "../model/decls.ts";
import { directoryOf, relativePath } from "../model/path.ts";
import { typeText } from "../model/typeText.ts";
import type { AbiFunctionPlan, AbiLayoutPlan, AbiPlan, AbiSource, AbiTypePlan, TypePlan, Variant } from "./bindingPlan.ts";
import { containerOf, type PlanContext } from "./planContext.ts";

/** Signatures of the bound functions and layouts of the types that they use. */
export function abiPlan(
  context: PlanContext,
  functions: readonly FunctionExport[],
  { types, variants }: { types: readonly TypePlan[]; variants: readonly Variant[] },
): AbiPlan {
  const names = new Set(types.map((type) => type.name));
  const ids = [...context.typeNames].filter(([, name]) => names.has(name)).map(([id]) => id);
  return { functions: functions.map((fn) => abiFunction(context, fn)), types: ids.flatMap((id) => abiType(context, id, variants)) };
}

function abiFunction({ module }: PlanContext, fn: FunctionExport): AbiFunctionPlan {
  const params = fn.params.map((param, i) => ({ name: param.name ?? `arg${i}`, type: typeText(module, param.type) }));
  return { symbol: fn.symbol, params, returns: typeText(module, fn.returns) };
}

function abiType(context: PlanContext, id: string, variants: readonly Variant[]): readonly AbiTypePlan[] {
  const container = containerOf(context, id);
  const kind = container.kind === "struct" || container.kind === "union" ? `${container.layout} ${container.kind}` : container.kind;
  const layouts = new Map<string, AbiLayoutPlan>();
  for (const [i, variant] of variants.entries()) {
    const layout = context.layouts[i]?.container(id);
    if (layout?.kind !== "known") continue;
    const { size, align } = layout.value;
    const fields = layout.value.fields.map(({ name, type, offset }) => ({ name, type: typeText(context.module, type), offset }));
    const key = JSON.stringify({ size, align, fields });
    const same = layouts.get(key);
    layouts.set(key, { targets: [...(same?.targets ?? []), ...variant.triples], size, align, fields });
  }
  const name = context.typeNames.get(id) ?? container.name;
  return layouts.size === 0 ? [] : [{ name, kind, source: sourceOf(context.module, id), layouts: [...layouts.values()] }];
}

/** Where code outside of its file finds a container; null where something on the way is not `pub`. */
export function sourceOf(module: FfiModule, id: string): AbiSource | null {
  const hash = id.indexOf("#");
  const path = id.slice(hash + 1);
  const parts = path === "" ? [] : path.split(".");
  const ancestors = parts.map((_, i) => module.containers.get(`${id.slice(0, hash)}#${parts.slice(0, i + 1).join(".")}`));
  if (!ancestors.every((container) => container?.isPub === true)) return null;
  return { file: relativePath(directoryOf(module.root), id.slice(0, hash)), path };
}
