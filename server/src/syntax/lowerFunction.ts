import type { FunctionExport, Param } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import type { Type } from "../model/types.ts";
import { spanOf } from "./lines.ts";
import type { FunctionOutline, ParamOutline } from "./outline.ts";
import type { Scope } from "./scopes.ts";
import { foldedText } from "./tokens.ts";
import { callconvOf } from "./typeOfExpr.ts";
import { exprAt, unknownValue, type Env, type Evaluator } from "./values.ts";

export interface FunctionSite {
  /** The container that declares the function. */
  readonly scope: Scope;
  readonly outline: FunctionOutline;
  readonly symbol: string;
  readonly span: Span;
  readonly source: "export" | "@export";
}

/** An exported function. A generic one has no C form: that becomes an issue and the export's `unknown`. */
export function lowerFunction(evaluator: Evaluator, site: FunctionSite, issues: Issue[]): FunctionExport {
  const { scope, outline, symbol, span, source } = site;
  const env = { scope, blocks: [] };
  const params = outline.params.map((param) => lowerParam(evaluator, param, env));
  const returns: Type =
    outline.returns === null ? unknownValue("no return type is written") : evaluator.typeOf(exprAt(outline.returns, env), env);
  const generic = genericReason(params, returns);
  if (generic !== null) issues.push(genericIssue(site, generic));
  const convention = outline.callconv === null ? null : callconvOf(evaluator, exprAt(outline.callconv, env), env);
  return {
    kind: "fn",
    symbol,
    span,
    container: scope.parent === null ? null : scope.name,
    isPub: outline.isPub,
    doc: outline.doc,
    unknown: outline.isBroken ? "its declaration has a syntax error" : generic,
    params,
    returns,
    returnsText: outline.returns === null ? "" : foldedText(scope.file.text, outline.returns),
    callconv: convention ?? (source === "export" || outline.linkage !== null ? "c" : "zig"),
    isVariadic: outline.isVariadic,
    source,
  };
}

function lowerParam(evaluator: Evaluator, param: ParamOutline, env: Env): Param {
  return {
    name: param.name,
    type: evaluator.typeOf(exprAt(param.type, env), env),
    text: foldedText(env.scope.file.text, param.type),
    span: spanOf(env.scope.file, param.type),
    isComptime: param.isComptime,
  };
}

function genericReason(params: readonly Param[], returns: Type): string | null {
  for (const [index, param] of params.entries()) {
    const name = param.name ?? `parameter ${index + 1}`;
    if (param.isComptime) return `${name} is a comptime parameter`;
    if (param.type.kind === "comptime") return `${name} is ${param.type.name}, which exists only at compile time`;
  }
  return returns.kind === "comptime" ? `it returns ${returns.name}, which exists only at compile time` : null;
}

function genericIssue(site: FunctionSite, reason: string): Issue {
  const message = `${site.symbol} cannot be called from outside: ${reason}. Export a wrapper that fixes the types.`;
  return { code: "zig/generic-export", severity: "error", message, symbol: site.symbol, zig: { span: site.span, text: site.outline.name } };
}
