// From the start of the server's process to the first diagnostics, for a folder that holds a fixture.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
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

async function firstDiagnostics(fixture: string, source: string): Promise<number> {
  const folder = join(fixturesFolder, fixture);
  const uri = pathToFileURL(join(folder, source)).href;
  // One thing is wrong, so that there is something to tell.
  const text = `${readFileSync(join(folder, source), "utf8")}\nexport fn bench_wrong(x: []u8) void {\n    _ = x;\n}\n`;
  const start = performance.now();
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const told = new Promise<void>((resolve) => {
    connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: { readonly uri: string; readonly diagnostics: readonly object[] }) => {
        if (params.uri === uri && params.diagnostics.length > 0) resolve();
      },
    );
  });
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: fixture }],
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "zig", version: 1, text } });
  await told;
  const time = performance.now() - start;
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  connection.dispose();
  child.kill();
  return time;
}
