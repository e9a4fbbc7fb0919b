import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import type { LibraryInfo } from "../../server/src/protocol/libraries.ts";
import { methods } from "../../server/src/protocol/methods.ts";
import { requestLibraries, requestPlan } from "./requests.ts";

/** What the server says of the workspace's libraries, fetched when first asked for and again after each change. */
export interface Libraries {
  readonly all: () => Promise<readonly LibraryInfo[]>;
  readonly onDidChange: vscode.Event<void>;
  /** The library of a document: by its root, its bindings, or what its root imports. */
  readonly of: (document: vscode.TextDocument) => Promise<LibraryInfo | undefined>;
  readonly dispose: () => void;
}

export function createLibraries(client: LanguageClient): Libraries {
  const changed = new vscode.EventEmitter<void>();
  let known: Promise<readonly LibraryInfo[]> | undefined;
  const forget = (): void => {
    known = undefined;
    changed.fire();
  };
  const all = (): Promise<readonly LibraryInfo[]> => {
    known ??= requestLibraries(client).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const subscriptions = [
    client.onNotification(methods.librariesChanged, forget),
    client.onDidChangeState(({ newState }) => (newState === State.Running ? forget() : undefined)),
    changed,
  ];
  return {
    all,
    onDidChange: changed.event,
    of: async (document) => libraryOf(client, await all(), document),
    dispose: () => void vscode.Disposable.from(...subscriptions).dispose(),
  };
}

async function libraryOf(
  client: LanguageClient,
  libraries: readonly LibraryInfo[],
  document: vscode.TextDocument,
): Promise<LibraryInfo | undefined> {
  const uri = document.uri.toString();
  const isSame = (other: string): boolean => vscode.Uri.parse(other).toString() === uri;
  const own = libraries.find(({ root, out }) => isSame(root) || isSame(out));
  if (own !== undefined || document.languageId !== "zig") return own;
  const plan = await requestPlan(client, { uri, position: { line: 0, character: 0 } });
  return libraries.find(({ root }) => root === plan?.root);
}
