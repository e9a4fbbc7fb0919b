import * as vscode from "vscode";

export interface ViewDocument {
  /** What the tab says. */
  readonly name: string;
  readonly text: string;
  readonly language: string;
}

export interface ViewDocuments {
  /** Shows the text beside the editor; one tab a name. */
  readonly show: (view: ViewDocument) => Promise<void>;
  readonly dispose: () => void;
}

const scheme = "zig-ffi";

/** Read-only documents of ours: binding plans, the doctor's report. */
export function registerViewDocuments(): ViewDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? "",
  });
  const closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => (uri.scheme === scheme ? texts.delete(uri.path) : undefined));
  return {
    show: async ({ name, text, language }) => {
      const uri = vscode.Uri.from({ scheme, path: `/${name}` });
      texts.set(uri.path, text);
      changed.fire(uri);
      const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), language);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
    },
    dispose: () => void vscode.Disposable.from(provider, changed, closed).dispose(),
  };
}
