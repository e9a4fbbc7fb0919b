import type { Range } from "../syntax/outline.ts";

const token =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Where a name stands in a script outside comments; a quoted name counts where it is a key or an index (`lib["a b"]`). */
export function scriptWords(text: string, name: string): readonly Range[] {
  if (!text.includes(name)) return [];
  const out: Range[] = [];
  const quoted = [JSON.stringify(name), `'${name}'`];
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (found === name) out.push({ start: match.index, end: match.index + found.length });
    else if (quoted.includes(found) && isKey(text, match.index, match.index + found.length))
      out.push({ start: match.index + 1, end: match.index + found.length - 1 });
    else if (found.startsWith("`") && found.includes("${")) out.push(...inTemplate(found, name, match.index));
  }
  return out;
}

/** Names inside `${..}` of a template: found by their text, which is all that a list of uses needs. */
function inTemplate(template: string, name: string, at: number): readonly Range[] {
  const word = new RegExp(`(?<=\\$\\{[^}]*)(?<![\\w$])${name.replace(/[$]/g, "\\$")}(?![\\w$])`, "g");
  return [...template.matchAll(word)].map(({ index }) => ({ start: at + index, end: at + index + name.length }));
}

function isKey(text: string, start: number, end: number): boolean {
  return text.charAt(start - 1) === "[" || /^\s*[:(]/.test(text.slice(end, end + 20));
}

/** `lib.name`, `lib?.name`, `lib["name"]`, `{ name } = lib`, `name(a) {` of an implementation. */
export function isMemberName(text: string, { start, end }: Range): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const after = text.slice(end, end + 40);
  if (/\.\s*$/.test(before) && !/\.\.\.\s*$/.test(before)) return true;
  if (/\[["']$/.test(before)) return true;
  return /[{,]\s*(?:async\s+)?$/.test(before) && /^\s*[,}:(=]/.test(after);
}
