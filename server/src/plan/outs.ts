import type { FunctionExport, Param } from "../model/decls.ts";
import type { Type } from "../model/types.ts";
import type { Codec } from "./bindingPlan.ts";
import { codecOf } from "./codecs.ts";
import type { Hints } from "./hints.ts";
import { containerOf, type PlanContext } from "./planContext.ts";
import { isFreeLike } from "./slices.ts";

export interface OutMatch {
  readonly pointee: Type;
  readonly codec: Codec;
  readonly source: "hint" | "convention";
  readonly why: string;
}

const outName = /^(out|result)$|^out_|_out$|_result$|^out[A-Z]|Out$|^result_out/;

/** Parameters through which the function only gives a value back: they become results. Null for the others. */
export function matchOut(context: PlanContext, fn: FunctionExport, param: Param, hints: Hints): OutMatch | null {
  const pointee = mutablePointee(param.type);
  if (pointee === null || param.name === null) return null;
  const codec = codecOf(context, pointee);
  if (codec.kind === "unknown") return null;
  if (hints.outs.has(param.name)) return { pointee, codec: codec.value, source: "hint", why: "@out" };
  if (hints.isRaw || isFreeLike(fn.symbol)) return null;
  if (isHandleSlot(context, pointee))
    return { pointee, codec: codec.value, source: "convention", why: "a mutable pointer to an optional handle is filled in by the callee" };
  return outName.test(param.name)
    ? { pointee, codec: codec.value, source: "convention", why: `the name ${param.name} says that the callee fills it in` }
    : null;
}

function mutablePointee(type: Type): Type | null {
  return type.kind === "pointer" && type.size === "one" && !type.isConst && !type.isAllowzero ? type.pointee : null;
}

/** `*?*Handle` */
function isHandleSlot(context: PlanContext, type: Type): boolean {
  if (type.kind !== "optional" || type.child.kind !== "pointer" || type.child.size !== "one") return false;
  const target = type.child.pointee;
  return target.kind === "named" && (containerOf(context, target.id).kind === "opaque" || codecOf(context, target).kind === "unknown");
}
