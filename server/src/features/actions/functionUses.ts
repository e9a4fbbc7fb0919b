import type { FunctionOutline, ZigFile } from "../../syntax/outline.ts";
import { identifierName, stringValue, tokenize, type Token } from "../../syntax/tokens.ts";
import type { ProjectLibrary } from "../../workspace/projectLibrary.ts";
import type { Snapshot } from "../snapshot.ts";

/** A place where a function's name may mean the function, in any file of its libraries. */
export interface FunctionUse {
  readonly path: string;
  readonly token: Token;
  /** `f(..)`; `lib.f(..)`; a constant of the same name that passes it on (`const f = lib.f;`); anything else. */
  readonly kind: "call" | "memberCall" | "alias" | "other";
}

export interface FunctionPlace {
  readonly file: ZigFile;
  readonly fn: FunctionOutline;
}

/** Without its declaration and `@export`. Names are not resolved: in doubt, it is a use. */
export function functionUses(snapshot: Snapshot, projects: readonly ProjectLibrary[], { file, fn }: FunctionPlace): readonly FunctionUse[] {
  const paths = new Set([file.path, ...projects.flatMap((project) => project.analysis().module.files)]);
  const texts = new Map([...paths].map((path) => [path, path === file.path ? file.text : (snapshot.read(path) ?? "")]));
  const namespaces = possibleNamespaces(texts.values());
  return [...texts].flatMap(([path, text]) => {
    if (!text.includes(fn.name)) return [];
    const tokens = tokenize(text, { start: 0, end: text.length });
    const isOwn = path === file.path;
    const canBeBare = isOwn || text.includes("usingnamespace");
    const hasReflection = /@(?:field|hasDecl|extern)\b/.test(text);
    return tokens.flatMap((token, i): FunctionUse[] => {
      if (token.kind === "string") return hasReflection && stringValue(token.text) === fn.name ? [{ path, token, kind: "other" }] : [];
      if (!isNamed(token, fn.name) || (isOwn && token.start === fn.nameRange.start)) return [];
      const kind = useKind(tokens, i, { canBeBare, namespaces });
      return kind === null ? [] : [{ path, token, kind }];
    });
  });
}

function isNamed({ kind, text }: Token, name: string): boolean {
  return (kind === "word" || kind === "quoted") && identifierName(text) === name;
}

/** Constants, which may stand for a type or a file: parameters, variables and fields do not. */
function possibleNamespaces(texts: Iterable<string>): ReadonlySet<string> {
  return new Set([...texts].flatMap((text) => Array.from(text.matchAll(/\bconst\s+(@"[^"\n]*"|\w+)\s*=/g), (match) => match[1] ?? "")));
}

/** Whether a member of what ends there may be a declaration. Types that are computed declare no functions that have a name outside. */
function isNamespace(tokens: readonly Token[], end: number, namespaces: ReadonlySet<string>): boolean {
  const last = tokens[end];
  if (last?.text === ")") return [tokens[end - 2], tokens[end - 3]].some((token) => token?.text === "@This" || token?.text === "@import");
  return last !== undefined && namespaces.has(last.text);
}

interface Surroundings {
  /** The function can be named without what holds it. */
  readonly canBeBare: boolean;
  readonly namespaces: ReadonlySet<string>;
}

/** Null where the name is surely that of something else: a field, a label, an enum's value. */
function useKind(tokens: readonly Token[], i: number, { canBeBare, namespaces }: Surroundings): FunctionUse["kind"] | null {
  const at = (offset: number): string => tokens[i + offset]?.text ?? "";
  const isCalled = at(1) === "(";
  if (at(-1) === ".") {
    if (!isCalled && isLiteralDot(tokens[i - 2])) return null;
    if (isCalled) return "memberCall";
    return !isNamespace(tokens, i - 2, namespaces) ? null : isPassedOn(tokens, i) ? "alias" : "other";
  }
  if (!canBeBare || at(1) === ":" || (at(-1) === ":" && ["break", "continue"].includes(at(-2)))) return null;
  if (at(1) === "=" && ["const", "var"].includes(at(-1)) && isAliasDeclaration(tokens, i)) return null;
  const isExport = at(-1) === "&" ? at(-2) === "(" && at(-3) === "@export" : at(-1) === "(" && at(-2) === "@export";
  if (isExport) return null;
  return isCalled && at(-1) !== "fn" ? "call" : "other";
}

const before = new Set(["return", "else", "orelse", "catch", "and", "or", "try", "if", "switch", "while", "for"]);

/** Whether a dot begins a literal (`.name`) and does not reach into what stands before it. */
function isLiteralDot(previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === "punct") return !/^(?:[)\]}]|\.\*|\.\?)$/.test(previous.text);
  return previous.kind === "word" && before.has(previous.text);
}

/** The end of `const f = a.b.f;` or `const f = @import("a.zig").f;` with the constant's name the same as the last one. */
function isPassedOn(tokens: readonly Token[], end: number): boolean {
  if (tokens[end + 1]?.text !== ";") return false;
  let i = end;
  while (i > 1 && tokens[i - 1]?.text === "." && tokens[i - 2]?.kind === "word") i -= 2;
  if (tokens[i - 1]?.text === "." && tokens[i - 5]?.text === "@import") i -= 5;
  return tokens[i - 1]?.text === "=" && tokens[i - 2]?.text === tokens[end]?.text && tokens[i - 3]?.text === "const";
}

/** The start of such a declaration. */
function isAliasDeclaration(tokens: readonly Token[], i: number): boolean {
  let end = tokens[i + 2]?.text === "@import" ? i + 5 : i + 2;
  while (tokens[end + 1]?.text === "." && tokens[end + 2] !== undefined) end += 2;
  return end > i + 2 && tokens[end]?.text === tokens[i]?.text && isPassedOn(tokens, end);
}
