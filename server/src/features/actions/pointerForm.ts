import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { FfiModule, FunctionExport } from "../../model/decls.ts";
import type { Type } from "../../model/types.ts";
import { tokenize } from "../../syntax/tokens.ts";
import { functionAt, signatureEnd } from "../zigSymbol.ts";
import {
  editOf,
  fixed,
  insertion,
  issuesAt,
  lineOf,
  type ActionContext,
  type OffsetEdit,
  arePlain,
  unusedLocal,
  unusedName,
} from "./actionContext.ts";
import { functionUses, type FunctionPlace } from "./functionUses.ts";
import { parameterUses } from "./parameterUses.ts";

/**
 * For values that Zig or koffi passes wrongly or not at all: `v: V` -> `v: *const V` in the function itself, where nobody else calls it, and
 * a further function that takes pointers and is exported instead, which leaves the function and its callers as they are.
 */
export function passByPointer(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot } = context;
  return issuesAt(context, ["abi/by-value-compiler-bug", "ffi/by-value-unsupported"]).flatMap(({ project, issue }): CodeAction[] => {
    const { module } = project.analysis();
    const item = module.exports.find(({ symbol }) => symbol === issue.symbol);
    const fn = item === undefined ? undefined : functionAt(file, item.span.start);
    if (item?.kind !== "fn" || fn?.linkage !== "export") return [];
    const change = changeOf(module, item, { file, fn });
    if (change === null) return [];
    const others = [...change.params.map(({ name }) => name), ...(change.isResultPassed ? ["the result"] : [])].join(", ");
    const uses = functionUses(snapshot, context.projects, { file, fn });
    // Without `export` it would have another calling convention, which matters to more than calls.
    const canBeWrapped = !uses.some((use) => use.kind === "other");
    const own = change.isResultPassed || uses.length > 0 ? null : ownEdits(change);
    const name = unusedName(file.text, /[a-z][A-Z]/.test(fn.name) ? `${fn.name}Ptr` : `${fn.name}_ptr`);
    const kind = CodeActionKind.QuickFix;
    const wrapper = `Export ${name}, with ${others} by pointer, instead of ${fn.name}`;
    return [
      ...(own === null
        ? []
        : [
            {
              title: `Pass ${others} by pointer in ${fn.name}`,
              kind,
              ...fixed(context, issue),
              isPreferred: true,
              ...editOf(snapshot, file, own),
            },
          ]),
      ...(canBeWrapped ? [{ title: wrapper, kind, ...fixed(context, issue), ...editOf(snapshot, file, wrapperEdits(change, name)) }] : []),
    ];
  });
}

interface Param {
  readonly name: string;
  readonly type: string;
  readonly isPassed: boolean;
}

interface Change extends FunctionPlace {
  readonly all: readonly Param[];
  /** Those that become pointers. */
  readonly params: readonly Param[];
  readonly isResultPassed: boolean;
  readonly returns: string;
}

function changeOf(module: FfiModule, item: FunctionExport, { file, fn }: FunctionPlace): Change | null {
  const { text } = file;
  if (fn.isVariadic || fn.returns === null || text.charAt(signatureEnd(file, fn)) !== "{") return null;
  const all = fn.params.map(({ name, type }, i): Param | null => {
    const own = item.params[i];
    const isPlain = arePlain([fn.name, name], file, fn) && own !== undefined;
    return name !== null && isPlain ? { name, type: text.slice(type.start, type.end), isPassed: isPassedAsMemory(module, own.type) } : null;
  });
  const named = all.filter((param) => param !== null);
  const params = named.filter(({ isPassed }) => isPassed);
  const isResultPassed = isPassedAsMemory(module, item.returns);
  if (named.length < all.length || (params.length === 0 && !isResultPassed)) return null;
  return { file, fn, all: named, params, isResultPassed, returns: text.slice(fn.returns.start, fn.returns.end) };
}

/** Structs and unions, and numbers that other languages do not have. */
function isPassedAsMemory(module: FfiModule, type: Type): boolean {
  switch (type.kind) {
    case "named": {
      const container = module.containers.get(type.id);
      return (container?.kind === "struct" || container?.kind === "union") && container.layout === "extern";
    }
    case "int":
      return type.bits === 128;
    case "float":
      return type.bits !== 32 && type.bits !== 64;
    case "vector":
    case "longdouble":
      return true;
    default:
      return false;
  }
}

/** A pointer in place of each such parameter; members are reached through it as before, other uses take what it points to. */
function ownEdits({ file, fn, all, params, returns }: Change): readonly OffsetEdit[] | null {
  const names = new Set(params.map(({ name }) => name));
  const isNamed = (text: string): boolean => tokenize(text, { start: 0, end: text.length }).some((token) => names.has(token.text));
  // `@TypeOf(v)` would be another type.
  if ([returns, ...all.map(({ type }) => type)].some(isNamed)) return null;
  const types = fn.params.flatMap(({ name, type }): OffsetEdit[] =>
    name !== null && names.has(name) ? [insertion(type.start, "*const ")] : [],
  );
  const body = tokenize(file.text, { start: signatureEnd(file, fn), end: fn.end });
  const uses = params.map(({ name }) => parameterUses(body, name));
  if (uses.includes(null)) return null;
  const values = uses.flatMap((each) => each ?? []).flatMap((i) => (body[i + 1]?.text === "." ? [] : (body[i] ?? [])));
  return [...types, ...values.map((token) => insertion(token.end, ".*"))];
}

function wrapperEdits({ file, fn, all, isResultPassed, returns }: Change, name: string): readonly OffsetEdit[] {
  const { text } = file;
  const head = text.slice(fn.start, fn.nameRange.start);
  const keyword = /\bexport\s+/.exec(head);
  const start = fn.start + (keyword?.index ?? 0);
  const { indent } = lineOf(text, fn.start);
  const out = unusedLocal(file, fn, "out");
  const list = [
    ...all.map((param) => `${param.name}: ${param.isPassed ? "*const " : ""}${param.type}`),
    ...(isResultPassed ? [`${out}: *${returns}`] : []),
  ];
  const call = `${fn.name}(${all.map((param) => (param.isPassed ? `${param.name}.*` : param.name)).join(", ")})`;
  const statement = isResultPassed ? `${out}.* = ${call};` : returns === "void" ? `${call};` : `return ${call};`;
  const doc = (fn.doc?.text ?? "").split("\n").map((line) => (line === "" ? `${indent}///\n` : `${indent}/// ${line}\n`));
  const signature = `${head.trimEnd().startsWith("pub") ? "pub " : ""}export fn ${name}(${list.join(", ")}) ${isResultPassed ? "void" : returns}`;
  const wrapper = `\n\n${fn.doc === null ? "" : doc.join("")}${indent}${signature} {\n${indent}    ${statement}\n${indent}}`;
  return [{ range: { start, end: start + (keyword?.[0].length ?? 0) }, text: "" }, insertion(fn.end, wrapper)];
}
