import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
} from "vscode-languageserver/node";
import { parseTarget } from "../../server/src/model/target.ts";
import { startServer } from "../../server/src/lsp/server.ts";
import { parser as scripts } from "../unit/bindings/declared.ts";
import { parser } from "../unit/syntax/zig.ts";

/** A folder of real files that goes when the test ends. */
export interface Folder extends Disposable {
  readonly path: string;
  uri(name: string): string;
  write(name: string, text: string): void;
}

export function folderOf(files: Readonly<Record<string, string>>): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "zig-ffi-lsp-"))).replaceAll("\\", "/");
  const folder: Folder = {
    path,
    uri: (name) => pathToFileURL(name === "" ? path : `${path}/${name}`).href,
    write(name, text) {
      mkdirSync(dirname(`${path}/${name}`), { recursive: true });
      writeFileSync(`${path}/${name}`, text);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}

export interface Client extends AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** The last diagnostics of each URI that were pushed. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Messages of the log, and titles of progress as `progress: title`. */
  readonly log: readonly string[];
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, text: string): Promise<void>;
  /** Diagnostics of a URI once `accept` takes them. */
  pushed(uri: string, accept?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
}

export interface ClientOptions {
  readonly folders: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly initializationOptions?: Readonly<Record<string, unknown>>;
  /** Cancels what shows progress of this title. */
  readonly cancelProgress?: RegExp;
}

const waitMs = 10_000;

export interface Server extends Disposable {
  /** The client's end. */
  readonly connection: ProtocolConnection;
}

/** A server in this process, over streams in memory, that nobody has said a word to. */
export function connectServer({ isListening = true } = {}): Server {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const target = parseTarget("x86_64-linux-gnu");
  if (target === undefined) throw new Error("no target");
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(server, {
    parser,
    scripts: () => Promise.resolve(scripts),
    version: "0.0.0",
    target,
    env: process.env,
    platform: process.platform,
    docs: "https://docs.example/codes",
  });
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  if (isListening) connection.listen();
  return {
    connection,
    [Symbol.dispose]() {
      connection.dispose();
      server.dispose();
    },
  };
}

/** A client of a server in this process. */
export async function startClient({
  folders,
  capabilities = {},
  settings = {},
  initializationOptions = {},
  cancelProgress,
}: ClientOptions): Promise<Client> {
  const server = connectServer({ isListening: false });
  const { connection } = server;
  const diagnostics = new Map<string, readonly Diagnostic[]>();
  const log: string[] = [];
  const waiting = new Set<() => void>();
  const versions = new Map<string, number>();
  connection.onNotification("textDocument/publishDiagnostics", (params: { uri: string; diagnostics: Diagnostic[] }) => {
    diagnostics.set(params.uri, params.diagnostics);
    for (const check of waiting) check();
  });
  connection.onNotification("window/logMessage", (params: { message: string }) => void log.push(params.message));
  connection.onRequest("workspace/configuration", () => [{ diagnosticsDelay: 0, ...settings }]);
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/diagnostic/refresh", () => {
    log.push("refresh: diagnostics");
    return null;
  });
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.onNotification("$/progress", ({ token, value }: { token: string; value: { kind: string; title?: string } }) => {
    if (value.kind === "begin" && cancelProgress?.test(value.title ?? "") === true)
      void connection.sendNotification("window/workDoneProgress/cancel", { token });
    if (value.kind === "begin") log.push(`progress: ${value.title ?? ""}`);
  });
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>("initialize", {
    processId: null,
    rootUri: null,
    capabilities: { ...capabilities, workspace: { configuration: true, ...capabilities.workspace } },
    workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    initializationOptions,
  });
  await connection.sendNotification("initialized", {});
  return {
    connection,
    initialized,
    diagnostics,
    log,
    async open(uri, text, languageId = "zig") {
      versions.set(uri, 1);
      await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
    },
    async change(uri, text) {
      const version = (versions.get(uri) ?? 1) + 1;
      versions.set(uri, version);
      await connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
    },
    pushed: (uri, accept = () => true) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = diagnostics.get(uri);
          if (found === undefined || !accept(found)) return;
          waiting.delete(check);
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`no such diagnostics of ${uri}; the last are ${JSON.stringify(diagnostics.get(uri))}; log: ${log.join("; ")}`));
        }, waitMs);
        waiting.add(check);
        check();
      }),
    async [Symbol.asyncDispose]() {
      await connection.sendRequest("shutdown");
      server[Symbol.dispose]();
    },
  };
}

/** `line:column severity code message`, 1-based. */
export function shownDiagnostics(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ range, severity, code, message }) =>
      `${range.start.line + 1}:${range.start.character + 1}-${range.end.line + 1}:${range.end.character + 1} ${["", "error", "warning", "information", "hint"][severity ?? 0] ?? ""} ${String(code ?? "")} ${typeof message === "string" ? message : message.value}`,
  );
}
