import { alignParams } from "../compare/alignment.ts";
import { onTargets, sidesOf, type Sides } from "../compare/findings.ts";
import { passedValue } from "../compare/values.ts";
import type { FunctionExport, Param } from "../../model/decls.ts";
import type { Declaration, DeclaredType } from "../../model/declarations.ts";
import { parseTarget } from "../../model/target.ts";
import { additionFix } from "./definitionFix.ts";
import type { Edit, Fix } from "./edit.ts";
import { inserted, itemText, readList, withoutItems, type ListText } from "./listText.ts";
import { exportOf } from "./places.ts";
import { agreed, type FixRequest } from "./request.ts";
import { samplesOf, typeExpression } from "./spelling.ts";
import { replacedType } from "./typeFix.ts";
import { wordOf } from "./words.ts";

/** Puts in what a parameter list lacks, and takes out what is too much. What is right stays as its author wrote it. */
export function countFix(request: FixRequest, item: FunctionExport, declaration: Declaration): Fix | null {
  const title = `Correct the parameters of ${declaration.symbol}`;
  if (declaration.paramList === null) return declaration.params?.length === 0 ? additionFix(request, item, declaration) : null;
  const edits = agreed(request, declaration, (other) => {
    const own = exportOf(request.module, other.symbol);
    return own?.kind === "fn" ? listEdits(request, own, other) : null;
  });
  return edits === null ? null : { title, edits };
}

function listEdits(request: FixRequest, item: FunctionExport, declaration: Declaration): readonly Edit[] | null {
  const { paramList, params } = declaration;
  const { module, table, issue } = request;
  const text = paramList === null ? undefined : request.textOf(paramList.file);
  const sides = sidesOf(
    module,
    table,
    (issue.targets ?? []).flatMap((triple) => parseTarget(triple) ?? []),
  );
  const [first] = sides;
  if (paramList === null || params === null || text === undefined || first === undefined) return null;
  const list = readList(text, paramList);
  if (list === null || params.length === item.params.length || !isListOf(list, params)) return null;
  const match = alignParams(first, item.params, params);
  const context: CountContext = { request, item, declaration, params, list, match };
  const changed = params.length < item.params.length ? insertions(context) : removals(context);
  return changed === null ? null : [...changed, ...corrections(context, sides)];
}

interface CountContext {
  readonly request: FixRequest;
  readonly item: FunctionExport;
  readonly declaration: Declaration;
  readonly params: readonly DeclaredType[];
  readonly list: ListText;
  /** For each parameter of Zig's the index of the declared one, or null. */
  readonly match: readonly (number | null)[];
}

function isListOf(list: ListText, params: readonly DeclaredType[]): boolean {
  return isVoidList(list)
    ? params.length === 0
    : list.items.length === params.length && !list.items.some((_, i) => itemText(list, i).startsWith("..."));
}

/** C's `f(void)`. */
function isVoidList(list: ListText): boolean {
  return isPrototype(list) && list.items.length === 1 && itemText(list, 0) === "void";
}

function isPrototype({ text, span }: ListText): boolean {
  return text[span.start] === "(";
}

function insertions(context: CountContext): readonly Edit[] | null {
  const { item, list, match } = context;
  const groups = new Map<number, string[]>();
  let at = 0;
  for (const [i, param] of item.params.entries()) {
    const declared = match[i];
    if (declared !== null && declared !== undefined) {
      at = declared + 1;
      continue;
    }
    const text = paramText(context, param, i);
    if (text === null) return null;
    groups.set(at, [...(groups.get(at) ?? []), text]);
  }
  const all = [...groups];
  if (isVoidList(list)) return [{ span: list.span, text: `(${all.flatMap(([, texts]) => texts).join(", ")})` }];
  return all.flatMap(([index, texts]) => inserted(list, index, texts));
}

function removals({ list, match, params }: CountContext): readonly Edit[] {
  const runs: [number, number][] = [];
  for (const index of params.keys()) {
    if (match.includes(index)) continue;
    const last = runs.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs.flatMap(([first, last]) => withoutItems(list, first, last));
}

/** Of the parameters that are there, those that are wrong: nobody told of them while their number was wrong. */
function corrections({ request, item, declaration, params, match }: CountContext, sides: readonly Sides[]): readonly Edit[] {
  return item.params.flatMap(({ type }, i) => {
    const declared = params[match[i] ?? -1];
    if (declared === undefined) return [];
    const found = onTargets(sides, ({ zig, ts }) => passedValue({ zig, zigType: type, ts, tsType: declared.type, name: "" }));
    return found === null || found.problem.harm === "differs" ? [] : (replacedType(request, declaration, declared, type) ?? []);
  });
}

function paramText({ request, declaration, params, list }: CountContext, { type, name }: Param, index: number): string | null {
  const { module, table } = request;
  if (!isPrototype(list)) {
    const place = { module, table, file: list.span.file, text: list.text, samples: samplesOf(declaration) };
    return typeExpression(place, type);
  }
  const word = wordOf({ containers: module.containers, dialect: table.dialect }, type);
  const isNamed = params.length === 0 || params.some((param) => param.name !== null);
  return word === null ? null : isNamed ? namedParam(word, name, index) : word;
}

/** `uint8_t *buf`. What C would take for a type is no name. */
export function namedParam(word: string, name: string | null, index: number): string {
  const isName =
    name !== null &&
    /^[A-Za-z_]\w*$/.test(name) &&
    !/^(?:const|un|)signed$|^(?:const|void|bool|char|short|int|long|float|double|struct|union|enum)$|_t$/.test(name);
  return word + (word.endsWith("*") ? "" : " ") + (isName ? name : `arg${String(index)}`);
}
