import type { Range } from "../syntax/outline.ts";

const token =
  /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`(?:[^`\\]|\\.)*`|[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

export interface ScriptWord {
  readonly name: string;
  readonly range: Range;
}

/** Where names of a set stand in a script outside comments; a quoted name counts where it is a key or an index (`lib["a b"]`). */
export function scriptWords(text: string, names: ReadonlySet<string>): readonly ScriptWord[] {
  const out: ScriptWord[] = [];
  for (const match of text.matchAll(token)) {
    const [found, double, single] = match;
    const quoted = double ?? single;
    const start = match.index;
    const end = start + found.length;
    if (quoted !== undefined) {
      if (names.has(quoted) && isKey(text, start, end)) out.push({ name: quoted, range: { start: start + 1, end: end - 1 } });
    } else if (found.startsWith("`")) out.push(...inTemplate(found, names, start));
    else if (names.has(found)) out.push({ name: found, range: { start, end } });
  }
  return out;
}

/** Names inside `${..}`; what a string there contains counts as well, which a list of uses can bear. */
function inTemplate(template: string, names: ReadonlySet<string>, at: number): readonly ScriptWord[] {
  const out: ScriptWord[] = [];
  for (const hole of template.matchAll(/\$\{([^}]*)\}/g)) {
    for (const word of (hole[1] ?? "").matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) {
      const start = at + hole.index + 2 + word.index;
      if (names.has(word[0])) out.push({ name: word[0], range: { start, end: start + word[0].length } });
    }
  }
  return out;
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
