import * as vscode from "vscode";
import { createClient } from "./client.ts";
import { registerCommands } from "./commands.ts";
import { registerLayoutPanel } from "./layout/layoutPanel.ts";
import { createLibraries } from "./libraries.ts";
import { createSpecExplorer, type SpecExplorer } from "./specs/specExplorer.ts";
import { registerStatusItems } from "./statusItems.ts";
import { registerTasks } from "./tasks.ts";
import { followTrust } from "./trust.ts";
import { registerViewDocuments } from "./viewDocuments.ts";

/** For tests, which cannot see the Test Explorer otherwise. */
export interface ExtensionApi {
  readonly specs: SpecExplorer;
  /** How long `activate` took, in milliseconds. */
  readonly activatedIn: number;
}

/** Called by VS Code once there is Zig or a zig-ffi.json. Returns before the server is up: everything waits for it by itself. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const started = performance.now();
  const log = vscode.window.createOutputChannel("Zig FFI", { log: true });
  const client = createClient(context, log);
  const libraries = createLibraries(client);
  const documents = registerViewDocuments();
  const layout = registerLayoutPanel(context.extensionUri, client, log);
  const specs = createSpecExplorer({ client, log, extensionUri: context.extensionUri });
  context.subscriptions.push(
    log,
    // Ends the server's process too.
    { dispose: () => void client.dispose() },
    libraries,
    documents,
    layout,
    specs,
    followTrust(client),
    registerCommands({ client, log, libraries, layout, documents, specs, extensionUri: context.extensionUri }),
    registerStatusItems(client, libraries),
    registerTasks(context.extensionUri, libraries),
  );
  client.start().catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
  const activatedIn = performance.now() - started;
  log.info(`activated in ${activatedIn.toFixed(0)} ms`);
  return { specs, activatedIn };
}
