import { eightbyteClasses, type ArrayRule, type EightbyteClass } from "./eightbytes.ts";
import { createLayouts, type Layouts } from "../layout/layouts.ts";
import type { FfiModule, FunctionExport } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import { parseTarget, type Target } from "../model/target.ts";
import type { FunctionType, Type } from "../model/types.ts";

export interface ByValueBugOptions {
  /** Zig triples that the library is used on. */
  readonly targets: readonly string[];
  /** The compiler that builds the library, "0.15.2"; undefined when it is not known: then any supported one. */
  readonly zigVersion?: string | undefined;
}

/**
 * Calls that Zig itself compiles wrongly, without a word: measured against gcc on x86_64 with the System V calling convention, Zig 0.14 to 0.17,
 * on thousands of random structs, as argument, result, and both of a callback. A struct of 9 to 16 bytes is right while the arguments up to the last
 * such struct, the hidden result pointer included, take at most six eightbytes. Arrays in structs of up to 16 bytes are misjudged
 * (`check/eightbytes.ts`), and up to 0.16 the last bytes of some arguments are lost.
 */
export function byValueBugs(module: FfiModule, options: ByValueBugOptions): readonly Issue[] {
  const targets = options.targets.map(parseTarget).filter((target) => target !== undefined);
  const affected = targets.filter(isSystemV);
  const [first] = affected;
  if (first === undefined) return [];
  const context: Context = { module, layouts: createLayouts(module, first), zig: versionOf(options.zigVersion) };
  const triples = affected.map(({ triple }) => triple);
  return module.exports.flatMap((item) => (item.kind === "fn" ? functionIssues(context, item, triples) : []));
}

interface Context {
  readonly module: FfiModule;
  readonly layouts: Layouts;
  readonly zig: ZigVersion;
}

interface ZigVersion {
  /** Null: unknown, any. */
  readonly minor: number | null;
  readonly text: string;
}

interface Signature {
  /** Zig calls it. */
  readonly isCallback?: boolean;
  readonly params: readonly { readonly name: string | null; readonly type: Type }[];
  readonly returns: Type;
}

function isSystemV(target: Target): boolean {
  return target.arch === "x86_64" && target.os !== "windows";
}

function versionOf(version: string | undefined): ZigVersion {
  const minor = /^0\.(\d+)\./.exec(version ?? "")?.[1];
  return minor === undefined ? { minor: null, text: "Zig up to 0.17" } : { minor: Number(minor), text: `Zig ${version ?? ""}` };
}

function functionIssues(context: Context, item: FunctionExport, targets: readonly string[]): readonly Issue[] {
  if (item.unknown !== null || item.callconv !== "c") return [];
  const report = (what: string, message: string): Issue => ({
    code: "abi/by-value-compiler-bug",
    severity: "warning",
    symbol: item.symbol,
    targets,
    message: `${item.symbol}: ${what}${message}`,
    zig: { span: item.span, text: item.symbol },
  });
  const own = problemOf(context, item);
  const callbacks = item.params.flatMap(({ name, type }, index) => {
    const callback = functionBehind(type);
    const problem = callback === null ? null : problemOf(context, { ...callback, isCallback: true });
    return problem === null ? [] : [report(`the callback ${name ?? `parameter ${String(index)}`}: `, problem)];
  });
  return own === null ? callbacks : [report("", own), ...callbacks];
}

function functionBehind(type: Type): FunctionType | null {
  const pointer = type.kind === "optional" ? type.child : type;
  return pointer.kind === "pointer" && pointer.pointee.kind === "fn" && pointer.pointee.callconv === "c" ? pointer.pointee : null;
}

function problemOf(context: Context, signature: Signature): string | null {
  return registerProblem(context, signature) ?? classProblem(context, signature);
}

/** Eightbytes of argument registers, of both classes together. */
const safeEightbytes = 6;

