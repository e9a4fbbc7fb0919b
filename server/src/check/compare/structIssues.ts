import type { Container } from "../../model/decls.ts";
import type { Issue } from "../../model/issue.ts";
import { severityOf, whereText, type Sides } from "./findings.ts";
import { compareStructs, type StructProblem } from "./structs.ts";

/** A struct and its mirror on all targets; `symbol` is the function that they were found by. */
export function structIssues(sides: readonly Sides[], zigStruct: Container, tsStruct: Container, symbol: string | null): readonly Issue[] {
  const byText = new Map<string, { readonly problem: StructProblem; readonly triples: string[] }>();
  for (const { target, zig, ts } of sides) {
    for (const problem of compareStructs(zig, zigStruct, ts, tsStruct)) {
      const key = `${problem.code} ${problem.text}`;
      const same = byText.get(key);
      if (same === undefined) byText.set(key, { problem, triples: [target.triple] });
      else same.triples.push(target.triple);
    }
  }
  return [...byText.values()].map(({ problem, triples }) => ({
    code: problem.code,
    severity: severityOf(problem.harm, triples.length, sides.length),
    targets: triples,
    ...(symbol === null ? {} : { symbol }),
    message: problem.text + whereText(triples, sides.length),
    zig: { span: problem.zigSpan, text: zigStruct.name },
    ts: { span: problem.tsSpan, text: tsStruct.name },
  }));
}
