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
  const { module, table, isResult = false } = place;
  const { dialect } = table;
  const word = wordOf({ containers: module.containers, dialect, isResult }, type);
  if (word === null) return null;
  const { forms, names } = spellingsOf(place);
  for (const form of [...formsOf(place.samples, place.file), ...forms]) {
    if (form.kind === "member") return `${form.object}.${memberName(dialect, word)}`;
    if (form.kind === "text") return form.quote + word + form.quote;
    const name = names().get(word);
    if (name !== undefined) return name;
  }
  // Every dialect takes its words as texts.
  const quote = table.insertion?.quote ?? '"';
  return quote + word + quote;
}

/** How a sample is written, as far as another type can be written like it. */
type Form =
  { readonly kind: "member"; readonly object: string } | { readonly kind: "text"; readonly quote: string } | { readonly kind: "other" };

/** The forms of samples in a file, each once, in their order. */
function formsOf(samples: readonly DeclaredType[], file: string): readonly Form[] {
  const forms = new Map<string, Form>();
  for (const { writing, span, text } of samples) {
    if (writing === undefined || span.file !== file) continue;
    const quote = /^["'`]/.exec(text)?.[0];
    const key = writing.kind === "member" ? `.${writing.object}` : (quote ?? "");
    if (forms.has(key)) continue;
    forms.set(
      key,
      writing.kind === "member"
        ? { kind: "member", object: writing.object }
        : quote === undefined
          ? { kind: "other" }
          : { kind: "text", quote },
    );
  }
  return [...forms.values()];
}

/** What a table's declarations in one file have for samples. */
interface Spellings {
  readonly text: string | undefined;
  readonly forms: readonly Form[];
  /** Names for plain types that the whole file knows, by the types' words. */
  readonly names: () => ReadonlyMap<string, string>;
}

/** By table and file: every correction in a table asks for the same. */
const known = new WeakMap<DeclarationTable, Map<string, Spellings>>();

function spellingsOf({ table, file, text }: Pick<SpellingPlace, "table" | "file" | "text">): Spellings {
  const byFile = known.get(table) ?? new Map<string, Spellings>();
  known.set(table, byFile);
  const before = byFile.get(file);
  if (before !== undefined && before.text === text) return before;
  const samples = table.declarations.flatMap(samplesOf);
  let names: ReadonlyMap<string, string> | undefined;
  const made: Spellings = { text, forms: formsOf(samples, file), names: () => (names ??= namesIn(table, samples, { file, text })) };
  byFile.set(file, made);
  return made;
}

function namesIn(
  { dialect, containers }: DeclarationTable,
  samples: readonly DeclaredType[],
  { file, text }: Pick<SpellingPlace, "file" | "text">,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const roots = new Map<string, boolean>();
  if (text === undefined) return names;
  for (const { writing, span, type, text: name } of samples) {
    if (writing?.kind !== "expression" || span.file !== file || !isPlain(type)) continue;
    const root = /^([A-Za-z_$][\w$]*)(?:\.[\w$]+)*$/.exec(name)?.[1];
    const word = root === undefined ? null : wordOf({ containers, dialect }, type);
    if (root === undefined || word === null || names.has(word)) continue;
    const isKnown = roots.get(root) ?? isOfTheFile(text, root);
    roots.set(root, isKnown);
    if (isKnown) names.set(word, name);
  }
  return names;
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
