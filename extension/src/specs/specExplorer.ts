import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import { methods } from "../../../server/src/protocol/methods.ts";
import type { SpecFile, SpecFilesChange, SpecsOf, SpecsOfParams } from "../../../server/src/protocol/specFiles.ts";
import { createSpecRunner } from "./specRunner.ts";
import { benchTag, createSpecTree } from "./specTree.ts";

export interface SpecExplorerOptions {
  readonly client: LanguageClient;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
}

/** What VS Code gives to commands in the menus of a test's message. */
export interface TestMessageArgument {
  readonly test?: vscode.TestItem;
}

export interface SpecExplorer {
  readonly controller: vscode.TestController;
  readonly runProfile: vscode.TestRunProfile;
  /** Runs the specs that use an export. */
  readonly runOf: (of: SpecsOfParams) => Promise<void>;
  /** The same for the export under the cursor. */
  readonly runOfEditor: () => Promise<void>;
  /** Shows the Zig line in which a test has crashed. */
  readonly openZigLine: (of?: TestMessageArgument) => Promise<void>;
  readonly dispose: () => void;
}

/** The Test Explorer's view of spec files: what the server says of them, and runs of them. */
export function createSpecExplorer({ client, log, extensionUri }: SpecExplorerOptions): SpecExplorer {
  const controller = vscode.tests.createTestController("zigFfi", vscode.l10n.t("Zig FFI Specs"));
  const tree = createSpecTree(controller);
  const diagnostics = vscode.languages.createDiagnosticCollection("zig-ffi-specs");
  const zigPlaces = new Map<string, vscode.Location>();
  const runner = createSpecRunner({ client, extensionUri, log, controller, tree, diagnostics, zigPlaces });
  const { Run, Debug } = vscode.TestRunProfileKind;
  const runProfile = controller.createRunProfile(
    vscode.l10n.t("Run"),
    Run,
    (request, token) => runner.run(request, token, "run"),
    true,
    undefined,
    true,
  );
  controller.createRunProfile(vscode.l10n.t("Debug"), Debug, (request, token) => runner.run(request, token, "debug"), true);
  controller.createRunProfile(vscode.l10n.t("Bench"), Run, (request, token) => runner.run(request, token, "bench"), false, benchTag);

  const load = async (): Promise<void> => {
    const files = await requestSpecs(client);
    const uris = new Set(files.map(({ uri }) => uri));
    for (const file of files) tree.set(file);
    for (const item of tree.files()) if (!uris.has(item.id)) tree.remove(item.id);
  };
  const loadQuietly = (): void => void load().catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
  controller.refreshHandler = load;

  const onChange = ({ changed, removed, stale }: SpecFilesChange): void => {
    for (const file of changed) tree.set(file);
    for (const uri of removed) tree.remove(uri);
    const items = stale.flatMap((uri) => (runner.isWatched(uri) ? [] : (tree.fileItem(uri) ?? [])));
    if (items.length > 0) controller.invalidateTestResults(items);
  };
  const subscriptions = [
    controller,
    diagnostics,
    client.onNotification(methods.specsChanged, onChange),
    client.onDidChangeState(({ newState }) => (newState === State.Running ? loadQuietly() : undefined)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => diagnostics.delete(document.uri)),
  ];
  const runOf = async (params: SpecsOfParams): Promise<void> => {
    const found = await requestSpecsOf(client, params);
    const items = (found?.uses ?? []).flatMap(({ uri, items: used }) =>
      used === null ? (tree.fileItem(uri) ?? []) : used.flatMap((item) => tree.specItem(uri, item) ?? []),
    );
    if (items.length === 0) {
      const text = found === null ? vscode.l10n.t("Put the cursor on an export fn.") : vscode.l10n.t("No spec uses {0}.", found.symbol);
      void vscode.window.showInformationMessage(text);
      return;
    }
    const source = new vscode.CancellationTokenSource();
    await runner.run(new vscode.TestRunRequest(items, undefined, runProfile), source.token, "run");
    source.dispose();
  };
  return {
    controller,
    runProfile,
    runOf,
    runOfEditor: async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) return;
      const { line, character } = editor.selection.active;
      await runOf({ uri: editor.document.uri.toString(), position: { line, character } });
    },
    openZigLine: async (of) => {
      const place = of?.test === undefined ? undefined : zigPlaces.get(of.test.id);
      if (place !== undefined) await vscode.window.showTextDocument(place.uri, { selection: place.range });
    },
    dispose: () => void vscode.Disposable.from(...subscriptions).dispose(),
  };
}

async function requestSpecs(client: LanguageClient): Promise<readonly SpecFile[]> {
  await client.start();
  return client.sendRequest<readonly SpecFile[]>(methods.specs);
}

async function requestSpecsOf(client: LanguageClient, params: SpecsOfParams): Promise<SpecsOf | null> {
  await client.start();
  return client.sendRequest<SpecsOf | null>(methods.specsOf, params);
}
