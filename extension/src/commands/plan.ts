import * as vscode from "vscode";
import type { CommandContext } from "./commandContext.ts";
import { requestPlan } from "../requests.ts";
import { chooseLibrary } from "./chooseLibrary.ts";

/** The plan of the export under the cursor, else of the whole library. */
export async function showPlan({ client, libraries, documents }: CommandContext): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const { line, character } = editor?.selection.active ?? new vscode.Position(0, 0);
  const atCursor =
    editor === undefined ? null : await requestPlan(client, { uri: editor.document.uri.toString(), position: { line, character } });
  const library = atCursor === null ? await chooseLibrary(libraries) : undefined;
  const plan = library === undefined ? atCursor : await requestPlan(client, { root: library.root });
  if (plan !== null) await documents.show({ name: `${plan.library}.plan.json`, text: plan.text, language: "json" });
}
