import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { ProjectLibrary } from "../../workspace/projectLibrary.ts";
import { hintRules } from "../../plan/hints.ts";
import type { FunctionOutline } from "../../syntax/outline.ts";
import { exportAround } from "../zigSymbol.ts";
import { editOf, fixed, insertion, lineOf, type ActionContext } from "./actionContext.ts";

/** What convention inferred of the function at the cursor, written into its doc comment. */
export function writeHintsOut(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot } = context;
  for (const project of context.projects) {
    const around = exportAround(project, file, context.range);
    const hints = around === null ? [] : inferredHints(project, around.fn, around.item.symbol);
    if (around === null || hints.length === 0) continue;
    const { start, indent } = lineOf(file.text, around.fn.start);
    const lines = hints.map((hint) => `${indent}/// ${hint}\n`).join("");
    const title = hints.length === 1 ? `Write the inferred hint out: ${hints[0] ?? ""}` : `Write the ${hints.length} inferred hints out`;
    return [{ title, kind: CodeActionKind.RefactorRewrite, ...editOf(snapshot, file, [insertion(start, lines)]) }];
  }
  return [];
}

function inferredHints(project: ProjectLibrary, fn: FunctionOutline, symbol: string): readonly string[] {
  const plan = project.analysis().plan.functions.find((each) => each.symbol === symbol);
  return (plan?.args ?? []).flatMap((arg, i) => {
    const name = fn.params[i]?.name;
    const isInferred = plan?.decisions.some(({ parameter, source }) => parameter === name && source === "convention") === true;
    if (name === undefined || name === null || !isInferred) return [];
    if (arg.kind === "out") return [`@out ${name}`];
    return arg.kind === "slice" ? [`@slice ${name} ${arg.lengths.join("*")}`] : [];
  });
}

/** A hint that is unknown or names no parameter: the nearest name that there is, or away with it. */
export function correctHint(context: ActionContext): readonly CodeAction[] {
  const { file, snapshot, range } = context;
  return context.projects.flatMap((project) =>
    project.analysis().issues.flatMap((issue): readonly CodeAction[] => {
      if (issue.code !== "zig/bad-hint" || issue.zig?.span.file !== file.path) return [];
      const start = file.lines[issue.zig.span.line - 1];
      if (start === undefined) return [];
      const end = file.lines[issue.zig.span.line] ?? file.text.length;
      if (range.end < start || range.start >= end) return [];
      const line = file.text.slice(start, end);
      const item = project.analysis().module.exports.find(({ symbol }) => symbol === issue.symbol);
      const params = item?.kind === "fn" ? item.params.flatMap(({ name }) => name ?? []) : [];
      const better = corrected(line, params);
      const base = { kind: CodeActionKind.QuickFix, ...fixed(context, issue) };
      return [
        ...(better === null
          ? []
          : [
              {
                ...base,
                title: `Change to ${better.trim().slice(3).trim()}`,
                isPreferred: true,
                ...editOf(snapshot, file, [{ range: { start, end }, text: better }]),
              },
            ]),
        { ...base, title: "Remove the hint", ...editOf(snapshot, file, [{ range: { start, end }, text: "" }]) },
      ];
    }),
  );
}

function corrected(line: string, params: readonly string[]): string | null {
  const match = /@(\w+)([^\n\r]*)/.exec(line);
  if (match === null) return null;
  const [whole, name = "", rest = ""] = match;
  const hint = hintRules[name] === undefined ? nearest(name, Object.keys(hintRules)) : name;
  if (hint === null) return null;
  const words =
    hint === "slice" || hint === "out"
      ? rest.replace(/\w+/g, (word) => (params.includes(word) ? word : (nearest(word, params) ?? word)))
      : rest;
  const better = line.replace(whole, `@${hint}${words}`);
  return better === line ? null : better;
}

/** The name that differs least, if it differs little. */
function nearest(word: string, names: readonly string[]): string | null {
  const ranked = names.map((name) => ({ name, distance: distance(word, name) })).sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.name : null;
}

/** Levenshtein's, where two letters that changed places count as one. */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
