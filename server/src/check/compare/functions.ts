import type { Container, FunctionExport, FfiModule } from "../../model/decls.ts";
import type { Declaration, DeclarationTable, DeclaredType } from "../../model/declarations.ts";
import type { Issue, IssueCode, Severity, Site } from "../../model/issue.ts";
import type { Target } from "../../model/target.ts";
import { typeText } from "../../model/typeText.ts";
import type { FunctionType, Type } from "../../model/types.ts";
import { mirrorSide, shapeOf, sideOf, type Side } from "./shape.ts";
import { compareStructs } from "./structs.ts";
import { passedValue, returnedValue, type Harm, type ValueProblem } from "./values.ts";

/** Both sides of a table on each target. */
export interface Sides {
  readonly target: Target;
  readonly zig: Side;
  readonly ts: Side;
}

export function sidesOf(
  module: FfiModule,
  table: Pick<DeclarationTable, "containers" | "span">,
  targets: readonly Target[],
): readonly Sides[] {
  return targets.map((target) => ({ target, zig: sideOf(module, target), ts: mirrorSide(table.span.file, table.containers, target) }));
}

/** One declaration against its export. */
export function compareFunction(
  module: FfiModule,
  sides: readonly Sides[],
  item: FunctionExport,
  declaration: Declaration,
): readonly Issue[] {
  const context: Context = { module, sides, item, declaration };
  const { params } = declaration;
  const isCountWrong = params !== null && params.length !== item.params.length && !item.isVariadic && !declaration.isVariadic;
  if (isCountWrong) return [countIssue(context, params), ...resultIssues(context)];
  return [...(params ?? []).flatMap((param, index) => paramIssues(context, param, index)), ...resultIssues(context)];
}

interface Context {
  readonly module: FfiModule;
  readonly sides: readonly Sides[];
  readonly item: FunctionExport;
  readonly declaration: Declaration;
}

