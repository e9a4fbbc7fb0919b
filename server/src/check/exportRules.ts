import type { FunctionExport } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import { illegalType, type Illegal, type LegalityContext } from "./externLegality.ts";

/** Parameters, results and variables that the compiler refuses in an export, with what to write instead. */
export function* exportRules(context: LegalityContext): Generator<Issue> {
  const { module } = context;
  const generic = new Set(module.issues.filter(({ code }) => code === "zig/generic-export").map(({ symbol }) => symbol));
  for (const item of module.exports) {
    if (generic.has(item.symbol)) continue;
    if (item.kind === "fn") yield* functionIssues(context, item);
    else {
      const problem = illegalType(context, item.type, "variable");
      if (problem !== null) yield issue(item.symbol, problem, { span: item.span, text: item.typeText, what: "variable" });
    }
  }
}

function* functionIssues(context: LegalityContext, item: FunctionExport): Generator<Issue> {
  for (const [index, param] of item.params.entries()) {
    if (param.isComptime) continue;
    const problem = illegalType(context, param.type, "parameter");
    if (problem === null) continue;
    const what = `parameter ${param.name ?? String(index)}`;
    yield issue(item.symbol, problem, { span: param.span, text: param.text, what, parameter: param.name ?? undefined, index });
  }
  const problem = illegalType(context, item.returns, "result");
  if (problem !== null) yield issue(item.symbol, problem, { span: item.span, text: item.returnsText, what: "result" });
}

interface Place {
  readonly span: Span;
  readonly text: string;
  readonly what: string;
  readonly parameter?: string | undefined;
  readonly index?: number;
}

function issue(symbol: string, problem: Illegal, place: Place): Issue {
  return {
    code: problem.code,
    severity: "error",
    symbol,
    message: `${symbol}: ${place.what} of type ${place.text} ${problem.message}`,
    zig: { span: place.span, text: place.text },
    ...(place.parameter === undefined ? {} : { parameter: place.parameter }),
    ...(place.index === undefined ? {} : { index: place.index }),
  };
}
