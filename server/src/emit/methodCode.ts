import type { ArgPlan, FunctionPlan, SlicePlan } from "../plan/bindingPlan.ts";
import { propertyKey, uniqueIdentifier } from "../plan/names.ts";
import { fromKoffi } from "./byValueCode.ts";
import { callbackWrapper } from "./callbackCode.ts";
import type { EmitContext } from "./emitContext.ts";
import { block, indent, list, type Lines } from "./lines.ts";
import { checkExpression, readExpression, writeStatements } from "./memoryCode.ts";
import { scalarFromKoffi } from "./scalarResults.ts";
import { accessor } from "./typeCode.ts";

/** Names that a method's body uses itself; a parameter of the same name is renamed inside the body only. */
const bodyNames = ["raw", "koffi", "library", "p", "result"];

/** Further variables that a slice may need. */
const roles = ["Bytes", "Length", "Items"] as const;

/** Everything that printing one method collects. */
interface Method {
  readonly context: EmitContext;
  readonly plan: FunctionPlan;
  /** Local name by parameter name. */
  readonly locals: ReadonlyMap<string, string>;
  /** Offset in the method's scratch block by parameter name. */
  readonly slots: ReadonlyMap<string, number>;
  readonly scratch: number;
}

/** Statements around the call, and the arguments of the call itself. */
interface Parts {
  readonly before: string[];
  readonly args: string[];
  readonly after: string[];
}

type Arg<K extends ArgPlan["kind"]> = Extract<ArgPlan, { kind: K }>;

export function methodCode(context: EmitContext, plan: FunctionPlan, takenNames: ReadonlySet<string>): Lines {
  const method = prepare(context, plan, takenNames);
  const parts: Parts = { before: [], args: [], after: [] };
  for (const arg of plan.args) {
    parts.args.push(argument(method, arg, parts));
    if (arg.kind === "slice") checkLengths(method, arg, parts);
  }
  const params = plan.args.filter(hasParameter).map((arg) => local(method, arg.name));
  const body = callLines(method, parts);
  return block(`${propertyKey(plan.symbol)}(${params.join(", ")})`, needsScratch(method) ? inScratch(method, body) : body, "},");
}

/** Lengths and outs are the wrapper's business. */
export function hasParameter(arg: ArgPlan): boolean {
  return arg.kind !== "length" && arg.kind !== "out";
}

function prepare(context: EmitContext, plan: FunctionPlan, takenNames: ReadonlySet<string>): Method {
  const taken = new Set([...takenNames, ...bodyNames]);
  const locals = new Map<string, string>();
  for (const arg of plan.args) {
    const name = uniqueIdentifier(arg.name, taken);
    taken.add(name);
    locals.set(arg.name, name);
  }
  for (const arg of plan.args) {
    for (const role of arg.kind === "slice" ? roles : []) {
      const name = uniqueIdentifier(arg.name + role, taken);
      taken.add(name);
      locals.set(arg.name + role, name);
    }
  }
  const slots = new Map<string, number>();
  let scratch = 0;
  for (const arg of plan.args) {
    if (arg.kind !== "pointee" && arg.kind !== "out") continue;
    // Scratch blocks start at multiples of 16; outs are cleared in steps of 8.
    const align = Math.max(arg.slot.align, arg.kind === "out" ? 8 : 1);
    scratch = Math.ceil(scratch / align) * align;
    slots.set(arg.name, scratch);
    scratch += arg.kind === "out" ? Math.ceil(arg.slot.size / 8) * 8 : arg.slot.size;
  }
  return { context, plan, locals, slots, scratch };
}

function local(method: Method, name: string): string {
  return method.locals.get(name) ?? name;
}

/** Source of `"vec2_add: a"`. */
function origin(method: Method, name: string): string {
  return JSON.stringify(`${method.plan.symbol}: ${name}`);
}

function needsScratch(method: Method): boolean {
  return method.scratch > 0 || method.plan.args.some((arg) => arg.kind === "slice" && arg.items.kind === "text");
}

