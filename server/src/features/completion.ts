import { CompletionItemKind, type CompletionItem } from "vscode-languageserver";
import type { FfiModule, Param } from "../model/decls.ts";
import { hintRules } from "../plan/hints.ts";
import type { FunctionOutline, ParamOutline, ZigFile } from "../syntax/outline.ts";
import { rangeOfOffsets } from "./positions.ts";
import type { Place, Snapshot } from "./snapshot.ts";
import { membersOf } from "./zigSymbol.ts";

/** In a doc comment: the hints, and behind a hint the names that it takes. */
export function completion(snapshot: Snapshot, place: Place): readonly CompletionItem[] {
  const file = snapshot.outline(place.path);
  if (file === undefined || !place.path.endsWith(".zig")) return [];
  const lineStart = file.text.lastIndexOf("\n", place.offset - 1) + 1;
  const before = /^\s*\/\/\/\s*@(\w*)((?:[\s*]+[\w.=]*)*)$/.exec(file.text.slice(lineStart, place.offset));
  if (before === null) return [];
  const [, hint = "", rest = ""] = before;
  const fn = documentedFunction(file, place.offset);
  if (rest === "") return hintItems(file, place.offset - hint.length - 1, place.offset);
  if (fn === undefined) return [];
  const words = rest.split(/[\s*]+/).slice(1);
  const typed = words.at(-1) ?? "";
  const used = words.slice(0, -1);
  const names = namesFor(snapshot, { place, fn, hint, used });
  const range = rangeOfOffsets(file, { start: place.offset - typed.length, end: place.offset });
  return names.map(({ name, detail, kind }) => ({ label: name, kind, detail, textEdit: { range, newText: name } }));
}

const explanations: Readonly<Record<string, string>> = {
  slice: "This pointer and the product of these lengths are one array in TypeScript.",
  out: "The function only gives a value back through this pointer: it becomes a result.",
  raw: "Nothing is inferred: pointers stay addresses.",
  errors: "The result is one of these error codes.",
  owned: "The caller owns the result and gives it back with this function.",
  handle: "The result is a handle that this function closes.",
  async: "Calls run on another thread.",
  batch: "Many calls can be made at once.",
};

function hintItems(file: ZigFile, start: number, end: number): readonly CompletionItem[] {
  const range = rangeOfOffsets(file, { start, end });
  return Object.entries(hintRules).map(([name, { usage }]) => ({
    label: `@${name}`,
    kind: CompletionItemKind.Keyword,
    detail: usage,
    documentation: explanations[name] ?? usage,
    textEdit: { range, newText: `@${name}` },
  }));
}

/** The function whose doc comment holds the offset: between them are only comments. */
function documentedFunction(file: ZigFile, offset: number): FunctionOutline | undefined {
  for (const member of membersOf(file)) {
    if (member.kind !== "fn" || member.start < offset) continue;
    const between = file.text.slice(file.text.indexOf("\n", offset), member.start);
    return between.split("\n").every((line) => /^\s*(?:\/\/.*)?$/.test(line)) ? member : undefined;
  }
  return undefined;
}

interface Wanted {
  readonly place: Place;
  readonly fn: FunctionOutline;
  readonly hint: string;
  /** Names that already stand behind the hint. */
  readonly used: readonly string[];
}

interface Name {
  readonly name: string;
  readonly detail: string;
  readonly kind: CompletionItemKind;
}

function namesFor(snapshot: Snapshot, { place, fn, hint, used }: Wanted): readonly Name[] {
  const module = snapshot.librariesOf(place.path)[0]?.analysis().module;
  const text = snapshot.read(place.path) ?? "";
  const params = fn.params.filter(({ name }) => name !== null && !used.includes(name));
  switch (hint) {
    case "slice":
      return paramNames(text, params, used.length === 0 ? isPointer : (type) => !isPointer(type));
    case "out":
      return used.length === 0 ? paramNames(text, params, (type) => type.startsWith("*") && !type.startsWith("*const")) : [];
    case "errors":
      return module === undefined || used.length > 0 ? [] : containerNames(module, "enum");
    case "owned":
      return module === undefined || used.length > 0 ? [] : functionNames(module, "");
    case "handle":
      if (module === undefined) return [];
      return used.length === 0 ? containerNames(module, "opaque") : functionNames(module, "close=");
    default:
      return [];
  }
}

function isPointer(type: string): boolean {
  return /^\??(?:\*|\[\*|\[\])/.test(type);
}

function paramNames(text: string, params: readonly ParamOutline[], accept: (type: string) => boolean): readonly Name[] {
  return params.flatMap(({ name, type }) => {
    const detail = text.slice(type.start, type.end);
    return name !== null && accept(detail) ? [{ name, detail, kind: CompletionItemKind.Variable }] : [];
  });
}

function containerNames(module: FfiModule, kind: "enum" | "opaque"): readonly Name[] {
  return [...module.containers.values()]
    .filter((container) => container.kind === kind)
    .map(({ name }) => ({ name, detail: kind, kind: kind === "enum" ? CompletionItemKind.Enum : CompletionItemKind.Class }));
}

function functionNames(module: FfiModule, prefix: string): readonly Name[] {
  return module.exports.flatMap((item) =>
    item.kind === "fn"
      ? [
          {
            name: prefix + item.symbol,
            detail: `fn (${item.params.map((param: Param) => param.text).join(", ")})`,
            kind: CompletionItemKind.Function,
          },
        ]
      : [],
  );
}
