import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Folders } from "./codeArguments.ts";
import type { HostLog } from "./hostLog.ts";
import type { HostPaths } from "./hostPaths.ts";
import type { Outcome } from "./outcome.ts";

export interface ServerOptions {
  readonly paths: HostPaths;
  readonly folders: Folders;
  /** For what the server writes on its own. */
  readonly scratch: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface HostServer {
  readonly listening: Promise<void>;
  readonly ended: Promise<Outcome>;
  readonly stop: () => Promise<void>;
}

/** Runs the server's own command line, for example to install an extension. Returns its exit code. */
export function runServerCommand(options: ServerOptions, args: readonly string[]): number {
  const result = spawnSync(process.execPath, [options.paths.serverMain, ...commonArguments(options), ...args], {
    stdio: "inherit",
    env: serverEnvironment(options),
  });
  return result.status ?? 1;
}

export function startServer(
  options: ServerOptions & { readonly port: number; readonly disableTrust: boolean; readonly log: HostLog },
): HostServer {
  const { port, log } = options;
  const args = [
    options.paths.serverMain,
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
    // Without it a built workbench ignores extensions under development.
    "--enable-smoke-test-driver",
    ...(options.disableTrust ? ["--disable-workspace-trust"] : []),
    ...commonArguments(options),
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env: serverEnvironment(options) });
  const listening = Promise.withResolvers<undefined>();
  const ended = new Promise<Outcome>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code: 2, problem: `the VS Code server ended (${String(code ?? signal)})` }));
    child.once("error", (error) => resolve({ code: 2, problem: error.message }));
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    log.write("server", text);
    output = (output + text).slice(-4000);
    if (/listening on \d+/.test(output)) listening.resolve(undefined);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => log.write("server", text));
  return { listening: listening.promise, ended, stop: () => stopProcess(child) };
}

function commonArguments({ folders, scratch }: ServerOptions): readonly string[] {
  return [
    "--accept-server-license-terms",
    ...["--telemetry-level", "off"],
    ...["--server-data-dir", join(scratch, "server")],
    ...["--user-data-dir", folders.userData ?? join(scratch, "user-data")],
    ...["--extensions-dir", folders.extensions ?? join(scratch, "extensions")],
  ];
}

function serverEnvironment({ env, paths }: ServerOptions): NodeJS.ProcessEnv {
  const own = { ...env, EXTENSIONS_GALLERY: "{}", NODE_COMPILE_CACHE: join(paths.cache, "compile-cache"), NODE_OPTIONS: "" };
  // Set when the tests are started from a terminal inside VS Code; they would change what the server is. The test runner's own
  // context would make a mocha run inside the extension host report to the outer runner.
  const inherited = new Set(["ELECTRON_RUN_AS_NODE", "VSCODE_IPC_HOOK_CLI", "NODE_TEST_CONTEXT"]);
  return Object.fromEntries(Object.entries(own).filter(([name]) => !inherited.has(name)));
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
  await exit;
  clearTimeout(timer);
}
