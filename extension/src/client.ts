import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type DocumentFilter,
  type ErrorHandler,
  type NodeModule,
} from "vscode-languageclient/node";
import { clientCommands, serverCommands } from "../../server/src/protocol/methods.ts";
import type { InitializationOptions } from "../../server/src/protocol/settings.ts";
import { cliPath } from "./cli.ts";
import { commandIds } from "./commandIds.ts";

/** A client of the bundled server, not started. It starts the server again when that ends by itself. */
export function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const server: NodeModule = { module: cliPath(context.extensionUri), args: ["lsp"], transport: TransportKind.stdio };
  const debug: NodeModule = { ...server, options: { execArgv: ["--inspect=6019"] } };
  return new LanguageClient(
    "zigFfi",
    "Zig FFI",
    { run: server, debug },
    {
      documentSelector: documentSelector(),
      middleware: { executeCommand: (command, args: unknown[], next): unknown => paletteCommand(command, args) ?? next(command, args) },
      initializationOptions,
      errorHandler: restarting(),
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      markdown: { supportHtml: false },
    },
  );
}

/** What is on disk, unsaved, or in the virtual file system of the workspace; not the left side of a diff. */
function documentSelector(): DocumentFilter[] {
  const schemes = new Set(["file", "untitled", ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]);
  return [...schemes].flatMap((scheme) => [
    { scheme, language: "zig" },
    ...scriptLanguages.map((language) => ({ scheme, language })),
    { scheme, pattern: "**/zig-ffi.json" },
  ]);
}

/** Of scripts that use bindings or declare native functions by hand. */
const scriptLanguages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

/** Lenses and code actions name the server's commands; by way of the palette's they show progress and say how it went. */
function paletteCommand(command: string, args: readonly unknown[]): Thenable<unknown> | undefined {
  const names = { generate: commandIds.generate, build: commandIds.build, check: commandIds.check } as const;
  for (const name of ["generate", "build", "check"] as const)
    if (command === serverCommands[name]) return vscode.commands.executeCommand(names[name], ...args);
  return undefined;
}

/** A function, so that a restarted server learns what has changed since. */
function initializationOptions(): InitializationOptions {
  const zigExtensionPath = vscode.workspace.getConfiguration("zig").get<string>("path", "");
  return {
    isTrusted: vscode.workspace.isTrusted,
    clientCommands: [clientCommands.showReferences, clientCommands.showLayout, clientCommands.runSpecs],
    ...(zigExtensionPath === "" ? {} : { zigExtensionPath }),
  };
}

const restarts = { most: 5, withinMs: 3 * 60_000 };

/** Starts the server again however it ended, unless that happens over and over. */
function restarting(): ErrorHandler {
  let ends: readonly number[] = [];
  return {
    // Writing to a server that has just died is an error too; what to do is decided when the connection closes.
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      const now = Date.now();
      ends = [...ends.filter((end) => now - end < restarts.withinMs), now];
      if (ends.length <= restarts.most) return { action: CloseAction.Restart, handled: true };
      const message = vscode.l10n.t(
        "The Zig FFI server ended {0} times within three minutes and stays off. Its log says why.",
        ends.length,
      );
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
