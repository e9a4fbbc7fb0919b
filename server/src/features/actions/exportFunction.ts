import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import { illegalType } from "../../check/externLegality.ts";
import { createLayouts } from "../../layout/layouts.ts";
import { createEvaluator } from "../../syntax/evaluate.ts";
import { lowerFunction } from "../../syntax/lowerFunction.ts";
import { spanOf } from "../../syntax/lines.ts";
import { loadProgram } from "../../syntax/program.ts";
import type { ProjectLibrary } from "../../workspace/projectLibrary.ts";
import type { Snapshot } from "../snapshot.ts";
import { functionAround } from "../zigSymbol.ts";
import { editOf, insertion, type ActionContext } from "./actionContext.ts";
import { functionUses, type FunctionPlace } from "./functionUses.ts";

/** `pub fn` -> `pub export fn`, where C has all of its types, its name is still free, and nothing but calls depend on its convention. */
export function exportFunction({ file, snapshot, range, projects }: ActionContext): readonly CodeAction[] {
  const exported = new Set(projects.flatMap((project) => project.analysis().module.exports.map(({ symbol }) => symbol)));
  const fn = functionAround(file, range);
  const [project] = projects;
  if (fn === undefined || project === undefined || !fn.isPub || fn.linkage !== null) return [];
  const head = file.text.slice(fn.start, fn.nameRange.start);
  // `noinline` and `inline` stand where `export` would.
  if (fn.isVariadic || fn.isBroken || /\b(?:no)?inline\b/.test(head) || exported.has(fn.name)) return [];
  if (!isLegal(snapshot, project, { file, fn }) || functionUses(snapshot, projects, { file, fn }).some(({ kind }) => kind === "other"))
    return [];
  const keyword = fn.start + head.lastIndexOf("fn");
  return [
    {
      title: `Export ${fn.name} over the C ABI`,
      kind: CodeActionKind.RefactorRewrite,
      ...editOf(snapshot, file, [insertion(keyword, "export ")]),
    },
  ];
}

/** Whether the compiler takes the function as an export; what cannot be read is not. */
function isLegal(snapshot: Snapshot, project: ProjectLibrary, { file, fn }: FunctionPlace): boolean {
  const { module } = project.analysis();
  const outline = (path: string): typeof file | undefined => (path === file.path ? file : snapshot.outline(path));
  const program = loadProgram({
    root: file.path,
    read(path) {
      const text = outline(path)?.text;
      return text === undefined ? undefined : { text, isValidUtf8: true };
    },
    // All outlines are known.
    parser: { outline: (_, path) => outline(path) ?? file },
  });
  const scope = program.files.get(file.path)?.scopes.all.find(({ outline: { members } }) => members.includes(fn));
  if (scope === undefined) return false;
  const site = { scope, outline: fn, symbol: fn.name, span: spanOf(file, fn.nameRange), source: "@export" } as const;
  const item = lowerFunction(createEvaluator(program), site, []);
  if (item.unknown !== null || (fn.callconv !== null && item.callconv !== "c")) return false;
  const context = { module, layouts: createLayouts(module, snapshot.target), zigMinor: 15 };
  const types = [...item.params.map(({ type }) => [type, "parameter"] as const), [item.returns, "result"] as const];
  return types.every(([type, position]) => type.kind !== "unknown" && illegalType(context, type, position) === null);
}
