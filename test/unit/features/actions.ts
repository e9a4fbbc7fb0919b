import type { CodeAction, TextEdit } from "vscode-languageserver";
import { codeActions } from "../../../server/src/features/codeActions.ts";
import { linedText, offsetAt } from "../../../server/src/features/positions.ts";
import { scene, type Scene } from "./scene.ts";

export interface Offered {
  readonly scene: Scene;
  readonly actions: readonly CodeAction[];
  readonly titles: readonly string[];
  /** The files that the action with this title changes or makes, as they are afterwards. */
  apply(title: string): Readonly<Record<string, string>>;
}

/** What is offered where `$0` stands. */
export function offered(files: Readonly<Record<string, string>>, prepare: (made: Scene) => void = () => undefined): Offered {
  const made = scene(files);
  prepare(made);
  const { path, offset } = made.place;
  const range = { start: offset, end: offset };
  const actions = codeActions(made.snapshot, { path, range, diagnostics: [], only: undefined, canCreateFiles: true });
  return {
    scene: made,
    actions,
    titles: actions.map(({ title }) => title),
    apply(title) {
      const action = actions.find((each) => each.title === title);
      if (action === undefined) throw new Error(`no action ${title}, only ${actions.map((each) => each.title).join("; ")}`);
      return applied(made, action);
    },
  };
}

function applied(made: Scene, { edit }: CodeAction): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  const change = (uri: string, edits: readonly TextEdit[]): void => {
    const name = uri.replace("file:///p/", "");
    result[name] = edited(made.text(name), edits);
  };
  for (const [uri, edits] of Object.entries(edit?.changes ?? {})) change(uri, edits);
  for (const each of edit?.documentChanges ?? []) {
    if ("textDocument" in each) change(each.textDocument.uri, each.edits as readonly TextEdit[]);
  }
  return result;
}

function edited(text: string, edits: readonly TextEdit[]): string {
  const file = linedText(text);
  const offsets = edits.map(({ range, newText }, i) => ({
    start: offsetAt(file, range.start),
    end: offsetAt(file, range.end),
    newText,
    i,
  }));
  // From the end, so that offsets stay true; of insertions at one place the first stands first.
  let result = text;
  for (const { start, end, newText } of offsets.sort((a, b) => b.start - a.start || b.i - a.i)) {
    result = result.slice(0, start) + newText + result.slice(end);
  }
  return result;
}
