import type { FunctionExport } from "../../model/decls.ts";
import type { Declaration, DeclaredType } from "../../model/declarations.ts";
import type { Type } from "../../model/types.ts";
import { additionFix } from "./definitionFix.ts";
import type { Edit, Fix } from "./edit.ts";
import { exportOf } from "./places.ts";
import { agreed, type FixRequest } from "./request.ts";
import { samplesOf, typeExpression } from "./spelling.ts";
import { wordOf } from "./words.ts";

/** Another type for a parameter or the result of a declaration. `index` is null for the result. */
export function typeFix(request: FixRequest, item: FunctionExport, declaration: Declaration, index: number | null): Fix | null {
  const declared = index === null ? declaration.returns : declaration.params?.[index];
  if (declared === undefined) return null;
  if (declared.span.start === declared.span.end) return additionFix(request, item, declaration);
  const { file, start } = declared.span;
  const edits = agreed(request, declaration, (other) => {
    const [each, type] = partAt(request, other, file, start) ?? [];
    return each === undefined || type === undefined ? null : replacedType(request, other, each, type);
  });
  return edits === null ? null : { title: `Correct ${declaration.symbol}`, edits };
}

/** The part of a declaration that is written at a place, with what Zig says of it. */
function partAt(
  { module }: FixRequest,
  { symbol, params, returns }: Declaration,
  file: string,
  start: number,
): readonly [DeclaredType, Type] | undefined {
  const item = exportOf(module, symbol);
  if (item?.kind !== "fn") return undefined;
  const pairs: readonly (readonly [DeclaredType, Type | undefined])[] = [
    ...(params ?? []).map((param, i) => [param, item.params[i]?.type] as const),
    [returns, item.returns],
  ];
  const found = pairs.filter(([{ span }]) => span.file === file && span.start === start && span.end > start);
  const [first] = found;
  return first?.[1] === undefined || found.length > 1 ? undefined : [first[0], first[1]];
}

/** Null where the text there is not what says the type, or already says what it can. */
export function replacedType(request: FixRequest, declaration: Declaration, declared: DeclaredType, type: Type): readonly Edit[] | null {
  const { module, table, textOf } = request;
  const { span, writing } = declared;
  const text = textOf(span.file);
  if (writing === undefined || text === undefined) return null;
  if (isPointer(declared.type) && isPointer(type) && hidesMore(declared)) return null;
  if (writing.kind === "prototype") {
    const word = wordOf({ containers: module.containers, dialect: table.dialect }, type);
    return word === null ? null : changed(replacedWords(declared, word, text), text);
  }
  const samples = [declared, ...samplesOf(declaration)];
  const isResult = declared === declaration.returns;
  const expression = typeExpression({ module, table, file: span.file, text, samples, isResult }, type);
  return expression === null ? null : changed({ span, text: withDirection(declared.text, expression) }, text);
}

/** A type of another width has the same word in some dialects: bun's `u64` for `usize`, also where that has 32 bits. */
function changed(edit: Edit, text: string): readonly Edit[] | null {
  return text.slice(edit.span.start, edit.span.end) === edit.text ? null : [edit];
}

/** `_Out_` and its like go where nothing can be written to: koffi refuses them there. */
function replacedWords({ span }: DeclaredType, word: string, text: string): Edit {
  const direction = /(?:_In_|_Out_|_Inout_)\s+$/.exec(text.slice(Math.max(0, span.start - 40), span.start))?.[0] ?? "";
  const start = isTypedPointer(word) ? span.start : span.start - direction.length;
  // `void *x` for `uint32_t x`, and the other way round.
  const isPointerWord = word.endsWith("*");
  const end = isPointerWord && /^ [A-Za-z_]/.test(text.slice(span.end, span.end + 2)) ? span.end + 1 : span.end;
  const gap = !isPointerWord && /[\w$]/.test(text[span.end] ?? "") ? " " : "";
  return { span: { ...span, start, end }, text: word + gap };
}

function withDirection(before: string, expression: string): string {
  const direction = /^["'`]((?:_In_|_Out_|_Inout_)\s+)/.exec(before)?.[1];
  const isKept = direction !== undefined && isTypedPointer(expression.slice(1, -1));
  return isKept ? expression.slice(0, 1) + direction + expression.slice(1) : expression;
}

function isTypedPointer(word: string): boolean {
  return word.endsWith("*") && !/^(?:const )?void \*$/.test(word);
}

function isPointer(type: Type): boolean {
  return type.kind === "pointer" || (type.kind === "optional" && type.child.kind === "pointer");
}

/** Direction or ownership that another word would lose: `koffi.out(..)`, a name for it, `char *!`. */
function hidesMore({ text, writing }: DeclaredType): boolean {
  return text.includes("!") || (writing?.kind === "expression" && !/^(?:["'`]|[\w$]+\.pointer\()/.test(text));
}
