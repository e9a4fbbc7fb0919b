import type { FunctionExport } from "../../model/decls.ts";
import type { Dialect, Insertion } from "../../model/declarations.ts";
import { namedParam } from "./countFix.ts";
import type { Fix } from "./edit.ts";
import type { FixRequest } from "./request.ts";
import { typeExpression } from "./spelling.ts";
import { wordOf } from "./words.ts";

/** Declares an export that nobody declares. */
export function entryFix(request: FixRequest, item: FunctionExport): Fix | null {
  const { insertion } = request.table;
  const body = insertion === null ? null : bodyOf(request, insertion, item);
  if (insertion === null || body === null) return null;
  return { title: `Declare ${item.symbol}`, edits: [{ span: insertion.span, text: entryText(insertion, item.symbol, body) }] };
}

function entryText(insertion: Insertion, symbol: string, body: string): string {
  const { indent, quote, needsComma, hasTrailingComma } = insertion;
  if (insertion.form === "statement") return `\n${indent}const ${symbol} = ${body};`;
  const key = /^[A-Za-z_$][\w$]*$/.test(symbol) ? symbol : quote + symbol + quote;
  return `${needsComma ? "," : ""}\n${indent}${key}: ${body}${hasTrailingComma || !needsComma ? "," : ""}`;
}

function bodyOf({ table, module, textOf }: FixRequest, insertion: Insertion, item: FunctionExport): string | null {
  const { dialect } = table;
  if (dialect === "bun-ffi-structs") return null;
  if (dialect === "koffi") return prototypeCall({ module, table }, insertion, item);
  const { file } = insertion.span;
  const place = { module, table, file, text: textOf(file), samples: [] };
  const params = item.params.map(({ type }) => typeExpression(place, type));
  const returns = typeExpression({ ...place, isResult: true }, item.returns);
  if (returns === null || params.includes(null)) return null;
  const [list, result] = keys[dialect];
  return `{ ${list}: [${params.join(", ")}], ${result}: ${returns} }`;
}

const keys: Readonly<Record<Exclude<Dialect, "koffi" | "bun-ffi-structs">, readonly [string, string]>> = {
  "bun:ffi": ["args", "returns"],
  deno: ["parameters", "result"],
  "node:ffi": ["arguments", "return"],
};

function prototypeCall(
  { module, table }: Pick<FixRequest, "module" | "table">,
  { object, quote }: Insertion,
  item: FunctionExport,
): string | null {
  const words = { containers: module.containers, dialect: table.dialect };
  const params = item.params.map(({ type, name }, index) => {
    const word = wordOf(words, type);
    return word === null ? null : namedParam(word, name, index);
  });
  const returns = wordOf(words, item.returns);
  // Without an object (`const { func } = lib`) nobody knows what the library is called there.
  if (returns === null || params.includes(null) || object === null) return null;
  const prototype = `${namedParam(returns, item.symbol, 0)}(${params.join(", ")})`;
  return `${object}.func(${quote}${prototype}${quote})`;
}
