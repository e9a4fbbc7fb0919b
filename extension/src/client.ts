import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, TransportKind, type NodeModule } from "vscode-languageclient/node";
import { clientCommands } from "../../server/src/protocol/methods.ts";
import type { InitializationOptions } from "../../server/src/protocol/settings.ts";
import { cliPath } from "./cli.ts";

/** A client of the bundled server, not started. It starts the server again when that ends by itself. */
export function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const server: NodeModule = { module: cliPath(context.extensionUri), args: ["lsp"], transport: TransportKind.stdio };
  const debug: NodeModule = { ...server, options: { execArgv: ["--inspect=6019"] } };
  return new LanguageClient(
    "zigFfi",
    "Zig FFI",
    { run: server, debug },
    {
      documentSelector: [{ language: "zig" }, { language: "typescript" }, { pattern: "**/zig-ffi.json" }],
      initializationOptions,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      markdown: { supportHtml: false },
    },
  );
}

/** A function, so that a restarted server learns what has changed since. */
function initializationOptions(): InitializationOptions {
  const zigExtensionPath = vscode.workspace.getConfiguration("zig").get<string>("path", "");
  return {
    isTrusted: vscode.workspace.isTrusted,
    clientCommands: Object.values(clientCommands),
    ...(zigExtensionPath === "" ? {} : { zigExtensionPath }),
  };
}
