import { armsOf, choiceOf, literal, type Value } from "./values.ts";

/** What is known of a value as text: `*` stands for what is not. */
export function patternText(value: Value): string {
  if (value.kind === "partial") return value.text;
  if (value.kind !== "literal") return "*";
  return String(value.value);
}

const maxCombinations = 24;

/** The texts in a row, with `separator` between them; a choice among them makes a choice of results. */
export function joinTexts(values: readonly Value[], separator = ""): Value {
  let results: readonly (readonly Value[])[] = [[]];
  for (const value of values) {
    const arms = armsOf(value);
    const usable = results.length * arms.length > maxCombinations ? arms.slice(0, 1) : arms;
    results = results.flatMap((head) => usable.map((arm) => [...head, arm]));
  }
  return choiceOf(results.map((parts) => joined(parts, separator)));
}

function joined(parts: readonly Value[], separator: string): Value {
  const joint = parts.map(patternText).join(separator);
  const text = separator === "/" ? joint.replace(/(?<!:)\/{2,}/g, "/") : joint;
  return parts.every((part) => part.kind === "literal") ? literal(text) : partial(text);
}

export function partial(text: string): Value {
  return { kind: "partial", text: text.replace(/\*{2,}/g, "*") };
}

/** What is known of a library's path; null when nothing is. */
export function pathText(value: Value): string | null {
  const texts = [...new Set(armsOf(value).flatMap((arm) => (isText(arm) ? [patternText(arm)] : [])))];
  const telling = texts.filter((text) => text.replaceAll("*", "") !== "");
  const [first] = telling;
  if (first === undefined || telling.length === 1) return first ?? null;
  const stem = telling.map(libraryStem).reduce(commonStart);
  return stem.length >= minStem || telling.every((text) => libraryStem(text) === stem)
    ? `*${stem}*`.replace(/\*+$/, "*")
    : telling.join("*");
}

/** Shorter beginnings that paths share say nothing. */
const minStem = 3;

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

function isText(value: Value): boolean {
  return value.kind === "partial" || (value.kind === "literal" && typeof value.value === "string");
}

/** `foo` of `dir/libfoo.so.1`, `foo.dll` and `libfoo.*`. */
function libraryStem(path: string): string {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return base.replace(/^lib/, "").replace(/\.(?:so|dylib|dll|\*).*$/, "");
}