function inScratch({ context, plan, scratch }: Method, body: Lines): Lines {
  const align = Math.max(16, ...plan.args.map((arg) => (arg.kind === "pointee" || arg.kind === "out" ? arg.slot.align : 1)));
  const enter = `${context.use("enter")}(${scratch + (align > 16 ? align - 16 : 0)})`;
  const start = align > 16 ? [`const block = ${enter};`, `const p = ${context.use("alignUp")}(block, ${align});`] : [`const p = ${enter};`];
  return [...start, "try {", ...indent(body), "} finally {", `  ${context.use("leave")}(${align > 16 ? "block" : "p"});`, "}"];
}

function slotOffset(method: Method, name: string): string {
  const slot = method.slots.get(name) ?? 0;
  return slot === 0 ? "p" : `p + ${slot}`;
}

/** The source of one native argument; statements that it needs go to `parts`. */
function argument(method: Method, arg: ArgPlan, parts: Parts): string {
  const { context } = method;
  const name = local(method, arg.name);
  const at = origin(method, arg.name);
  const orNull = (isOptional: boolean, expression: string): string => (isOptional ? `${name} === null ? null : ${expression}` : expression);
  switch (arg.kind) {
    case "value":
      return checkExpression(context, arg.codec, name, { at, path: "" });
    case "struct":
      return `toKoffi${arg.type}(${name}, ${at})`;
    case "pointee":
      return pointeeArgument(method, arg, parts);
    case "view":
      return viewArgument(method, arg, parts);
    case "slice":
      return sliceArgument(method, arg, parts);
    case "length":
      return lengthArgument(method, arg);
    case "text":
      return orNull(arg.isOptional, `${context.use("checkText")}(${name}, ${at})`);
    case "textBuffer":
      return orNull(arg.isOptional, `${context.use("checkTextBuffer")}(${name}, ${at})`);
    case "out":
      parts.before.push(`${context.use("clearScratch")}(${slotOffset(method, arg.name)}, ${Math.ceil(arg.slot.size / 8) * 8});`);
      return `${context.use("base")} + ${slotOffset(method, arg.name)}`;
    case "pointer":
      return checkExpression(context, arg.pointer, name, { at, path: "" });
    case "memory":
      return orNull(arg.isOptional, `${context.use("checkMemory")}(${name}, ${at})`);
    case "callback":
      return callbackArgument(method, arg, parts);
  }
}

function pointeeArgument(method: Method, arg: Arg<"pointee">, parts: Parts): string {
  const { context } = method;
  const name = local(method, arg.name);
  const offset = slotOffset(method, arg.name);
  const place = { view: context.use("memory"), offset };
  const write = writeStatements(context, arg.codec, place, { source: name, origin: { at: origin(method, arg.name), path: "" } });
  parts.before.push(...(arg.isOptional ? block(`if (${name} !== null)`, write) : write));
  if (arg.isMutable) {
    const copy = copyBack(context, arg, { name, offset });
    parts.after.push(arg.isOptional ? `if (${name} !== null) ${copy}` : copy);
  }
  const address = `${context.use("base")} + ${offset}`;
  return arg.isOptional ? `${name} === null ? 0 : ${address}` : address;
}

function copyBack(context: EmitContext, arg: Arg<"pointee">, { name, offset }: { name: string; offset: string }): string {
  const place = { view: context.use("memory"), offset };
  switch (arg.codec.kind) {
    case "struct":
      return `copy${arg.codec.type}(memory, ${offset}, ${name});`;
    case "union":
      return `${context.use("copyUnion")}(memory, ${offset}, ${name});`;
    case "packed":
      return `copy${arg.codec.type}(${readExpression(context, arg.codec.backing, place)}, ${name});`;
    default:
      throw new Error(`${arg.codec.kind} cannot be copied back`);
  }
}

function viewArgument(method: Method, arg: Arg<"view">, parts: Parts): string {
  const { context } = method;
  const name = local(method, arg.name);
  const at = origin(method, arg.name);
  const checks = [`${context.use("checkView")}(${name}, ${arg.items.array}, ${at});`];
  if (arg.minLength > 0) checks.push(`${context.use("checkMinLength")}(${name}, ${arg.minLength}, ${at});`);
  checks.push(...elementChecks(method, arg.items.check, name, at));
  parts.before.push(...(arg.isOptional ? block(`if (${name} !== null)`, checks) : checks));
  const pointer = `${context.use("pointerTo")}(${name}, ${at})`;
  return arg.isOptional ? `${name} === null ? null : ${pointer}` : pointer;
}