function countIssue({ item, declaration, sides }: Context, params: readonly DeclaredType[]): Issue {
  const list = item.params.map(({ name, text }) => `${name ?? "_"}: ${text}`).join(", ");
  const missing = item.params.slice(params.length).map(({ name }, i) => name ?? `parameter ${String(params.length + i)}`);
  const what =
    missing.length > 0
      ? `${missing.map((name) => `\`${name}\``).join(", ")} will be whatever happens to lie in the register`
      : "the further arguments never arrive";
  return {
    code: "abi/param-count",
    severity: missing.length > 0 ? "error" : "warning",
    targets: sides.map(({ target }) => target.triple),
    symbol: item.symbol,
    message: `${item.symbol} takes ${countText(item.params.length)} (${list}), and ${String(params.length)} ${params.length === 1 ? "is" : "are"} declared: ${what}`,
    zig: { span: item.span, text: list },
    ts: tsSite(declaration, declaration.paramList, params.map(({ text }) => text).join(", ")),
  };
}

function countText(count: number): string {
  return count === 1 ? "1 parameter" : `${String(count)} parameters`;
}

function paramIssues(context: Context, declared: DeclaredType, index: number): readonly Issue[] {
  const { item, declaration, sides } = context;
  const param = item.params[index];
  if (param === undefined) return [];
  const name = param.name ?? `parameter ${String(index)}`;
  const found = onTargets(sides, ({ zig, ts }) => passedValue({ zig, zigType: param.type, ts, tsType: declared.type, name }));
  const place = {
    parameter: name,
    index,
    zig: { span: param.span, text: param.text },
    ts: tsSite(declaration, declared.span, declared.text),
  };
  if (found !== null)
    return [
      issueOf(context, "abi/param-type", found, {
        message: `parameter ${name}: Zig takes ${param.text}, the declaration says ${declared.text}: ${found.problem.text}`,
        ...place,
      }),
    ];
  return [...callbackIssues(context, param.type, declared, place), ...pointeeIssues(context, param.type, declared, place)];
}

function resultIssues(context: Context): readonly Issue[] {
  const { item, declaration, sides } = context;
  const declared = declaration.returns;
  const found = onTargets(sides, ({ zig, ts }) =>
    returnedValue({ zig, zigType: item.returns, ts, tsType: declared.type, name: "the result" }),
  );
  const place = { zig: { span: item.span, text: item.returnsText }, ts: tsSite(declaration, declared.span, declared.text) };
  if (found === null) return pointeeIssues(context, item.returns, declared, place);
  const says = declared.text === "" ? "declares no result" : `says ${declared.text}`;
  return [
    issueOf(context, "abi/return-type", found, {
      message: `Zig returns ${item.returnsText}, the declaration ${says}: ${found.problem.text}`,
      ...place,
    }),
  ];
}

interface Place {
  readonly zig: Site;
  readonly ts: Site;
  readonly parameter?: string;
  readonly index?: number;
}

interface OnTargets {
  readonly problem: ValueProblem;
  readonly triples: readonly string[];
  readonly isEverywhere: boolean;
}

const harms: readonly Harm[] = ["breaks", "loses", "differs"];

/** The worst of all targets, with those that have it. */
function onTargets(sides: readonly Sides[], compare: (sides: Sides) => ValueProblem | null): OnTargets | null {
  const found = sides.flatMap((each) => {
    const problem = compare(each);
    return problem === null ? [] : [{ problem, triple: each.target.triple }];
  });
  for (const harm of harms) {
    const worst = found.filter(({ problem }) => problem.harm === harm);
    const [first] = worst;
    if (first !== undefined)
      return { problem: first.problem, triples: worst.map(({ triple }) => triple), isEverywhere: worst.length === sides.length };
  }
  return null;
}

function severityOf(harm: Harm, isEverywhere: boolean): Severity {
  if (harm === "differs") return "information";
  return harm === "breaks" && isEverywhere ? "error" : "warning";
}

function issueOf(context: Context, code: IssueCode, found: OnTargets, { message, ...place }: Place & { readonly message: string }): Issue {
  const where = found.isEverywhere ? "" : ` (on ${found.triples.join(", ")})`;
  return {
    code,
    severity: severityOf(found.problem.harm, found.isEverywhere),
    targets: found.triples,
    symbol: context.item.symbol,
    message: `${context.item.symbol}: ${message}${where}`,
    ...place,
  };
}

/** What a pointer leads to, where both sides say it: structs by their layout, numbers by their width. */
function pointeeIssues(context: Context, zigType: Type, declared: DeclaredType, place: Place): readonly Issue[] {
  const { sides, item } = context;
  const [first] = sides;
  if (first === undefined) return [];
  const zigItem = pointeeOrSelf(first.zig, zigType);
  const tsItem = pointeeOrSelf(first.ts, declared.type);
  if (zigItem === null || tsItem === null) return [];
  const zigStruct = containerOf(first.zig, zigItem);
  const tsStruct = containerOf(first.ts, tsItem);
  if (zigStruct !== undefined && tsStruct !== undefined) return structIssues(sides, zigStruct, tsStruct, item.symbol);
  if (zigStruct !== undefined || tsStruct !== undefined) return [];
  if (shapeOf(first.zig, zigType).kind !== "pointer") return [];
  const found = onTargets(sides, (each) => pointeeWidth(each, zigItem, tsItem));
  if (found === null) return [];
  const message = `${place.parameter === undefined ? "the result" : `parameter ${place.parameter}`}: Zig has a pointer to ${typeText(context.module, zigItem)}, the declaration says ${declared.text}: ${found.problem.text}`;
  return [issueOf(context, place.parameter === undefined ? "abi/return-type" : "abi/param-type", found, { message: message, ...place })];
}

function pointeeOrSelf(side: Side, type: Type): Type | null {
  const shape = shapeOf(side, type);
  if (shape.kind === "pointer") return shape.pointee;
  return shape.kind === "struct" ? type : null;
}

function containerOf(side: Side, type: Type): Container | undefined {
  const container = type.kind === "named" ? side.containers.get(type.id) : undefined;
  return container?.kind === "struct" || container?.kind === "union" ? container : undefined;
}

function pointeeWidth({ zig, ts }: Sides, zigItem: Type, tsItem: Type): ValueProblem | null {
  const ours = shapeOf(zig, zigItem);
  const theirs = shapeOf(ts, tsItem);
  const bits = (shape: typeof ours): number | null =>
    shape.kind === "int" || shape.kind === "float"
      ? shape.bits
      : shape.kind === "bool"
        ? 8
        : shape.kind === "pointer"
          ? zig.layouts.target.pointerBits
          : null;
  const [zigBits, tsBits] = [bits(ours), bits(theirs)];
  // A pointer to bytes is how memory of any kind is declared.
  if (zigBits === null || tsBits === null || zigBits === tsBits || tsBits === 8) return null;
  const text =
    zigBits > tsBits
      ? `Zig reads and writes ${String(zigBits / 8)} bytes an item, ${String(tsBits / 8)} are there`
      : `items are ${String(tsBits / 8)} bytes apart here and ${String(zigBits / 8)} in Zig`;
  return { harm: "breaks", text };
}

export function structIssues(sides: readonly Sides[], zigStruct: Container, tsStruct: Container, symbol: string | null): readonly Issue[] {
  const byText = new Map<string, { issue: Issue; triples: string[] }>();
  for (const { target, zig, ts } of sides) {
    for (const problem of compareStructs(zig, zigStruct, ts, tsStruct)) {
      const key = `${problem.code} ${problem.text}`;
      const known = byText.get(key);
      if (known !== undefined) known.triples.push(target.triple);
      else {
        const issue: Issue = {
          code: problem.code,
          severity: problem.harm === "breaks" ? "error" : "warning",
          message: problem.text,
          ...(symbol === null ? {} : { symbol }),
          zig: { span: problem.zigSpan, text: zigStruct.name },
          ts: { span: problem.tsSpan, text: tsStruct.name },
        };
        byText.set(key, { issue, triples: [target.triple] });
      }
    }
  }
  return [...byText.values()].map(({ issue, triples }) => ({
    ...issue,
    targets: triples,
    severity: triples.length < sides.length ? ("warning" as const) : issue.severity,
  }));
}

/** A callback's own signature: here Zig passes and the script returns. */
function callbackIssues(context: Context, zigType: Type, declared: DeclaredType, place: Place): readonly Issue[] {
  const zigFn = functionBehind(zigType);
  const tsFn = functionBehind(declared.type);
  if (zigFn === null || tsFn === null) return [];
  const at = declared.callback === undefined ? place : { ...place, ts: declared.callback };
  const name = place.parameter ?? "callback";
  if (zigFn.params.length !== tsFn.params.length) {
    const problem: ValueProblem = { harm: tsFn.params.length > zigFn.params.length ? "breaks" : "loses", text: "" };
    const found = { problem, triples: context.sides.map(({ target }) => target.triple), isEverywhere: true };
    return [
      issueOf(context, "abi/callback", found, {
        message: `callback ${name}: Zig calls it with ${countText(zigFn.params.length)}, ${String(tsFn.params.length)} are declared`,
        ...at,
      }),
    ];
  }
  const issues = zigFn.params.flatMap((param, i): readonly Issue[] => {
    const tsType = tsFn.params[i]?.type;
    if (tsType === undefined) return [];
    // Zig gives it and the script reads it: as with a result.
    const found = onTargets(context.sides, ({ zig, ts }) =>
      returnedValue({ zig, zigType: param.type, ts, tsType, name: `its parameter ${param.name ?? String(i)}` }),
    );
    const text = `callback ${name}, parameter ${param.name ?? String(i)}: Zig passes ${typeText(context.module, param.type)}`;
    return found === null ? [] : [issueOf(context, "abi/callback", found, { message: `${text}: ${found.problem.text}`, ...at })];
  });
  const result = onTargets(context.sides, ({ zig, ts }) => callbackResult(zig, zigFn.returns, ts, tsFn.returns));
  if (result === null) return issues;
  const text = `callback ${name}: Zig expects ${typeText(context.module, zigFn.returns)} back: ${result.problem.text}`;
  return [...issues, issueOf(context, "abi/callback", result, { message: text, ...at })];
}

function callbackResult(zig: Side, zigType: Type, ts: Side, tsType: Type): ValueProblem | null {
  const [ours, theirs] = [shapeOf(zig, zigType), shapeOf(ts, tsType)];
  if (ours.kind === "void") return null;
  if (theirs.kind === "void" && ours.kind !== "unknown")
    return { harm: "breaks", text: "it returns nothing, and Zig reads whatever the register holds" };
  return passedValue({ zig, zigType, ts, tsType, name: "its result" });
}

function functionBehind(type: Type): FunctionType | null {
  const pointer = type.kind === "optional" ? type.child : type;
  return pointer.kind === "pointer" && pointer.pointee.kind === "fn" ? pointer.pointee : null;
}

/** Where nothing is written (a missing `returns`), the declaration's name. */
function tsSite(declaration: Declaration, span: Declaration["paramList"], text: string): Site {
  return span === null || span.start === span.end ? { span: declaration.span, text } : { span, text };
}
