import * as vscode from "vscode";
import { ExecuteCommandRequest, WorkDoneProgress, type LanguageClient } from "vscode-languageclient/node";
import type { LayoutView } from "../../server/src/protocol/layoutView.ts";
import type {
  BuildResult,
  CheckResult,
  GenerateResult,
  LibraryCommandParams,
  LibraryInfo,
  LibraryParams,
  PlanView,
  ServerStatus,
  VerifyResult,
} from "../../server/src/protocol/libraries.ts";
import { methods, serverCommands } from "../../server/src/protocol/methods.ts";
import type { PlaceParams } from "../../server/src/protocol/places.ts";

export async function requestLibraries(client: LanguageClient): Promise<readonly LibraryInfo[]> {
  await client.start();
  return client.sendRequest<readonly LibraryInfo[]>(methods.libraries);
}

export async function requestStatus(client: LanguageClient): Promise<ServerStatus> {
  await client.start();
  return client.sendRequest<ServerStatus>(methods.status);
}

export async function requestLayout(
  client: LanguageClient,
  place: PlaceParams,
  token: vscode.CancellationToken,
): Promise<LayoutView | null> {
  await client.start();
  return client.sendRequest<LayoutView | null>(methods.layout, place, token);
}

export async function requestPlan(client: LanguageClient, of: PlaceParams | LibraryParams): Promise<PlanView | null> {
  await client.start();
  return client.sendRequest<PlanView | null>(methods.plan, of);
}

/** What each command of the server gives. */
export interface ServerCommandResults {
  readonly generate: readonly GenerateResult[];
  readonly build: readonly BuildResult[];
  readonly verify: readonly VerifyResult[];
  readonly check: CheckResult;
}

export interface ServerCommand<Name extends keyof ServerCommandResults> {
  readonly name: Name;
  readonly params: LibraryCommandParams;
  /** Of the notification that shows progress and can cancel. */
  readonly title: string;
}

/** Runs a command of the server behind a notification. Undefined when it was cancelled. */
export async function runServerCommand<Name extends keyof ServerCommandResults>(
  client: LanguageClient,
  { name, params, title }: ServerCommand<Name>,
): Promise<ServerCommandResults[Name] | undefined> {
  await client.start();
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const workDoneToken = crypto.randomUUID();
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== "end" && value.message !== undefined) progress.report({ message: value.message });
    });
    try {
      const request = client.sendRequest(
        ExecuteCommandRequest.type,
        { command: serverCommands[name], arguments: [params], workDoneToken },
        token,
      );
      return (await request) as ServerCommandResults[Name];
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
}
