import type { FfiModule, FunctionExport } from "../../model/decls.ts";
import type { Declaration, DeclaredType } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import { alignParams } from "./alignment.ts";
import { callbackIssues } from "./callbacks.ts";
import { countText, issueOf, onTargets, saidText, tsSite, zigSite, type FunctionContext, type Sides } from "./findings.ts";
import { pointeeIssues } from "./pointees.ts";
import { stackShift } from "./stackPacking.ts";
import { passedValue, returnedValue, type ValueProblem } from "./values.ts";

/** One declaration against its export. */
export function compareFunction(
  module: FfiModule,
  sides: readonly Sides[],
  item: FunctionExport,
  declaration: Declaration,
): readonly Issue[] {
  const context: FunctionContext = { module, sides, item, declaration };
  const { params } = declaration;
  const isCountWrong = params !== null && params.length !== item.params.length && !item.isVariadic && !declaration.isVariadic;
  if (isCountWrong) return [countIssue(context, params), ...resultIssues(context)];
  return [...(params ?? []).flatMap((param, index) => paramIssues(context, param, index)), ...resultIssues(context)];
}

function countIssue({ item, declaration, sides }: FunctionContext, params: readonly DeclaredType[]): Issue {
  const list = item.params.map(({ name, text }) => `${name ?? "_"}: ${text}`).join(", ");
  const [first] = sides;
  const match = first === undefined ? [] : alignParams(first, item.params, params);
  const { text, isBroken } = params.length < item.params.length ? missingText(item, match) : surplusText(params, match);
  return {
    code: "abi/param-count",
    severity: isBroken ? "error" : "warning",
    targets: sides.map(({ target }) => target.triple),
    symbol: item.symbol,
    message: `${item.symbol} takes ${countText(item.params.length)} (${list}), and ${String(params.length)} ${params.length === 1 ? "is" : "are"} declared: ${text}`,
    zig: zigSite(item, item.span, list),
    ts: tsSite(declaration, declaration.paramList, params.map(({ text }) => text).join(", ")),
  };
}

interface CountText {
  readonly text: string;
  readonly isBroken: boolean;
}

function missingText(item: FunctionExport, match: readonly (number | null)[]): CountText {
  const missing = item.params.flatMap(({ name }, i) => (match[i] === null ? [`\`${name ?? `parameter ${String(i)}`}\``] : []));
  const names = missing.join(", ");
  const isLast = match.slice(0, -missing.length).every((index) => index !== null);
  const text = isLast
    ? `${names} will be whatever happens to lie in the register`
    : `${names} seems to be what is missing: every argument after it is read for another one, and the last is whatever happens to lie in its register`;
  return { text, isBroken: true };
}

function surplusText(params: readonly DeclaredType[], match: readonly (number | null)[]): CountText {
  const used = new Set(match);
  const surplus = params.flatMap((_, i) => (used.has(i) ? [] : [i]));
  if (surplus.every((index) => index >= match.length)) return { text: "the further arguments never arrive", isBroken: false };
  const names = surplus.map((index) => `argument ${String(index)} (${params[index]?.text ?? ""})`).join(", ");
  return { text: `${names} seems to be too much: every argument after it is read for another one`, isBroken: true };
}

function paramIssues(context: FunctionContext, declared: DeclaredType, index: number): readonly Issue[] {
  const { item, declaration, sides } = context;
  const param = item.params[index];
  if (param === undefined) return [];
  const name = param.name ?? `parameter ${String(index)}`;
  const found = onTargets(sides, ({ zig, ts }) => {
    const problem = passedValue({ zig, zigType: param.type, ts, tsType: declared.type, name: `\`${name}\`` });
    return problem?.harm === "loses" ? (shiftProblem(context, { zig, ts }, index) ?? problem) : problem;
  });
  const place = {
    parameter: name,
    index,
    zig: zigSite(item, param.span, param.text),
    ts: tsSite(declaration, declared.span, declared.text),
  };
  if (found === null)
    return [...callbackIssues(context, param.type, declared, place), ...pointeeIssues(context, param.type, declared, place)];
  const message = `parameter ${name}: Zig takes ${param.text}, the declaration says ${saidText(declared)}: ${found.problem.text}`;
  return [issueOf(context, "abi/param-type", found, { message, ...place })];
}

/** A wider argument is harmless in a slot of its own, and moves the ones after it where arguments are packed. */
function shiftProblem({ item, declaration }: FunctionContext, { zig, ts }: Pick<Sides, "zig" | "ts">, index: number): ValueProblem | null {
  const shift = stackShift(
    { side: zig, types: item.params.map(({ type }) => type) },
    { side: ts, types: (declaration.params ?? []).map(({ type }) => type) },
  );
  if (shift?.cause !== index) return null;
  const victim = item.params[shift.victim]?.name ?? `parameter ${String(shift.victim)}`;
  return { harm: "breaks", text: `arguments on the stack are packed there, and from \`${victim}\` on they are read from the wrong place` };
}

function resultIssues(context: FunctionContext): readonly Issue[] {
  const { item, declaration, sides } = context;
  const declared = declaration.returns;
  const found = onTargets(sides, ({ zig, ts }) =>
    returnedValue({ zig, zigType: item.returns, ts, tsType: declared.type, name: "the result" }),
  );
  const place = { zig: zigSite(item, item.span, item.returnsText), ts: tsSite(declaration, declared.span, declared.text) };
  if (found === null)
    return [...callbackIssues(context, item.returns, declared, place), ...pointeeIssues(context, item.returns, declared, place)];
  const says = declared.text === "" ? "declares no result" : `says ${saidText(declared)}`;
  const message = `Zig returns ${item.returnsText}, the declaration ${says}: ${found.problem.text}`;
  return [issueOf(context, "abi/return-type", found, { message, ...place })];
}
