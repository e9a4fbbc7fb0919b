import type { CancellationToken, ClientCapabilities, Connection, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Settings } from "../protocol/settings.ts";
import type { ScriptParser } from "../syntax/bindings/scriptGrammar.ts";
import type { Environment } from "../toolchain/environment.ts";
import type { ZigFound } from "../toolchain/findZig.ts";
import type { FileIndex } from "./fileIndex.ts";
import type { Log } from "./guard.ts";
import type { OpenDocuments } from "./openDocuments.ts";
import type { Project } from "./project.ts";
import type { Publisher } from "./publisher.ts";
import type { SpecFiles } from "./specFiles.ts";
import type { ClientOptions } from "./settings.ts";

/** What the handlers of one client share. */
export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly project: Project;
  readonly index: FileIndex;
  readonly publisher: Publisher;
  readonly specs: SpecFiles;
  readonly capabilities: ClientCapabilities;
  readonly options: ClientOptions;
  readonly environment: {
    readonly version: string;
    readonly env: Environment;
    readonly platform: NodeJS.Platform;
    readonly scripts: () => Promise<ScriptParser>;
  };
  readonly log: Log;
  readonly folders: Set<string>;
  /** Running delays before a look at a file that is being typed, by path. */
  readonly scanTimers: Map<string, NodeJS.Timeout>;
  settings: Settings;
  isTrusted: boolean;
  isIndexing: boolean;
  /** Resolves once the first look at the folders is over. */
  ready: Promise<void>;
  /** Found when first asked for, and again after the settings change. */
  zig: Promise<ZigFound> | undefined;
  /** Undefined until the first script with hand-written declarations is there. */
  scripts: ScriptParser | undefined;
  /** Verifications that run in the background after a save, by root. */
  readonly verifying: Map<string, AbortController>;
  readonly open: OpenDocuments;
  readonly pathOf: (uri: string) => string | undefined;
}

export interface Progress {
  readonly token: CancellationToken;
  report(message: string, percentage?: number): void;
  done(): void;
}
