import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { LayoutView } from "../../../server/src/protocol/layoutView.ts";
import type { PlaceParams, Position } from "../../../server/src/protocol/places.ts";
import { requestLayout } from "../requests.ts";
import { layoutHtml } from "./layoutHtml.ts";
import { layoutTexts } from "./layoutTexts.ts";
import { parseFromWebview, type FromWebview, type ToWebview } from "./layoutView.ts";

export interface LayoutPanel {
  /** Opens the panel beside the editor; default place: the cursor. */
  readonly show: (place?: PlaceParams) => Promise<void>;
  readonly dispose: () => void;
}

interface Shown {
  readonly view: LayoutView;
  readonly place: PlaceParams;
}

const followDelay = 120;

/** One panel that shows the memory layout of the Zig type under the cursor, and follows it. */
export function registerLayoutPanel(extensionUri: vscode.Uri, client: LanguageClient, log: vscode.LogOutputChannel): LayoutPanel {
  let panel: vscode.WebviewPanel | undefined;
  let shown: Shown | undefined;
  let compared: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pending = new vscode.CancellationTokenSource();

  const post = (): void => void panel?.webview.postMessage(messageFor(shown, compared));
  const update = async (place: PlaceParams): Promise<void> => {
    pending.cancel();
    const current = (pending = new vscode.CancellationTokenSource());
    const view = await requestLayout(client, place, current.token).catch((error: unknown) => {
      if (!current.token.isCancellationRequested) log.debug(`no layout: ${String(error)}`);
      return null;
    });
    // Between types the last one stays.
    if (current.token.isCancellationRequested || view === null) return;
    if (view.name !== shown?.view.name || view.uri !== shown.view.uri) compared = null;
    shown = { view, place };
    if (panel !== undefined) panel.title = vscode.l10n.t("Layout of {0}", view.name);
    post();
  };
  const follow = (place: PlaceParams): void => {
    if (panel?.visible !== true) return;
    clearTimeout(timer);
    timer = setTimeout(() => void update(place), followDelay);
  };
  const receive = (message: FromWebview): void => {
    switch (message.kind) {
      case "ready":
        post();
        break;
      case "compare":
        compared = message.index;
        post();
        break;
      case "reveal":
        if (shown !== undefined) void reveal(shown.view, message.field);
    }
  };
  const open = (): void => {
    const dist = vscode.Uri.joinPath(extensionUri, "dist");
    const options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(dist, "webview")] };
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    panel = vscode.window.createWebviewPanel("zigFfi.layout", vscode.l10n.t("Zig Layout"), column, options);
    panel.webview.onDidReceiveMessage((value) => {
      const message = parseFromWebview(value);
      if (message !== undefined) receive(message);
    });
    panel.onDidDispose(() => (panel = undefined));
    panel.webview.html = layoutHtml(panel.webview, dist);
  };

  const subscriptions = [
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => follow(placeOf(textEditor))),
    vscode.window.onDidChangeActiveTextEditor((editor) => (editor === undefined ? undefined : follow(placeOf(editor)))),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document === document) follow(placeOf(editor));
      else if (document.uri.toString() === shown?.place.uri) follow(shown.place);
    }),
  ];
  return {
    show: async (place) => {
      const editor = vscode.window.activeTextEditor;
      const at = place ?? (editor === undefined ? undefined : placeOf(editor));
      if (panel === undefined) open();
      else panel.reveal(undefined, true);
      if (at !== undefined) await update(at);
    },
    dispose: () => {
      clearTimeout(timer);
      pending.dispose();
      panel?.dispose();
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}

function placeOf(editor: vscode.TextEditor): PlaceParams {
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

function messageFor(shown: Shown | undefined, compared: number | null): ToWebview {
  if (shown === undefined) return { kind: "nothing", text: vscode.l10n.t("Put the cursor on an extern or packed type of a Zig file.") };
  const { view, place } = shown;
  const onLine = view.layouts[0]?.fields.find(({ position }) => view.uri === place.uri && position.line === place.position.line);
  const path = `${vscode.workspace.asRelativePath(vscode.Uri.parse(view.uri))}:${view.position.line + 1}`;
  return { kind: "show", view, texts: layoutTexts(), place: path, compared, field: onLine?.name ?? null };
}

async function reveal(view: LayoutView, field: string | null): Promise<void> {
  const found = view.layouts[0]?.fields.find(({ name }) => name === field);
  const { line, character }: Position = found?.position ?? view.position;
  const position = new vscode.Position(line, character);
  const uri = vscode.Uri.parse(view.uri);
  // In the column where the file is open, so that the panel stays beside it.
  const column = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString())?.viewColumn;
  await vscode.window.showTextDocument(uri, {
    selection: new vscode.Range(position, position),
    viewColumn: column ?? vscode.ViewColumn.One,
  });
}