function registerProblem(context: Context, { params, returns }: Signature): string | null {
  // Only memory results take a hidden pointer.
  let used = structSize(context, returns) > 16 ? 1 : 0;
  let atLast = 0;
  let last = "";
  for (const { name, type } of params) {
    used += eightbytes(context, type);
    const size = structSize(context, type);
    if (size <= 8 || size > 16) continue;
    atLast = used;
    last = name ?? "a struct";
  }
  if (atLast <= safeEightbytes) return null;
  const why = `the arguments up to it take ${String(atLast)} eightbytes, more than ${String(safeEightbytes)}`;
  return `${context.zig.text} may pass ${last} (a struct of 9 to 16 bytes) or what follows it wrongly, without an error: ${why}. Pass the struct by pointer (*const T)`;
}

function classProblem(context: Context, { params, returns, isCallback = false }: Signature): string | null {
  const zig = context.zig.minor === null ? "Zig up to 0.17" : context.zig.text;
  const all = [...params.map(({ name, type }) => ({ what: name ?? "a parameter", type })), { what: "the result", type: returns }];
  const array = all.find(({ type }) => isMisclassified(context, type));
  if (array !== undefined)
    return `${zig} may pass ${array.what} in the wrong registers, or not compile it: it misjudges the array in this struct of up to 16 bytes. Pass it by pointer (*T)`;
  const small = isCallback ? undefined : params.find(({ type }) => isReadTooFar(context, type));
  if (small !== undefined)
    return `${zig} may write beside ${small.name ?? "a parameter"}: it takes a union of several f32 for two of them. Pass it by pointer (*const T)`;
  const tail = isCallback ? undefined : params.find(({ type }) => losesTail(context, type));
  if (tail === undefined) return null;
  return `${zig} may lose the last bytes of ${tail.name ?? "a parameter"}, a struct or union of 9 to 15 bytes that ends in integers. Pass it by pointer (*const T)`;
}

function isMisclassified(context: Context, type: Type): boolean {
  const right = classesOf(context, type, "exact")?.join();
  return arrayRulesOf(context.zig).some((rule) => classesOf(context, type, rule)?.join() !== right);
}

function arrayRulesOf({ minor }: ZigVersion): readonly ArrayRule[] {
  return minor === null ? ["integers", "apart"] : minor <= 16 ? ["integers"] : ["apart"];
}

function classesOf(context: Context, type: Type, arrays: ArrayRule): readonly EightbyteClass[] | null {
  const { module, layouts } = context;
  const size = structSize(context, type);
  return size === 0 || size > 16 ? null : eightbyteClasses({ module, layouts, arrays }, type);
}

/** Measured, up to 0.16: floats and then integers, and unions that end in integers, where the last eightbyte is not whole. */
function losesTail(context: Context, type: Type): boolean {
  if (context.zig.minor !== null && context.zig.minor > 16) return false;
  const [first, second] = classesOf(context, type, "exact") ?? [];
  if (second !== "integer" || structSize(context, type) % 8 === 0) return false;
  return first !== "integer" || isUnion(context.module, type);
}

/** Up to 0.16, two floats in one place count as two floats, one behind the other. */
function isReadTooFar(context: Context, type: Type): boolean {
  if (context.zig.minor !== null && context.zig.minor > 16) return false;
  return structSize(context, type) === 4 && classesOf(context, type, "exact")?.[0] === "sse";
}

function isUnion(module: FfiModule, type: Type): boolean {
  return type.kind === "named" && module.containers.get(type.id)?.kind === "union";
}

/** Bytes of a struct by value; 0 for everything else. */
function structSize({ module, layouts }: Context, type: Type): number {
  if (type.kind !== "named") return 0;
  const container = module.containers.get(type.id);
  if (container === undefined || (container.kind !== "struct" && container.kind !== "union") || container.layout !== "extern") return 0;
  const layout = layouts.of(type);
  return layout.kind === "known" ? layout.value.size : 0;
}

function eightbytes(context: Context, type: Type): number {
  const size = structSize(context, type);
  if (size > 16 || type.kind === "void") return 0;
  if (size > 0) return Math.ceil(size / 8);
  const layout = context.layouts.of(type);
  return layout.kind === "known" ? Math.ceil(layout.value.size / 8) : 1;
}
