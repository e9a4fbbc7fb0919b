import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import { functionAround } from "../zigSymbol.ts";
import { editOf, insertion, type ActionContext } from "./actionContext.ts";

/** `pub fn` -> `pub export fn`, where the function is not generic and its name is still free. */
export function exportFunction({ file, snapshot, range, projects }: ActionContext): readonly CodeAction[] {
  const exported = new Set(projects.flatMap((project) => project.analysis().module.exports.map(({ symbol }) => symbol)));
  const member = functionAround(file, range);
  if (member === undefined || !member.isPub || member.linkage !== null) return [];
  const head = file.text.slice(member.start, member.nameRange.start);
  const isGeneric = member.params.some(
    ({ isComptime, type }) => isComptime || ["type", "anytype"].includes(file.text.slice(type.start, type.end)),
  );
  if (isGeneric || member.isVariadic || member.isBroken || /\binline\b/.test(head) || exported.has(member.name)) return [];
  const keyword = member.start + head.lastIndexOf("fn");
  return [
    {
      title: `Export ${member.name} over the C ABI`,
      kind: CodeActionKind.RefactorRewrite,
      ...editOf(snapshot, file, [insertion(keyword, "export ")]),
    },
  ];
}
