import { directoryOf, joinPath } from "../model/path.ts";
import type { Range } from "../syntax/outline.ts";
import { scriptsOf, type DeclaredLibrary } from "../workspace/handWritten.ts";
import { isMemberName } from "./scriptWords.ts";

/** A name other than its symbol by which one script reaches an export, or the symbol itself where it was taken out of an object. */
export interface ScriptAlias {
  readonly name: string;
  readonly symbol: string;
  readonly isUse: (range: Range) => boolean;
}

export interface AliasRequest {
  readonly path: string;
  readonly text: string;
  readonly symbols: Iterable<string>;
  /** Tables that this script holds, or imports from the script that holds them. */
  readonly pairs: readonly DeclaredLibrary[];
}

/**
 * From the text: what a declaration is assigned to, what an import renames, what `const { f } = lib` takes out. Scopes are not looked at.
 */
export function scriptAliases({ path, text, symbols, pairs }: AliasRequest): readonly ScriptAlias[] {
  const declared = pairs.flatMap(({ table }) =>
    table.declarations.flatMap(({ symbol, alias, span }) => (alias === undefined ? [] : [{ symbol, alias, file: span.file }])),
  );
  const imports = importsOf(text);
  const keys = new Map<string, string>([...symbols].map((symbol) => [symbol, symbol]));
  for (const { symbol, alias } of declared) if (alias.isMember) keys.set(alias.name, symbol);
  const declaring = new Set(pairs.flatMap(({ table }) => scriptsOf(table)));
  return [
    ...destructured(text).flatMap(({ key, local }) => bound(text, keys.get(key), local)),
    ...imports.flatMap(({ specifier, names }) =>
      names.flatMap(({ key, local }) => {
        const isFromDeclaring = [...declaring].some((file) => isNamed(path, specifier, file));
        const symbol =
          declared.find(({ alias, file }) => !alias.isMember && alias.name === key && isNamed(path, specifier, file))?.symbol ??
          (isFromDeclaring && key !== local ? keys.get(key) : undefined);
        return symbol === undefined ? [] : [{ name: local, symbol, isUse: (range: Range) => isPlain(text, range) && !isKey(text, range) }];
      }),
    ),
    ...declared.map(({ symbol, alias, file }): ScriptAlias => {
      const objects = imports.flatMap(({ specifier, whole }) => (isNamed(path, specifier, file) ? whole : []));
      const packages = imports.flatMap(({ specifier, whole }) => (specifier.startsWith(".") ? [] : whole));
      return {
        name: alias.name,
        symbol,
        isUse(range) {
          const object = objectBefore(text, range);
          if (alias.isMember) return isMemberName(text, range) && !packages.includes(object ?? "");
          if (object !== null) return [...objects, ...(file === path ? ["this", "exports"] : [])].includes(object);
          return file === path && isCall(text, range);
        },
      };
    }),
  ];
}

function bound(text: string, symbol: string | undefined, local: string): readonly ScriptAlias[] {
  return symbol === undefined ? [] : [{ name: local, symbol, isUse: (range) => isCall(text, range) }];
}

function isPlain(text: string, { start }: Range): boolean {
  return !/(?:^|[^.])\.\s*$/.test(text.slice(Math.max(0, start - 20), start));
}

/** `{ f: 1 }`. */
function isKey(text: string, { start, end }: Range): boolean {
  return /[{,]\s*$/.test(text.slice(Math.max(0, start - 40), start)) && /^\s*:/.test(text.slice(end, end + 20));
}

/** Called, and not declared: `f(`, `f?.(`. */
function isCall(text: string, range: Range): boolean {
  if (!isPlain(text, range) || /\bfunction\s*\*?\s*$/.test(text.slice(Math.max(0, range.start - 20), range.start))) return false;
  return /^\s*(?:\?\.)?\s*\(/.test(text.slice(range.end, range.end + 20));
}

/** `lib` of `lib.f`; empty text for other objects, null where there is none. */
function objectBefore(text: string, range: Range): string | null {
  if (isPlain(text, range)) return null;
  return (
    /(?<![\p{ID_Continue}$.?])([\p{ID_Continue}$]+)\s*\??\.\s*$/u.exec(text.slice(Math.max(0, range.start - 60), range.start))?.[1] ?? ""
  );
}

interface Renamed {
  readonly key: string;
  readonly local: string;
}

interface Import {
  readonly specifier: string;
  readonly names: readonly Renamed[];
  /** Names of the module or of its default export. */
  readonly whole: readonly string[];
}

const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const importClause = new RegExp(String.raw`\bimport\s+(?!type\b)([^;"'()]*?)\s*\bfrom\s*["']([^"'\n]+)["']`, "gu");
const requireCall = new RegExp(
  String.raw`\b(?:const|let|var)\s+(\{[^{}]*\}|${name})\s*=\s*(?:await\s+import|require)\s*\(\s*["']([^"'\n]+)["']`,
  "gu",
);

function importsOf(text: string): readonly Import[] {
  return [...text.matchAll(importClause), ...text.matchAll(requireCall)].map(([, clause = "", specifier = ""]) => {
    const braces = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
    const rest = clause.replace(/\{[^}]*\}/, "");
    return {
      specifier,
      names: renamed(braces, /\s+as\s+|\s*:\s*/u),
      whole: rest
        .split(",")
        .map((each) => each.replace(/^\s*\*\s*as\s+/, "").trim())
        .filter((each) => each !== ""),
    };
  });
}

function renamed(list: string, separator: RegExp): readonly Renamed[] {
  return list.split(",").flatMap((item): Renamed[] => {
    const [key = "", local = key] = item
      .replace(/=.*$/s, "")
      .trim()
      .split(separator)
      .map((each) => each.trim().replace(/^(["'])(.*)\1$/, "$2"));
    return key !== "" && new RegExp(`^${name}$`, "u").test(local) ? [{ key, local }] : [];
  });
}

/** What `const { a, b: c, d: { e } } = ..` takes out, at any depth. */
function destructured(text: string): readonly Renamed[] {
  return Array.from(text.matchAll(/\b(?:const|let|var)\s*(\{(?:[^{};]|\{[^{};]*\})*\})\s*(?::[^=;]*)?=(?![=>])/g), ([, pattern = ""]) =>
    pattern.split(/[{}]/).flatMap((list) => renamed(list, /\s*:\s*/)),
  ).flat();
}

/** Whether an import of a script means a file: it may leave the extension out or have that of the compiled one. */
function isNamed(path: string, specifier: string, file: string): boolean {
  if (!specifier.startsWith(".")) return false;
  const named = joinPath(directoryOf(path), specifier);
  return named === file || withoutExtension(named) === withoutExtension(file) || named === withoutExtension(file);
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}
