import type { FunctionExport } from "../model/decls.ts";
import { typeText } from "../model/typeText.ts";
import type { Type } from "../model/types.ts";
import { isByte, planArg, scalarProblem, type ArgContext } from "./args.ts";
import type { ArgPlan, Decision, FunctionPlan, ResultPlan } from "./bindingPlan.ts";
import { byValueProblem } from "./byValue.ts";
import { asScalar, codecOf, pointerCodec } from "./codecs.ts";
import { docWithoutHints, readHints } from "./hints.ts";
import { uniqueIdentifier } from "./names.ts";
import { conditionOf, containerOf, typeNameOf, type PlanContext } from "./planContext.ts";
import { matchSlices } from "./slices.ts";

/** koffi's own limit on the number of parameters. */
const maxParams = 64;

export function planFunction(context: PlanContext, fn: FunctionExport): FunctionPlan | { readonly problem: string } {
  if (fn.unknown !== null) return { problem: fn.unknown };
  if (fn.isVariadic) return { problem: "variadic functions are not bound: export one with fixed parameters" };
  if (fn.callconv !== "c") return { problem: `callconv(${fn.callconv}) is not the C calling convention of the target: use callconv(.c)` };
  if (fn.params.length > maxParams) return { problem: `${fn.params.length} parameters: koffi passes at most ${maxParams}` };
  const hints = readHints(fn, context.issues);
  const decisions: Decision[] = [];
  const args: ArgContext = { context, fn, hints, slices: matchSlices(context, fn, hints), names: paramNames(fn), decisions };
  const plans: ArgPlan[] = [];
  for (const index of fn.params.keys()) {
    const result = planArg(args, index);
    if ("problem" in result) return { problem: result.problem };
    plans.push(result.arg);
  }
  const result = planResult(context, fn.returns);
  if ("problem" in result) return { problem: `its result: ${result.problem}` };
  return {
    symbol: fn.symbol,
    doc: docWithoutHints(fn.doc?.text ?? null),
    signature: signatureOf(context, fn),
    args: plans,
    result,
    decisions,
    ...conditionOf(context, fn),
  };
}

function paramNames(fn: FunctionExport): readonly string[] {
  const taken = new Set<string>();
  return fn.params.map((param, i) => {
    const name = uniqueIdentifier(param.name === null || param.name === "_" ? `arg${i}` : param.name, taken);
    taken.add(name);
    return name;
  });
}

function signatureOf(context: PlanContext, fn: FunctionExport): string {
  const params = fn.params.map((param) => `${param.name ?? "_"}: ${typeText(context.module, param.type)}`);
  return `fn ${fn.symbol}(${params.join(", ")}) ${typeText(context.module, fn.returns)}`;
}

function planResult(context: PlanContext, type: Type): ResultPlan | { readonly problem: string } {
  if (type.kind === "void" || type.kind === "noreturn") return { kind: type.kind };
  const isOptional = type.kind === "optional";
  const inner = isOptional ? type.child : type;
  if (inner.kind === "pointer" && inner.size !== "slice") {
    if (inner.isConst && inner.sentinel === "0" && isByte(inner.pointee)) return { kind: "text", isOptional };
    return { kind: "value", codec: pointerCodec(context, inner, isOptional) };
  }
  if (type.kind === "named" && ["struct", "union"].includes(containerOf(context, type.id).kind) && isExtern(context, type.id)) {
    const problem = byValueProblem(context, type.id);
    if (problem !== null) return { problem: `${problem}: return it through a pointer parameter` };
    context.uses.any.add(type.id);
    context.uses.byValue.add(type.id);
    return { kind: "struct", type: typeNameOf(context, type.id) };
  }
  const codec = codecOf(context, type);
  if (codec.kind === "unknown") return { problem: codec.reason };
  const scalar = asScalar(codec.value);
  const problem = scalar === null ? `${typeText(context.module, type)} cannot be returned by value` : scalarProblem(scalar);
  return scalar === null || problem !== null
    ? { problem: `${problem ?? ""}: return it through a pointer parameter` }
    : { kind: "value", codec: scalar };
}

function isExtern(context: PlanContext, id: string): boolean {
  const container = containerOf(context, id);
  return (container.kind === "struct" || container.kind === "union") && container.layout !== "packed";
}
