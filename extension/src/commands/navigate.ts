import * as vscode from "vscode";
import type { Position, Range } from "../../../server/src/protocol/places.ts";
import type { CommandContext } from "./commandContext.ts";
import { chooseLibrary } from "./chooseLibrary.ts";
import { generateForEditor } from "./generate.ts";

/** From Zig to the bindings file; to the declaration of the export under the cursor where there is one. */
export async function openBindings(context: CommandContext): Promise<void> {
  const library = await chooseLibrary(context.libraries);
  if (library === undefined) return;
  if (library.bindings === "missing") {
    const generate = vscode.l10n.t("Generate");
    const text = vscode.l10n.t("{0} has no bindings yet.", library.name);
    if ((await vscode.window.showInformationMessage(text, generate)) !== generate) return;
    await generateForEditor(context, { root: library.root });
  }
  const word = wordAtCursor();
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(library.out));
  const selection = word === undefined ? undefined : declarationIn(document, word);
  await vscode.window.showTextDocument(document, selection === undefined ? {} : { selection });
}

/** From TypeScript to the Zig export that the name under the cursor stands for; else to the root of the library. */
export async function goToZig(context: CommandContext): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const target = editor === undefined ? undefined : await zigDefinition(editor);
  if (target !== undefined) {
    await vscode.window.showTextDocument(target.uri, { selection: target.range });
    return;
  }
  const library = await chooseLibrary(context.libraries);
  if (library !== undefined) await vscode.window.showTextDocument(vscode.Uri.parse(library.root));
}

/** What code lenses give is the protocol's; the editor's own command wants its own classes. */
export async function showReferences(
  uri: string,
  position: Position,
  locations: readonly { readonly uri: string; readonly range: Range }[],
): Promise<void> {
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    vscode.Uri.parse(uri),
    positionOf(position),
    locations.map(
      ({ uri: file, range }) =>
        new vscode.Location(vscode.Uri.parse(file), new vscode.Range(positionOf(range.start), positionOf(range.end))),
    ),
  );
}

function positionOf({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}

async function zigDefinition({
  document,
  selection,
}: vscode.TextEditor): Promise<{ readonly uri: vscode.Uri; readonly range: vscode.Range } | undefined> {
  const found = await vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    document.uri,
    selection.active,
  );
  const places = found.map((place) =>
    "targetUri" in place
      ? { uri: place.targetUri, range: place.targetSelectionRange ?? place.targetRange }
      : { uri: place.uri, range: place.range },
  );
  return places.find(({ uri }) => uri.path.endsWith(".zig"));
}

function wordAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active, /[A-Za-z_]\w*/);
  return range === undefined ? undefined : editor?.document.getText(range);
}

/** The first line that declares the name: a member of an interface, or an exported type. */
function declarationIn(document: vscode.TextDocument, word: string): vscode.Range | undefined {
  const match = new RegExp(`^(?:export (?:interface|type|const) | +)(${word})\\b[(:? =<{]`, "m").exec(document.getText());
  if (match === null) return undefined;
  const start = document.positionAt(match.index + match[0].indexOf(word));
  return new vscode.Range(start, start.translate(0, word.length));
}
