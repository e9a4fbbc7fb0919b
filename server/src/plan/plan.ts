import { createLayouts, type Layouts } from "../layout/layouts.ts";
import { digest } from "../model/digest.ts";
import type { FfiModule, FunctionExport, VariableExport } from "../model/decls.ts";
import { manifestSymbolPrefix } from "../model/manifest.ts";
import type { Issue, IssueCode } from "../model/issue.ts";
import { parseTarget, type Target } from "../model/target.ts";
import { typeText } from "../model/typeText.ts";
import type { BindingPlan, FunctionPlan, GlobalPlan, SkippedPlan, Variant } from "./bindingPlan.ts";
import { abiPlan } from "./abi.ts";
import { codecOf, sizeAlign } from "./codecs.ts";
import { planFunction } from "./functions.ts";
import { docWithoutHints } from "./hints.ts";
import { libraryNames, typeNames } from "./names.ts";
import { conditionOf, type PlanContext } from "./planContext.ts";
import { closeByValue, typePlans } from "./typePlans.ts";

export interface PlanOptions {
  readonly library: string;
  /** Zig triples; those that Node and koffi cannot load on (32 bits, wasm) are left out. */
  readonly targets: readonly string[];
}

/** Decides what the bindings of one library look like. Exports that cannot be bound are issues and listed in `skipped`. */
export function createPlan(module: FfiModule, options: PlanOptions): { readonly plan: BindingPlan; readonly issues: readonly Issue[] } {
  const names = libraryNames(options.library);
  const groups = groupByLayout(module, loadableTargets(options.targets));
  const context: PlanContext = {
    module,
    layouts: groups.map((group) => group.layouts),
    typeNames: typeNames(module, names),
    uses: { any: new Set(), byValue: new Set(), copiedBack: new Set(), handles: new Set() },
    issues: [],
  };
  const functions: FunctionPlan[] = [];
  const globals: GlobalPlan[] = [];
  const skipped: SkippedPlan[] = [];
  for (const item of module.exports) {
    if (item.symbol.startsWith(manifestSymbolPrefix)) continue;
    const result = item.kind === "fn" ? planFunction(context, item) : planGlobal(context, item);
    if ("problem" in result) {
      skipped.push({ symbol: item.symbol, reason: result.problem });
      context.issues.push(skippedIssue(item, result.problem));
    } else if ("args" in result) functions.push(result);
    else globals.push(result);
  }
  closeByValue(context);
  const types = typePlans(context);
  const variants: readonly Variant[] = groups.map(({ triples }) => ({ triples }));
  const bound = new Set(functions.map((fn) => fn.symbol));
  const abi = once(() =>
    abiPlan(
      context,
      module.exports.flatMap((item) => (item.kind === "fn" && bound.has(item.symbol) ? [item] : [])),
      { types, variants },
    ),
  );
  const content = { library: options.library, names, variants, types, functions, globals, skipped };
  const checksum = once(() => digest(planText({ ...content, abi: abi() })));
  const plan: BindingPlan = {
    ...content,
    get abi() {
      return abi();
    },
    get checksum() {
      return checksum();
    },
  };
  return { plan, issues: context.issues };
}

/** What only the printing of bindings needs is not worth a keystroke. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** A plan as JSON, with bigints as decimal strings. */
export function planText(plan: object, indent?: number): string {
  return JSON.stringify(plan, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value), indent);
}

/** Targets on which a 64-bit Node runs: the only ones that generated bindings can be loaded on. */
export function loadableTargets(triples: readonly string[]): readonly Target[] {
  return triples
    .map(parseTarget)
    .filter((target) => target !== undefined && target.pointerBits === 64 && target.os !== "freestanding") as readonly Target[];
}

/** Targets whose layouts are all equal share one variant, which is nearly always the only one. */
function groupByLayout(
  module: FfiModule,
  targets: readonly Target[],
): readonly { readonly triples: string[]; readonly layouts: Layouts }[] {
  const groups = new Map<string, { triples: string[]; layouts: Layouts }>();
  for (const target of targets) {
    const layouts = createLayouts(module, target);
    let key = "";
    for (const id of module.containers.keys()) key += fingerprint(layouts, id);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { triples: [target.triple], layouts });
    else group.triples.push(target.triple);
  }
  return [...groups.values()];
}

function fingerprint(layouts: Layouts, id: string): string {
  const layout = layouts.container(id);
  if (layout.kind === "unknown") return ";";
  const { size, align, bits, fields } = layout.value;
  let text = `${size} ${align} ${bits}`;
  for (const field of fields) text += ` ${field.offset} ${field.size} ${field.bitOffset} ${field.bitSize}`;
  return `${text};`;
}

function planGlobal(context: PlanContext, item: VariableExport): GlobalPlan | { readonly problem: string } {
  if (item.unknown !== null) return { problem: item.unknown };
  if (item.isThreadlocal) return { problem: "a threadlocal variable has no one address" };
  const codec = codecOf(context, item.type);
  const layout = sizeAlign(context, item.type);
  if (codec.kind === "unknown") return { problem: codec.reason };
  if (layout === undefined) return { problem: `the size of ${typeText(context.module, item.type)} is unknown` };
  return {
    symbol: item.symbol,
    doc: docWithoutHints(item.doc?.text ?? null),
    codec: codec.value,
    size: layout.size,
    isConst: item.kind === "const",
    ...conditionOf(context, item),
  };
}

function skippedCode({ unknown }: FunctionExport | VariableExport, reason: string): IssueCode {
  if (unknown !== null) return "zig/unknown-type";
  if (reason.includes("koffi passes at most")) return "ffi/too-many-params";
  return reason.includes("by value") || reason.includes("by pointer") ? "ffi/by-value-unsupported" : "ffi/unsupported-type";
}

function skippedIssue(item: FunctionExport | VariableExport, reason: string): Issue {
  return {
    code: skippedCode(item, reason),
    severity: "warning",
    symbol: item.symbol,
    message: `${item.symbol} gets no binding: ${reason}`,
    zig: { span: item.span, text: item.symbol },
  };
}