function elementChecks({ context }: Method, check: "bool" | { readonly enum: string } | null, name: string, at: string): Lines {
  if (check === null) return [];
  if (check === "bool") return [`${context.use("checkEach")}(${name}, ${context.use("checkBoolByte")}, ${at});`];
  const plan = context.types.get(check.enum);
  if (plan?.kind !== "enum" || plan.isOpen) return [];
  return [
    `${context.use("checkEach")}<number | bigint>(${name}, (item, at, path) => ${context.use("checkEnum")}(item, ${check.enum}Values, at, path), ${at});`,
  ];
}

function sliceArgument(method: Method, arg: Arg<"slice">, parts: Parts): string {
  const { context } = method;
  const name = local(method, arg.name);
  const bytes = local(method, `${arg.name}Bytes`);
  const items = local(method, `${arg.name}Items`);
  const at = origin(method, arg.name);
  const ifGiven = (expression: string): string => (arg.isOptional ? `${name} === null ? null : ${expression}` : expression);
  switch (arg.items.kind) {
    case "text": {
      const length = local(method, `${arg.name}Length`);
      parts.before.push(`const ${bytes} = ${ifGiven(`${context.use("utf8")}(${name}, ${at})`)};`);
      parts.before.push(`const ${length} = ${arg.isOptional ? `${name} === null ? 0 : ` : ""}${context.use("textLength")};`);
      return bytes;
    }
    case "structs": {
      parts.before.push(`const ${items} = ${ifGiven(`${context.use("structItems")}(${name}, ${arg.items.type}, ${at})`)};`);
      if (arg.isMutable)
        parts.after.push(
          `${arg.isOptional ? `if (${name} !== null && ${items} !== null) ` : ""}${context.use("copyBack")}(${items}, ${name});`,
        );
      const pointer = `${context.use("pointerTo")}(${items}.bytes, ${at})`;
      return arg.isOptional ? `${items} === null ? null : ${pointer}` : pointer;
    }
    case "typed": {
      const checks = [
        `${context.use("checkView")}(${name}, ${arg.items.array}, ${at});`,
        ...elementChecks(method, arg.items.check, name, at),
      ];
      parts.before.push(...(arg.isOptional ? block(`if (${name} !== null)`, checks) : checks));
      return ifGiven(`${context.use("pointerTo")}(${name}, ${at})`);
    }
  }
}

/** How many items a slice argument has, as source. */
function itemCount(method: Method, arg: Arg<"slice">): string {
  const name = local(method, arg.name);
  const length = (source: string): string => (arg.isOptional ? `(${source} === null ? 0 : ${source}.length)` : `${source}.length`);
  if (arg.items.kind === "text") return local(method, `${arg.name}Length`);
  if (arg.items.kind === "structs") return length(local(method, `${arg.name}Items`));
  if (arg.items.stride === 1) return length(name);
  const counted = `${method.context.use("countItems")}(${name}, ${arg.items.stride}, ${origin(method, arg.name)})`;
  return arg.isOptional ? `(${name} === null ? 0 : ${counted})` : counted;
}

function sliceNamed(method: Method, name: string): Arg<"slice"> | undefined {
  return method.plan.args.find((arg): arg is Arg<"slice"> => arg.kind === "slice" && arg.name === name);
}

function lengthArgument(method: Method, arg: Arg<"length">): string {
  const slice = sliceNamed(method, arg.of);
  const count = slice === undefined ? "0" : itemCount(method, slice);
  const isNarrow = arg.codec.kind === "number";
  return isNarrow ? checkExpression(method.context, arg.codec, count, { at: origin(method, `${arg.of}.length`), path: "" }) : count;
}

/** The value of a length parameter, whoever determines it. */
function lengthValue(method: Method, name: string): string {
  const arg = method.plan.args.find((other) => other.name === name);
  if (arg?.kind === "length") {
    const slice = sliceNamed(method, arg.of);
    return slice === undefined ? "0" : itemCount(method, slice);
  }
  return `Number(${local(method, name)})`;
}

