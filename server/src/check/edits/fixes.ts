import type { FfiModule } from "../../model/decls.ts";
import type { Declaration, DeclarationTable } from "../../model/declarations.ts";
import type { Issue } from "../../model/issue.ts";
import type { Span } from "../../model/span.ts";
import { countFix } from "./countFix.ts";
import type { Fix } from "./edit.ts";
import { entryFix } from "./entryFix.ts";
import { declarationsAt, exportOf, findingPlaces } from "./places.ts";
import type { FixRequest } from "./request.ts";
import { symbolFix } from "./symbolFix.ts";
import { typeFix } from "./typeFix.ts";

/** How an issue of a hand-written declaration is put right; null where only its author can. */
export function fixOf(request: FixRequest): Fix | null {
  const { module, table, issue } = request;
  const item = exportOf(module, issue.symbol);
  const declaration = declarationOf(table, issue);
  if (issue.code === "abi/missing-symbol") return declaration === undefined ? null : symbolFix(request, declaration);
  if (item?.kind !== "fn") return null;
  if (issue.code === "abi/unbound-export") return entryFix(request, item);
  if (declaration === undefined) return null;
  switch (issue.code) {
    case "abi/param-type":
      return issue.index === undefined ? null : typeFix(request, item, declaration, issue.index);
    case "abi/return-type":
      return typeFix(request, item, declaration, null);
    case "abi/param-count":
      return countFix(request, item, declaration);
    default:
      return null;
  }
}

/** Whether an issue is about what stands in a table, or is missing there. */
export function concerns(issue: Issue, table: DeclarationTable, module: FfiModule): boolean {
  if (issue.code !== "abi/unbound-export") return declarationOf(table, issue) !== undefined;
  const isThere = issue.ts?.span.file === table.span.file && issue.ts.span.start === table.span.start;
  return isThere && exportOf(module, issue.symbol) !== undefined;
}

/** The declaration that an issue is about: one symbol may be declared several times, for several platforms. */
export function declarationOf(table: DeclarationTable, { symbol, ts }: Issue): Declaration | undefined {
  if (ts === undefined) return undefined;
  const isHere = ({ file, start, end }: Span): boolean => file === ts.span.file && start === ts.span.start && end === ts.span.end;
  return declarationsAt(table, ts.span).find((each) => each.symbol === symbol && findingPlaces(each).some(isHere));
}
