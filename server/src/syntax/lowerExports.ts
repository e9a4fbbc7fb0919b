import type { Export, VariableExport } from "../model/decls.ts";
import type { Issue } from "../model/issue.ts";
import type { Span } from "../model/span.ts";
import type { Type } from "../model/types.ts";
import type { Expr } from "./expr.ts";
import { spanOf } from "./lines.ts";
import { lowerFunction } from "./lowerFunction.ts";
import type { ComptimeOutline, ContainerOutline, ExportCall, Range, TypeOutline, VariableOutline } from "./outline.ts";
import type { LoadedFile } from "./program.ts";
import type { Scope } from "./scopes.ts";
import { foldedText } from "./tokens.ts";
import { exprAt, unknownValue, type Env, type Evaluator, type Value } from "./values.ts";

/** An export as found: symbols may repeat. */
export interface FoundExport {
  readonly export: Export;
  /** Whether it exists depends on a condition that only the compiler evaluates. */
  readonly isConditional: boolean;
}

/** All exports of one file in source order, at any depth outside function bodies. */
export function exportsOfFile(evaluator: Evaluator, loaded: LoadedFile, issues: Issue[]): readonly FoundExport[] {
  const collect: Collect = { evaluator, loaded, issues, found: [] };
  collectContainer(collect, loaded.scopes.root, loaded.isConditional);
  return collect.found;
}

interface Collect {
  readonly evaluator: Evaluator;
  readonly loaded: LoadedFile;
  readonly issues: Issue[];
  readonly found: FoundExport[];
}

function collectContainer(collect: Collect, scope: Scope, isConditional: boolean): void {
  const { evaluator, issues, found, loaded } = collect;
  for (const member of scope.outline.members) {
    switch (member.kind) {
      case "fn":
        if (member.linkage === "export") {
          const site = {
            scope,
            outline: member,
            symbol: member.name,
            span: spanOf(loaded.file, member.nameRange),
            source: "export",
          } as const;
          found.push({ export: lowerFunction(evaluator, site, issues), isConditional });
        }
        break;
      case "variable": {
        if (member.linkage === "export") {
          const env = { scope, blocks: [] };
          const site = { env, outline: member, symbol: member.name, span: spanOf(loaded.file, member.nameRange) };
          found.push({ export: lowerVariable(evaluator, site), isConditional });
        }
        collectInner(collect, member.type, isConditional);
        collectInner(collect, member.value, isConditional || !isPlainContainer(member));
        break;
      }
      case "field":
        collectInner(collect, member.type, isConditional);
        break;
      case "comptime":
        collectBlock(collect, { scope, blocks: [] }, { block: member, isConditional });
        break;
      case "using":
        break;
    }
  }
}

/** `struct {..}`, also when something is taken out of it (`struct {..}.f`): it is there in any case. */
function isPlainContainer(member: VariableOutline): boolean {
  return member.value?.containers.length === 1 && member.value.containers[0]?.start === member.value.start;
}

function collectInner(collect: Collect, type: TypeOutline | null, isConditional: boolean): void {
  for (const outline of type?.containers ?? []) collectOutline(collect, outline, isConditional);
}

function collectOutline(collect: Collect, outline: ContainerOutline, isConditional: boolean): void {
  const scope = collect.loaded.scopes.at.get(outline.start);
  if (scope !== undefined) collectContainer(collect, scope, isConditional);
}

interface BlockSite {
  readonly block: ComptimeOutline;
  readonly isConditional: boolean;
}

function collectBlock(collect: Collect, outer: Env, { block, isConditional }: BlockSite): void {
  const env = { scope: outer.scope, blocks: [...outer.blocks, block] };
  const parts = [
    ...block.exports.map((call) => ({ kind: "call", call, start: call.start }) as const),
    ...block.blocks.map((inner) => ({ kind: "block", inner, start: inner.start }) as const),
  ];
  for (const part of parts.sort((a, b) => a.start - b.start)) {
    if (part.kind === "block") collectBlock(collect, env, { block: part.inner, isConditional });
    else collectCall(collect, env, { call: part.call, isConditional: isConditional || part.call.isConditional });
  }
}

interface CallSite {
  readonly call: ExportCall;
  readonly isConditional: boolean;
}

