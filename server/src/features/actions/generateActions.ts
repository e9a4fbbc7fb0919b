import { CodeActionKind, type CodeAction, type Diagnostic } from "vscode-languageserver";
import type { LibraryCommandParams } from "../../protocol/libraries.ts";
import { serverCommands } from "../../protocol/methods.ts";
import type { ProjectLibrary } from "../../workspace/projectLibrary.ts";
import type { Snapshot } from "../snapshot.ts";
import { exportAround } from "../zigSymbol.ts";
import type { ActionContext } from "./actionContext.ts";

/** At an export whose bindings are missing or stale: write them. */
export function generateAtExport({ projects, file, range, snapshot, diagnostics }: ActionContext): readonly CodeAction[] {
  return projects.flatMap((project) => {
    if (project.isLoose) return [];
    const around = exportAround(project, file, range);
    return around === null ? [] : generateActions(snapshot, project, { symbol: around.item.symbol, diagnostics });
  });
}

/** On a generated file that is not current. */
export function generateAtBindings(snapshot: Snapshot, project: ProjectLibrary, diagnostics: readonly Diagnostic[]): readonly CodeAction[] {
  return generateActions(snapshot, project, { symbol: null, diagnostics });
}

interface Wanted {
  /** The function at the cursor. */
  readonly symbol: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

function generateActions(snapshot: Snapshot, project: ProjectLibrary, { symbol, diagnostics }: Wanted): readonly CodeAction[] {
  const { name, root } = project.library;
  const state = project.bindingsState();
  if (state === "fresh" || state === "foreign") return [];
  const titles = {
    missing: symbol === null ? `Generate bindings of ${name}` : `Generate bindings of ${name}, with ${symbol}`,
    stale: `Generate the bindings of ${name} again`,
    edited: `Generate the bindings of ${name} again and lose what was edited by hand`,
  };
  const params: LibraryCommandParams = { root: snapshot.uri(root), ...(state === "edited" ? { force: true } : {}) };
  const shown = diagnostics.filter(({ code }) => code === "abi/stale-bindings");
  return [
    {
      title: titles[state],
      kind: state === "missing" ? CodeActionKind.RefactorRewrite : CodeActionKind.QuickFix,
      ...(shown.length === 0 ? {} : { diagnostics: shown, isPreferred: state === "stale" }),
      command: { title: titles[state], command: serverCommands.generate, arguments: [params] },
    },
  ];
}
