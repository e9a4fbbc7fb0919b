import type * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { LayoutPanel } from "../layout/layoutPanel.ts";
import type { Libraries } from "../libraries.ts";
import type { SpecExplorer } from "../specs/specExplorer.ts";
import type { ViewDocuments } from "../viewDocuments.ts";

/** What the commands work with. */
export interface CommandContext {
  readonly client: LanguageClient;
  readonly log: vscode.LogOutputChannel;
  readonly libraries: Libraries;
  readonly layout: LayoutPanel;
  readonly documents: ViewDocuments;
  readonly specs: SpecExplorer;
  readonly extensionUri: vscode.Uri;
}
