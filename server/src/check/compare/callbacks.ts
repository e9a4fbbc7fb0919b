import type { DeclaredType } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import { typeText } from "../../model/typeText.ts";
import type { FunctionType, Type } from "../../model/types.ts";
import { countText, issueOf, onTargets, type FunctionContext, type OnTargets, type Place, type Sides } from "./findings.ts";
import { shapeOf } from "./shape.ts";
import { passedValue, returnedValue, type ValueProblem } from "./values.ts";

/** A callback's own signature, where both sides say it: here Zig passes and the script returns. */
export function callbackIssues(context: FunctionContext, zigType: Type, declared: DeclaredType, place: Place): readonly Issue[] {
  const zig = functionBehind(zigType);
  const ts = functionBehind(declared.type);
  if (zig === null || ts === null) return [];
  const name = place.parameter ?? "the result";
  const at = declared.callback === undefined ? place : { ...place, ts: { ...declared.callback, name: context.declaration.span } };
  const report = (found: OnTargets | null, message: string): readonly Issue[] =>
    found === null
      ? []
      : [issueOf(context, "abi/callback", found, { message: `callback ${name}${message}: ${found.problem.text}`, ...at })];
  if (zig.params.length !== ts.params.length) return report(everywhere(context, countProblem(zig, ts)), "");
  const params = zig.params.flatMap((param, i) => {
    const tsType = ts.params[i]?.type;
    if (tsType === undefined) return [];
    const label = param.name ?? String(i);
    // Zig gives it and the script reads it: as with a result.
    const found = onTargets(context.sides, (sides) =>
      returnedValue({ zig: sides.zig, zigType: param.type, ts: sides.ts, tsType, name: `its parameter ${label}` }),
    );
    return report(found, `, parameter ${label}: Zig passes ${typeText(context.module, param.type)}`);
  });
  const result = onTargets(context.sides, (sides) => resultProblem(sides, zig.returns, ts.returns));
  return [...params, ...report(result, `: Zig expects ${typeText(context.module, zig.returns)} back`)];
}

export function functionBehind(type: Type): FunctionType | null {
  const pointer = type.kind === "optional" ? type.child : type;
  return pointer.kind === "pointer" && pointer.pointee.kind === "fn" ? pointer.pointee : null;
}

function countProblem(zig: FunctionType, ts: FunctionType): ValueProblem {
  const counts = `Zig calls it with ${countText(zig.params.length)}, ${String(ts.params.length)} ${ts.params.length === 1 ? "is" : "are"} declared`;
  return ts.params.length > zig.params.length
    ? { harm: "breaks", text: `${counts}: the last ones are whatever happens to lie in the registers` }
    : // The C ABI lets a function ignore its last arguments.
      { harm: "differs", text: `${counts}: the others never arrive` };
}

function everywhere({ sides }: FunctionContext, problem: ValueProblem): OnTargets {
  return { problem, triples: sides.map(({ target }) => target.triple), elsewhere: null };
}

function resultProblem({ zig, ts }: Sides, zigType: Type, tsType: Type): ValueProblem | null {
  const [ours, theirs] = [shapeOf(zig, zigType), shapeOf(ts, tsType)];
  if (ours.kind === "void") return null;
  if (theirs.kind === "void" && ours.kind !== "unknown")
    return { harm: "breaks", text: "it returns nothing, and Zig reads whatever the register holds" };
  return passedValue({ zig, zigType, ts, tsType, name: "its result" });
}
