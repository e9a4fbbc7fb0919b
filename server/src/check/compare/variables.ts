import type { Export, VariableExport } from "../../model/decls.ts";
import type { Declaration } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import { saidText, severityOf, tsSite, whereText, onTargets, type Sides } from "./findings.ts";
import { shapeOf, type Shape, type Side } from "./shape.ts";
import type { ValueProblem } from "./values.ts";

/** A declaration and an export of which one at least is a variable: Deno's `{ type: ".." }` reads one. */
export function variableIssues(sides: readonly Sides[], item: Export, declaration: Declaration): readonly Issue[] {
  if (declaration.kind === "fn") return item.kind === "fn" ? [] : [notAFunction(item, declaration)];
  const { type, text } = declaration.returns;
  const [first] = sides;
  // An address of anything, and a type that nobody wrote.
  if (first === undefined || text === "" || ["pointer", "unknown"].includes(shapeOf(first.ts, type).kind)) return [];
  return item.kind === "fn" ? [notAVariable(item, declaration)] : contentIssues(sides, item, declaration);
}

function notAFunction({ symbol, span, typeText }: VariableExport, declaration: Declaration): Issue {
  return {
    code: "abi/param-type",
    severity: "error",
    symbol,
    message: `${symbol} is a variable of type ${typeText} in Zig, and is declared as a function: calling it runs data as code`,
    zig: { span, text: typeText },
    ts: { span: declaration.span, text: symbol },
  };
}

function notAVariable({ symbol, span }: Export, declaration: Declaration): Issue {
  const { returns } = declaration;
  return {
    code: "abi/param-type",
    severity: "error",
    symbol,
    message: `${symbol} is a function in Zig, and is declared as a variable of type ${saidText(returns)}: what is read is its machine code`,
    zig: { span, text: symbol },
    ts: tsSite(declaration, returns.span, returns.text),
  };
}

function contentIssues(sides: readonly Sides[], item: VariableExport, declaration: Declaration): readonly Issue[] {
  const { returns } = declaration;
  const found = onTargets(sides, ({ zig, ts }) =>
    contentProblem({ side: zig, shape: shapeOf(zig, item.type) }, { side: ts, shape: shapeOf(ts, returns.type) }),
  );
  if (found === null) return [];
  const { problem, triples } = found;
  const where = whereText(triples, sides.length);
  return [
    {
      code: "abi/return-type",
      severity: severityOf(problem.harm, triples.length, sides.length),
      targets: triples,
      symbol: item.symbol,
      message: `${item.symbol}: Zig has a variable of type ${item.typeText}, the declaration says ${saidText(returns)}: ${problem.text}${where}`,
      zig: { span: item.span, text: item.typeText },
      ts: tsSite(declaration, returns.span, returns.text),
    },
  ];
}

interface Content {
  readonly side: Side;
  readonly shape: Shape;
}

/** The program reads memory: nothing is converted on the way. */
function contentProblem(zig: Content, ts: Content): ValueProblem | null {
  const [ours, theirs] = [bitsOf(zig), bitsOf(ts)];
  if (ours === null || theirs === null) return null;
  if (theirs > ours) return { harm: "breaks", text: `${bytes(theirs)} are read, and it has only ${bytes(ours)}` };
  if (theirs < ours) return { harm: "breaks", text: `only ${String(Math.ceil(theirs / 8))} of its ${bytes(ours)} are read` };
  if ((zig.shape.kind === "float") !== (ts.shape.kind === "float"))
    return { harm: "breaks", text: "the bits of a float are taken for those of an integer, or the other way round" };
  const isTurned = zig.shape.kind === "int" && ts.shape.kind === "int" && zig.shape.signed !== ts.shape.signed;
  return isTurned ? { harm: "differs", text: "values with the highest bit set change their meaning" } : null;
}

function bitsOf({ side, shape }: Content): number | null {
  switch (shape.kind) {
    case "bool":
      return 8;
    case "int":
    case "float":
      return shape.bits;
    case "pointer":
      return side.layouts.target.pointerBits;
    case "struct":
      return shape.size * 8;
    default:
      return null;
  }
}

function bytes(bits: number): string {
  const count = Math.ceil(bits / 8);
  return count === 1 ? "1 byte" : `${String(count)} bytes`;
}
