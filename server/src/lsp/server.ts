import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  InitializeRequest,
  ResponseError,
  TextDocuments,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Target } from "../model/target.ts";
import { methods } from "../protocol/methods.ts";
import { defaultSettings, type TrustParams } from "../protocol/settings.ts";
import type { ScriptParser, SpecParser } from "../syntax/bindings/scriptGrammar.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import type { Environment } from "../toolchain/environment.ts";
import { configFileName } from "../workspace/config.ts";
import { scriptExtensions } from "../workspace/scriptImports.ts";
import { bufferHost } from "./bufferHost.ts";
import { serverCapabilities } from "./capabilities.ts";
import { registerDocuments } from "./documentEvents.ts";
import { executeCommand } from "./executeCommand.ts";
import { registerFeatureRequests } from "./featureRequests.ts";
import { createFileIndex } from "./fileIndex.ts";
import { quietly } from "./guard.ts";
import { indexFolders } from "./indexing.ts";
import { createOpenDocuments } from "./openDocuments.ts";
import { createProject } from "./project.ts";
import { createPublisher } from "./publisher.ts";
import type { Session } from "./session.ts";
import { readInitializationOptions } from "./settings.ts";
import { createSpecFiles } from "./specFiles.ts";
import { registerSpecs } from "./specRequests.ts";
import { pathOfDocument, pathOfFolderUri, pathOfUri, uriOfPath } from "./uris.ts";
import { readClientSettings, registerFolders, registerWorkspace } from "./workspaceEvents.ts";
import { zigOf } from "./zig.ts";

export interface ServerEnvironment {
  readonly parser: ZigParser;
  /** Loads the parser of scripts, when there are specs or hand-written declarations. */
  readonly scripts: () => Promise<ScriptParser & SpecParser>;
  readonly version: string;
  readonly target: Target;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** Address of the documentation of the issue codes; undefined where the package has none. */
  readonly docs: string | undefined;
}

/** Serves one client over a connection that does not listen yet. */
export function startServer(connection: Connection, environment: ServerEnvironment): void {
  const documents = new TextDocuments(TextDocument);
  let isInitialized = false;
  // A session is only there after `initialize`: what comes before is refused or, where nobody waits for an answer, dropped.
  connection.onRequest((method) =>
    isInitialized
      ? new ResponseError<void>(ErrorCodes.MethodNotFound, `zig-ffi does not know ${method}`)
      : new ResponseError<void>(ErrorCodes.ServerNotInitialized, `${method} before initialize`),
  );
  connection.onShutdown(() => new ResponseError<void>(ErrorCodes.ServerNotInitialized, "shutdown before initialize"));
  connection.onInitialize((params): InitializeResult => {
    isInitialized = true;
    connection.onRequest(InitializeRequest.method, () => new ResponseError(ErrorCodes.InvalidRequest, "zig-ffi is initialized already"));
    documents.listen(connection);
    const session = createSession(connection, documents, { environment, params });
    register(session);
    return {
      capabilities: serverCapabilities(params.capabilities),
      serverInfo: { name: "zig-ffi", version: environment.version },
    };
  });
  connection.listen();
}

interface SessionStart {
  readonly environment: ServerEnvironment;
  readonly params: InitializeParams;
}

function createSession(connection: Connection, documents: TextDocuments<TextDocument>, { environment, params }: SessionStart): Session {
  const options = readInitializationOptions(params.initializationOptions);
  const open = createOpenDocuments(documents);
  const log = (message: string): void => connection.console.error(message);
  const index = createFileIndex();
  const docs = options.docs ?? environment.docs;
  const project = createProject({
    host: bufferHost(open.text),
    parser: environment.parser,
    index,
    version: environment.version,
    target: environment.target,
    uri: (path) => open.uri(path) ?? uriOfPath(path),
    scripts: () => session.scripts,
    docs: (code) => (docs === undefined ? undefined : `${docs}#${code.replaceAll("/", "")}`),
  });
  // Specs and hand-written declarations share it.
  let loaded: ReturnType<ServerEnvironment["scripts"]> | undefined;
  const scripts = (): ReturnType<ServerEnvironment["scripts"]> => (loaded ??= environment.scripts());
  const publisher = createPublisher({
    connection,
    project,
    open: open.paths,
    isPulled: params.capabilities.textDocument?.diagnostic !== undefined,
    configs: () => index.configs,
    version: open.version,
    refresh: async () => {
      if (params.capabilities.workspace?.diagnostics?.refreshSupport === true) await connection.languages.diagnostics.refresh();
    },
    log,
  });
  const session: Session = {
    connection,
    documents,
    project,
    index,
    publisher,
    specs: createSpecFiles({ connection, project, index, loadParser: scripts, log }),
    capabilities: params.capabilities,
    options,
    environment: { ...environment, scripts },
    log,
    folders: new Set(foldersOf(params)),
    settings: defaultSettings,
    isTrusted: options.isTrusted,
    isIndexing: false,
    ready: new Promise(() => undefined),
    scanTimers: new Map(),
    zig: undefined,
    scripts: undefined,
    verifying: new Map(),
    open,
    pathOf(uri) {
      const document = documents.get(uri);
      return document === undefined ? pathOfUri(uri) : pathOfDocument(document);
    },
  };
  return session;
}

/** Clients without workspace folders tell one root in the older way. */
function foldersOf(params: InitializeParams): readonly string[] {
  const older: unknown = Reflect.get(params, "rootUri");
  const uris = params.workspaceFolders?.map(({ uri }) => uri) ?? (typeof older === "string" ? [older] : []);
  return uris.flatMap((uri) => pathOfFolderUri(uri) ?? []);
}

function register(session: Session): void {
  const { connection, log } = session;
  let markReady = (): void => undefined;
  session.ready = new Promise((resolve) => (markReady = resolve));
  connection.onInitialized(() =>
    quietly("starting", log, async () => {
      await readClientSettings(session);
      registerFolders(session);
      registerDynamically(session);
      try {
        await indexFolders(session, [...session.folders]);
      } finally {
        markReady();
      }
      session.publisher.schedule(0);
      // What the rules are depends on its version.
      if (session.isTrusted) await zigOf(session);
    }),
  );
  registerFeatureRequests(session);
  registerSpecs(session);
  registerDocuments(session);
  registerWorkspace(session);
  connection.onExecuteCommand((params, token) => executeCommand(session, params, token));
  connection.onNotification(methods.trust, ({ isTrusted }: TrustParams) => {
    session.isTrusted = isTrusted;
    session.zig = undefined;
    if (isTrusted)
      quietly("looking for Zig", log, async () => {
        await zigOf(session);
      });
  });
  connection.onShutdown(() => {
    session.publisher.dispose();
    session.specs.dispose();
    for (const timer of session.scanTimers.values()) clearTimeout(timer);
    for (const abort of session.verifying.values()) abort.abort();
  });
}

function registerDynamically({ connection, capabilities, log }: Session): void {
  const { workspace } = capabilities;
  if (workspace?.didChangeConfiguration?.dynamicRegistration === true)
    quietly("registration", log, async () => {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: "zigFfi" });
    });
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
    quietly("registration", log, async () => {
      const globs = ["**/*.zig", `**/${configFileName}`, `**/*.{${scriptExtensions.join(",")}}`];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: globs.map((globPattern) => ({ globPattern })) });
    });
}
