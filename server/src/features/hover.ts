import { MarkupKind, type Hover } from "vscode-languageserver";
import { apiSignature } from "../emit/apiCode.ts";
import { createEmitContext } from "../emit/emitContext.ts";
import type { Container, Export, FunctionExport } from "../model/decls.ts";
import { docWithoutHints } from "../plan/hints.ts";
import { tsType } from "../emit/tsTypes.ts";
import type { ProjectLibrary } from "../workspace/projectLibrary.ts";
import { cSignature } from "./cSignature.ts";
import { explainArgs } from "./explain.ts";
import { fieldText, layoutText } from "./layoutText.ts";
import { layoutView } from "./layoutView.ts";
import { mirrorLayouts } from "./mirrorLayouts.ts";
import { linedText, rangeOfOffsets } from "./positions.ts";
import type { Place, Snapshot } from "./snapshot.ts";
import { scriptSymbolAt, type ScriptSymbol } from "./scriptSymbol.ts";
import { zigSymbolAt, type ZigSymbol } from "./zigSymbol.ts";

/** What the boundary makes of the thing under a place; null where it is none of our business. */
export function hover(snapshot: Snapshot, place: Place): Hover | null {
  const text = snapshot.read(place.path);
  if (text === undefined) return null;
  if (!place.path.endsWith(".zig")) {
    const found = scriptSymbolAt(snapshot, place);
    return found === null ? null : answer(text, found.range, scriptHover(snapshot, found));
  }
  const symbol = zigSymbolAt(snapshot, place);
  return symbol === null ? null : answer(text, symbol.range, zigHover(snapshot, symbol));
}

function answer(text: string, range: { readonly start: number; readonly end: number }, value: string): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOfOffsets(linedText(text), range) };
}

function zigHover(snapshot: Snapshot, symbol: ZigSymbol): string {
  switch (symbol.kind) {
    case "export":
      return exportText(symbol.project, symbol.item);
    case "param":
      return paramText(symbol.project, symbol.item, symbol.index);
    case "container":
      return containerText(snapshot, symbol.project, symbol.container);
    case "field":
      return fieldText(layoutView(snapshot, symbol.project, symbol.container), symbol.field.name);
    case "value":
      return `\`${symbol.container.name}.${symbol.value.name}\` = ${symbol.value.value ?? "a value that cannot be computed here"}`;
  }
}

function exportText(project: ProjectLibrary, item: Export): string {
  const { plan, module } = project.analysis();
  const skipped = plan.skipped.find(({ symbol }) => symbol === item.symbol);
  const parts = skipped === undefined ? [] : [`No TypeScript binding: ${skipped.reason}`];
  if (item.kind !== "fn") {
    const global = plan.globals.find(({ symbol }) => symbol === item.symbol);
    if (global !== undefined) {
      const type = tsType(createEmitContext(plan), global.codec);
      parts.unshift(code("typescript", `${global.isConst ? "readonly " : ""}${global.symbol}: ${type}`));
    }
    return parts.join("\n\n") || `\`${item.symbol}\`: ${item.typeText}`;
  }
  const bound = plan.functions.find(({ symbol }) => symbol === item.symbol);
  if (bound !== undefined) parts.push(code("typescript", apiSignature(createEmitContext(plan), bound)));
  const c = cSignature(module, item);
  if (c !== null) parts.push(code("c", c));
  if (bound !== undefined && bound.args.length > 0) parts.push(explainArgs(bound).join("\n"));
  return parts.join("\n\n");
}

function paramText(project: ProjectLibrary, item: FunctionExport, index: number): string {
  const { plan } = project.analysis();
  const bound = plan.functions.find(({ symbol }) => symbol === item.symbol);
  if (bound !== undefined) return explainArgs(bound)[index] ?? "";
  const reason = plan.skipped.find(({ symbol }) => symbol === item.symbol)?.reason ?? "it is not known";
  return `${item.symbol} has no TypeScript binding: ${reason}`;
}

function containerText(snapshot: Snapshot, project: ProjectLibrary, container: Container): string {
  const isPlain = (container.kind === "struct" || container.kind === "union") && container.layout === "auto";
  if (container.kind === "opaque" || isPlain)
    return `\`${container.name}\` has no layout that C could know: only pointers to it cross the boundary`;
  return layoutText({ ...layoutView(snapshot, project, container), mirrors: mirrorLayouts(snapshot, project, container) });
}

function scriptHover(snapshot: Snapshot, symbol: ScriptSymbol): string {
  const { project } = symbol;
  if (symbol.kind === "container") return containerText(snapshot, project, symbol.container);
  const { item } = symbol;
  const { plan } = project.analysis();
  const signature =
    item.kind === "fn"
      ? (plan.functions.find(({ symbol }) => symbol === item.symbol)?.signature ?? fnSignature(item))
      : `${item.kind} ${item.symbol}: ${item.typeText}`;
  const doc = docWithoutHints(item.doc?.text ?? null);
  return [code("zig", `export ${signature}`), ...(doc === null ? [] : [doc]), ...mismatches(snapshot, symbol)].join("\n\n");
}

/** Of a function that gets no generated binding. */
function fnSignature({ symbol, params, returnsText }: FunctionExport): string {
  return `fn ${symbol}(${params.map(({ name, text }) => `${name ?? "_"}: ${text}`).join(", ")}) ${returnsText}`;
}

/** What is wrong with a hand-written declaration. */
function mismatches(snapshot: Snapshot, { declaration, item }: ScriptSymbol & { readonly kind: "export" }): readonly string[] {
  if (declaration === undefined) return [];
  const issues = snapshot
    .handWritten()
    .issuesIn(declaration.span.file)
    .filter(({ symbol, code: issueCode }) => symbol === item.symbol && issueCode !== "abi/unbound-export");
  return issues.length === 0 ? ["The declaration agrees with Zig."] : [issues.map(({ message }) => `- ${message}`).join("\n")];
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
