// Stands in for the `code` executable: takes the arguments of @vscode/test-electron and runs the tests in the VS Code server, with a
// headless Chromium as its window. Environment: ZIG_FFI_HOST_TIMEOUT (seconds until the tests must have started, 120),
// ZIG_FFI_HOST_VERBOSE (window and server log on stderr too), ZIG_FFI_HOST_SIZE (1400x900).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Page } from "playwright-core";
import { findChromium } from "./chromium.ts";
import { parseCodeArguments, type CodeArguments, type Folders, type TestRun } from "./codeArguments.ts";
import { openHostLog } from "./hostLog.ts";
import { hostVariables } from "./hostMessages.ts";
import { hostPaths, hostPins } from "./hostPaths.ts";
import { runServerCommand, startServer } from "./hostServer.ts";
import { openWindow, openWorkbench } from "./hostWindow.ts";
import type { Outcome } from "./outcome.ts";
import { lockPort } from "./portLock.ts";
import { openTestChannel } from "./testChannel.ts";

const paths = hostPaths(process.env);
const scratch = mkdtempSync(join(tmpdir(), "vsh-"));
// Exit: the browser's driver keeps handles that would hold the process.
process.exit(await main(parseCodeArguments(process.argv.slice(2))).finally(removeScratch));

function removeScratch(): void {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function main(args: CodeArguments): Promise<number> {
  switch (args.kind) {
    case "version":
      console.log(hostPins.vscode);
      return 0;
    case "extensions":
      return runServerCommand({ paths, folders: args.folders, scratch, env: process.env }, args.args);
    case "wrong":
      console.error(`vscode-host: ${args.problem}`);
      return 2;
    case "tests":
      return runTests(args.run, args.folders);
  }
}

async function runTests(run: TestRun, folders: Folders): Promise<number> {
  const executable = findChromium(process.env);
  if (executable === undefined) {
    console.error('vscode-host: no Chromium. Run "npm run setup:host".');
    return 2;
  }
  await using cleanup = new AsyncDisposableStack();
  const lock = await lockPort(paths.profiles);
  cleanup.defer(lock.release);
  const log = openHostLog(join(paths.logs, `${lock.port}.log`), process.env);
  cleanup.defer(log.close);
  const socket = join(scratch, "s");
  const channel = openTestChannel(socket);
  cleanup.defer(channel.close);

  // The window comes first: the extension host inherits the server's environment, and tests need the window's address.
  const size = process.env["ZIG_FFI_HOST_SIZE"] ?? "1400x900";
  const window = await openWindow({ profile: join(paths.profiles, String(lock.port)), executable, size });
  cleanup.defer(window.close);
  const env = {
    ...process.env,
    [hostVariables.socket]: socket,
    [hostVariables.tests]: run.testsPath,
    [hostVariables.window]: window.debuggingAddress,
  };
  const server = startServer({ paths, folders, scratch, env, port: lock.port, disableTrust: run.disableTrust, log });
  cleanup.defer(server.stop);
  await Promise.race([server.listening, server.ended]);
  const failed = openWorkbench(window.page, { port: lock.port, run, runner: bundledRunner(), log });
  const started = channel.started.then(() => log.write("host", "tests started"));
  const outcome = await Promise.race([channel.done, failed, server.ended, signalled(), late(started, window.page)]);
  log.write("host", `end ${outcome.code} ${outcome.problem ?? ""}`);
  if (outcome.problem !== undefined) console.error(`vscode-host: ${outcome.problem} (log: ${log.file})`);
  return outcome.code;
}

/** The extension host loads CommonJS. */
function bundledRunner(): string {
  const outfile = join(scratch, "runner.cjs");
  buildSync({
    entryPoints: [join(import.meta.dirname, "runner.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "warning",
  });
  return outfile;
}

function signalled(): Promise<Outcome> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve({ code: 130, problem: `stopped by ${signal}` }));
  });
}

/** Leaves a picture of the window when the tests do not start in time. */
async function late(started: Promise<void>, page: Page): Promise<Outcome> {
  const seconds = Number(process.env["ZIG_FFI_HOST_TIMEOUT"] ?? 120);
  const never = new Promise<never>(() => undefined);
  const isLate = await Promise.race([
    started.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), seconds * 1000).unref()),
  ]);
  if (!isLate) return never;
  const picture = join(paths.logs, "not-started.png");
  await page.screenshot({ path: picture }).catch(() => undefined);
  return { code: 2, problem: `the tests had not started after ${seconds} s; the window then: ${picture}` };
}
