import type { FunctionExport } from "../../model/decls.ts";
import type { Declaration } from "../../model/declarations.ts";
import type { Edit, Fix } from "./edit.ts";
import { appended, inserted, itemText, readList, type ListText } from "./listText.ts";
import { exportOf } from "./places.ts";
import { agreed, type FixRequest } from "./request.ts";
import { samplesOf, typeExpression } from "./spelling.ts";

/** bun:ffi and node:ffi take what a definition does not say for no parameters and no result: adds it. */
export function additionFix(request: FixRequest, item: FunctionExport, declaration: Declaration): Fix | null {
  const edits = agreed(request, declaration, (other) => {
    const own = exportOf(request.module, other.symbol);
    return own?.kind === "fn" ? additions(request, own, other) : null;
  });
  return edits === null ? null : { title: `Complete ${item.symbol}`, edits };
}

function additions(request: FixRequest, item: FunctionExport, declaration: Declaration): readonly Edit[] | null {
  const { table, module, textOf } = request;
  const keys = table.dialect === "bun:ffi" ? bunKeys : table.dialect === "node:ffi" ? nodeKeys : undefined;
  const { definition } = declaration;
  const text = definition === undefined ? undefined : textOf(definition.file);
  if (keys === undefined || definition === undefined || text === undefined) return null;
  const list = readList(text, definition);
  if (list === null) return null;
  const place = { module, table, file: definition.file, text, samples: samplesOf(declaration) };
  const params = item.params.map(({ type }) => typeExpression(place, type));
  const returns = typeExpression({ ...place, isResult: true }, item.returns);
  if (returns === null || params.includes(null)) return null;
  const before = params.length > 0 && !hasKey(list, keys.params) ? [`${keys.params[0]}: [${params.join(", ")}]`] : [];
  const behind =
    item.returns.kind !== "void" && item.returns.kind !== "noreturn" && !hasKey(list, keys.returns)
      ? [`${keys.returns[0]}: ${returns}`]
      : [];
  if (list.items.length === 0) return before.length + behind.length === 0 ? null : appended(list, [...before, ...behind]);
  return [...(before.length === 0 ? [] : inserted(list, 0, before)), ...(behind.length === 0 ? [] : appended(list, behind))];
}

interface Keys {
  readonly params: readonly [string, ...string[]];
  readonly returns: readonly [string, ...string[]];
}

const bunKeys: Keys = { params: ["args"], returns: ["returns"] };
const nodeKeys: Keys = { params: ["arguments", "parameters"], returns: ["return", "result", "returns"] };

function hasKey(list: ListText, keys: readonly string[]): boolean {
  return list.items.some((_, index) => keys.includes(/^["']?([\w$]+)/.exec(itemText(list, index))?.[1] ?? ""));
}
