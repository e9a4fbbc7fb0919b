import { CodeActionKind, TextDocumentSyncKind, type ClientCapabilities, type ServerCapabilities } from "vscode-languageserver";
import { serverCommands } from "../protocol/methods.ts";

export function serverCapabilities(client: ClientCapabilities): ServerCapabilities {
  return {
    positionEncoding: "utf-16",
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    workspaceSymbolProvider: true,
    documentLinkProvider: {},
    codeLensProvider: {},
    inlayHintProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
    completionProvider: { triggerCharacters: ["@", " ", "*"] },
    executeCommandProvider: { commands: Object.values(serverCommands) },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(client.textDocument?.diagnostic === undefined
      ? {}
      : {
          diagnosticProvider: {
            documentSelector: [{ language: "zig" }],
            identifier: "zig-ffi",
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }),
  };
}