function collectCall(collect: Collect, env: Env, { call, isConditional }: CallSite): void {
  const { evaluator, issues, found } = collect;
  const [target, options] = call.arguments;
  const name = options === undefined ? undefined : symbolOf(evaluator, exprAt(options, env), env);
  if (target === undefined || name === undefined) {
    issues.push(unknownExport(env, call, "its name is computed; only the built library shows it"));
    return;
  }
  const result = exportTarget(evaluator, exprAt(target, env), { env, name });
  if (typeof result === "string") issues.push(unknownExport(env, call, `what \`${name.symbol}\` stands for cannot be read: ${result}`));
  else
    found.push({
      export: result.kind === "fn" ? lowerFunction(evaluator, result.site, issues) : lowerVariable(evaluator, result.site),
      isConditional,
    });
}

interface Symbol {
  readonly symbol: string;
  readonly span: Span;
}

/** The `name` in `.{ .name = ".." }`, or in a constant that holds such options. */
function symbolOf(evaluator: Evaluator, options: Expr, env: Env): Symbol | undefined {
  const value = options.kind === "init" ? ({ kind: "init", items: options.items, env } as const) : evaluator.value(options, env);
  const item = value.kind === "init" ? value.items.find((candidate) => candidate.name === "name") : undefined;
  if (value.kind !== "init" || item === undefined) return undefined;
  const name = evaluator.value(item.value, value.env);
  if (name.kind !== "string") return undefined;
  const { start, end } = item.value;
  const range = item.value.kind === "string" ? { start: start + 1, end: end - 1 } : { start, end };
  return { symbol: name.value, span: spanOf(value.env.scope.file, range) };
}

interface TargetSite {
  readonly env: Env;
  readonly name: Symbol;
}

type Target =
  { readonly kind: "fn"; readonly site: Parameters<typeof lowerFunction>[1] } | { readonly kind: "variable"; readonly site: VariableSite };

/** What is exported (`&f`, or `f` before Zig 0.14), or why it cannot be known. */
function exportTarget(evaluator: Evaluator, expr: Expr, { env, name }: TargetSite): Target | string {
  const operand = expr.kind === "unary" && expr.operator === "&" ? expr.operand : expr;
  const value: Value = evaluator.value(operand, env);
  if (value.kind === "fn") return { kind: "fn", site: { scope: value.scope, outline: value.outline, ...name, source: "@export" } };
  const found = evaluator.declaration(operand, env);
  if (found?.declaration.kind === "variable" && found.env.blocks.length === 0) {
    return { kind: "variable", site: { env: found.env, outline: found.declaration, ...name } };
  }
  return value.kind === "unknown" ? value.reason : `\`${foldedText(env.scope.file.text, operand)}\` is neither a function nor a variable`;
}

function unknownExport(env: Env, call: Range, reason: string): Issue {
  const { file } = env.scope;
  const text = foldedText(file.text, call);
  const message = `This @export is left out: ${reason}.`;
  return { code: "zig/unknown-export", severity: "information", message, zig: { span: spanOf(file, call), text } };
}

interface VariableSite {
  /** The place of the declaration. */
  readonly env: Env;
  readonly outline: VariableOutline;
  readonly symbol: string;
  readonly span: Span;
}

function lowerVariable(evaluator: Evaluator, { env, outline, symbol, span }: VariableSite): VariableExport {
  const { scope } = env;
  return {
    kind: outline.isConst ? "const" : "var",
    symbol,
    span,
    container: scope.parent === null ? null : scope.name,
    isPub: outline.isPub,
    doc: outline.doc,
    unknown: outline.isBroken ? "its declaration has a syntax error" : null,
    type: variableType(evaluator, outline, env),
    typeText: outline.type === null ? "" : foldedText(scope.file.text, outline.type),
    isThreadlocal: outline.isThreadlocal,
  };
}

function variableType(evaluator: Evaluator, outline: VariableOutline, env: Env): Type {
  if (outline.type !== null) return evaluator.typeOf(exprAt(outline.type, env), env);
  const value = outline.value === null ? undefined : evaluator.value(exprAt(outline.value, env), env);
  if (value?.kind === "typed") return value.type;
  if (value?.kind === "int" && value.type !== null) return value.type;
  return unknownValue(`\`${outline.name}\` has no type written, and its value does not tell`);
}
