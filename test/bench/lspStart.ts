// The language server as a process: its start, its memory, and whether it rests.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ProtocolConnection } from "vscode-languageserver/node";
import { fixturesFolder, root } from "../support/fixtures.ts";

const runs = 7;

/** Needs the built command line tool. */
export async function startRow(fixture: string, source: string): Promise<string> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) times.push(await firstDiagnostics(fixture, source));
  times.sort((a, b) => a - b);
  const [least = NaN] = times;
  const median = times[Math.floor(runs / 2)] ?? NaN;
  return `start of the server to first diagnostics, ${fixture}: median ${median.toFixed(0)} ms, least ${least.toFixed(0)} ms`;
}

/** A server of its own over a large folder: time until its libraries are known, the most memory it had, and what it does while nothing happens. */
export async function folderRow(folder: string): Promise<string> {
  await using server = startServer(folder, "large");
  const start = performance.now();
  await server.initialize();
  const libraries: readonly unknown[] = await server.connection.sendRequest("zigFfi/libraries");
  const time = performance.now() - start;
  const usage = resourcesOf(server.pid);
  await sleep(idleMs / 2);
  const before = resourcesOf(server.pid);
  await sleep(idleMs);
  const idle = resourcesOf(server.pid).cpuTicks - before.cpuTicks;
  return `a server over the compiler's std: ${String(libraries.length)} libraries read after ${time.toFixed(0)} ms, at most ${usage.peakMb.toFixed(0)} MB; then ${String(idle)} ticks of CPU in ${String(idleMs / 1000)} s`;
}

const idleMs = 4000;

/** Linux only: NaN elsewhere. */
function resourcesOf(pid: number): { readonly peakMb: number; readonly cpuTicks: number } {
  if (process.platform !== "linux") return { peakMb: NaN, cpuTicks: NaN };
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1];
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, "utf8")
      .split(") ")
      .at(-1)
      ?.split(" ") ?? [];
  return { peakMb: Number(peak) / 1024, cpuTicks: Number(fields[11]) + Number(fields[12]) };
}

async function firstDiagnostics(fixture: string, source: string): Promise<number> {
  const folder = join(fixturesFolder, fixture);
  const uri = pathToFileURL(join(folder, source)).href;
  // One thing is wrong, so that there is something to tell.
  const text = `${readFileSync(join(folder, source), "utf8")}\nexport fn bench_wrong(x: []u8) void {\n    _ = x;\n}\n`;
  const start = performance.now();
  await using server = startServer(folder, fixture);
  const told = new Promise<void>((resolve) => {
    server.connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: { readonly uri: string; readonly diagnostics: readonly object[] }) => {
        if (params.uri === uri && params.diagnostics.length > 0) resolve();
      },
    );
  });
  await server.initialize();
  await server.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "zig", version: 1, text } });
  await told;
  return performance.now() - start;
}

interface Server extends AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly pid: number;
  readonly initialize: () => Promise<void>;
}

function startServer(folder: string, name: string): Server {
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  return {
    connection,
    pid: child.pid ?? 0,
    async initialize() {
      connection.listen();
      const workspaceFolders = [{ uri: pathToFileURL(folder).href, name }];
      await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders });
      await connection.sendNotification("initialized", {});
    },
    async [Symbol.asyncDispose]() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      connection.dispose();
      child.kill();
    },
  };
}
