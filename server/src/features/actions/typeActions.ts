import { CodeActionKind, type CodeAction } from "vscode-languageserver";
import type { Container } from "../../model/decls.ts";
import { declaredContainer } from "../declaredContainer.ts";
import { containerOutlineAt } from "../zigSymbol.ts";
import { editOf, fixed, insertion, issuesAt, type ActionContext } from "./actionContext.ts";

/** `struct` -> `extern struct` for a type that crosses the boundary by value, wherever it is declared. */
export function makeExtern(context: ActionContext): readonly CodeAction[] {
  return issuesAt(context, ["zig/not-extern"]).flatMap(({ project, issue }) => {
    const container = declaredContainer(project.analysis().module, issue);
    if (container === undefined || (container.kind !== "struct" && container.kind !== "union")) return [];
    if (container.layout !== "auto" || (container.kind === "union" && container.isTagged)) return [];
    const title = `Make ${container.name} an extern ${container.kind}`;
    return insertInto(context, container, { title, after: 0, text: "extern " }).map((action) => ({
      ...action,
      ...fixed(context, issue),
      isPreferred: true,
    }));
  });
}

/** `enum` -> `enum(c_int)`. */
export function giveEnumTag(context: ActionContext): readonly CodeAction[] {
  return issuesAt(context, ["zig/enum-without-tag", "zig/not-extern"]).flatMap(({ project, issue }) => {
    const container = declaredContainer(project.analysis().module, issue);
    if (container?.kind !== "enum" || container.tag !== null) return [];
    const title = `Give ${container.name} the tag type c_int`;
    return insertInto(context, container, { title, after: "enum".length, text: "(c_int)" }).map((action) => ({
      ...action,
      ...fixed(context, issue),
      isPreferred: true,
    }));
  });
}

interface Insertion {
  readonly title: string;
  /** Characters behind the start of the container's expression. */
  readonly after: number;
  readonly text: string;
}

function insertInto({ snapshot }: ActionContext, container: Container, { title, after, text }: Insertion): readonly CodeAction[] {
  const file = snapshot.outline(container.span.file);
  const outline = file === undefined ? undefined : containerOutlineAt(file, container.span.start)?.outline;
  if (file === undefined || outline === undefined) return [];
  return [{ title, kind: CodeActionKind.QuickFix, ...editOf(snapshot, file, [insertion(outline.start + after, text)]) }];
}
