import type { FfiModule } from "../../model/decls.ts";
import type { Declaration, DeclarationTable, DeclaredType } from "../../model/declarations.ts";
import type { Type } from "../../model/types.ts";
import { memberName, wordOf } from "./words.ts";

/** Where a type is to be written. */
export interface SpellingPlace {
  readonly module: FfiModule;
  readonly table: DeclarationTable;
  readonly file: string;
  readonly text: string | undefined;
  /** What stands there or beside it, nearest first: its form is taken where it can be. */
  readonly samples: readonly DeclaredType[];
  readonly isResult?: boolean;
}

/** The samples of a place in a declaration. */
export function samplesOf({ params, returns }: Declaration): readonly DeclaredType[] {
  return [...(params ?? []), returns];
}

/** A Zig type as an expression that means something in that file; null where the dialect has no word for it. */
export function typeExpression(place: SpellingPlace, type: Type): string | null {
  const { module, table, file, isResult = false } = place;
  const { dialect } = table;
  const word = wordOf({ containers: module.containers, dialect, isResult }, type);
  if (word === null) return null;
  const others = table.declarations.flatMap(samplesOf);
  for (const sample of [...place.samples, ...others]) {
    if (sample.writing === undefined || sample.span.file !== file) continue;
    if (sample.writing.kind === "member") return `${sample.writing.object}.${memberName(dialect, word)}`;
    const quote = /^["'`]/.exec(sample.text)?.[0];
    if (quote !== undefined) return quote + word + quote;
    const name = others.find((other) => isNameOf(place, other, word))?.text;
    if (name !== undefined) return name;
  }
  // Every dialect takes its words as texts.
  const quote = table.insertion?.quote ?? '"';
  return quote + word + quote;
}

/** A name for exactly this type that the whole file knows. */
function isNameOf({ module, table, file, text }: SpellingPlace, { writing, type, ...other }: DeclaredType, word: string): boolean {
  const root = /^([A-Za-z_$][\w$]*)(?:\.[\w$]+)*$/.exec(other.text)?.[1];
  if (root === undefined || writing?.kind !== "expression" || other.span.file !== file || text === undefined) return false;
  const containers = new Map([...table.containers, ...module.containers]);
  return isPlain(type) && wordOf({ containers, dialect: table.dialect }, type) === word && isOfTheFile(text, root);
}

/** Pointers differ in what they convert, which their words do not all say. */
function isPlain(type: Type): boolean {
  return type.kind !== "pointer" && type.kind !== "optional" && type.kind !== "named";
}

/** By the line that declares it, at the file's outermost level. */
function isOfTheFile(text: string, name: string): boolean {
  const escaped = name.replaceAll("$", "\\$");
  return new RegExp(
    `^(?:export\\s+)?(?:import|const|let|var|enum|const\\s+enum|class|namespace)\\b[^\\n]*(?<![\\w$.])${escaped}(?![\\w$])`,
    "m",
  ).test(text);
}