/** A slice that does not itself determine its length must have the length that the others say. */
function checkLengths(method: Method, arg: ArgPlan & SlicePlan, parts: Parts): void {
  const [only] = arg.lengths;
  const governor = method.plan.args.find((other) => other.kind === "length" && other.name === only);
  if (arg.lengths.length === 1 && governor?.kind === "length" && governor.of === arg.name) return;
  const expected = arg.lengths.map((name) => lengthValue(method, name)).join(" * ");
  const check = `${method.context.use("checkCount")}(${itemCount(method, arg)}, ${expected}, ${origin(method, arg.name)}, ${JSON.stringify(arg.lengths.join(" * "))});`;
  // After all slices were looked at: a governing slice may come later in the signature.
  parts.after.unshift(`#${arg.isOptional ? `if (${local(method, arg.name)} !== null) ` : ""}${check}`);
}

function callbackArgument(method: Method, arg: Arg<"callback">, parts: Parts): string {
  const { context } = method;
  const name = local(method, arg.name);
  const at = origin(method, arg.name);
  const check = `${context.use("checkFunction")}(${name}, ${at});`;
  parts.before.push(arg.isOptional ? `if (${name} !== null) ${check}` : check);
  const wrapper = callbackWrapper(context, arg.callback, { fn: name, at });
  return arg.isOptional ? `${name} === null ? null : ${wrapper}` : wrapper;
}

function callLines(method: Method, parts: Parts): Lines {
  const { plan } = method;
  const lengthChecks = parts.after.filter((line) => line.startsWith("#")).map((line) => line.slice(1));
  const after = parts.after.filter((line) => !line.startsWith("#"));
  const call = list(`raw${accessor(plan.symbol)}(`, parts.args, ")");
  const before = [...parts.before, ...lengthChecks];
  const outs = plan.args.filter((arg) => arg.kind === "out");
  if (after.length === 0 && outs.length === 0) return [...before, ...directReturn(method, call)];
  const hasResult = plan.result.kind !== "void" && plan.result.kind !== "noreturn";
  const kept = hasResult ? ["const result = " + (call[0] ?? ""), ...call.slice(1)] : [...call];
  const returned = resultLines(method, outs);
  return [...before, ...withSemicolon(kept), ...after, ...returned];
}

function withSemicolon(lines: Lines): Lines {
  return lines.map((line, i) => (i === lines.length - 1 ? `${line};` : line));
}

function directReturn(method: Method, call: Lines): Lines {
  const { plan } = method;
  if (plan.result.kind === "void") return withSemicolon(call);
  if (plan.result.kind === "noreturn")
    return [...withSemicolon(call), `throw new Error(${JSON.stringify(`${plan.symbol} returned, although it is noreturn`)});`];
  const whole = call.join("\n");
  return `return ${convertResult(method, whole)};`.split("\n");
}

function convertResult({ context, plan }: Method, source: string): string {
  const { result } = plan;
  if (result.kind === "struct") return fromKoffi(context, { kind: "struct", type: result.type }, source);
  if (result.kind === "value") return scalarFromKoffi(context, result.codec, source, JSON.stringify(`${plan.symbol}: result`));
  return source;
}

/** One out alone is the result; else an object with `result` and the outs by name. */
function resultLines(method: Method, outs: readonly Arg<"out">[]): Lines {
  const { context, plan } = method;
  const hasResult = plan.result.kind !== "void" && plan.result.kind !== "noreturn";
  const read = (out: Arg<"out">): string =>
    readExpression(context, out.codec, { view: context.use("memory"), offset: slotOffset(method, out.name) });
  const [first] = outs;
  if (first === undefined) return hasResult ? [`return ${convertResult(method, "result")};`] : [];
  if (outs.length === 1 && !hasResult) return [`return ${read(first)};`];
  const items = outs.map((out) => `${outKey(plan, out.name)}: ${read(out)}`);
  return list("return { ", hasResult ? [`result: ${convertResult(method, "result")}`, ...items] : items, " };");
}

/** The key of an out in the result object; `result` is taken by the function's own. */
export function outKey(plan: FunctionPlan, name: string): string {
  const hasResult = plan.result.kind !== "void" && plan.result.kind !== "noreturn";
  return hasResult && name === "result" ? "result_" : name;
}
