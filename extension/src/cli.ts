import { spawn } from "node:child_process";
import * as vscode from "vscode";

/** The bundled command line tool; the language server is one of its commands. */
export function cliPath(extensionUri: vscode.Uri): string {
  return vscode.Uri.joinPath(extensionUri, "dist", "cli.js").fsPath;
}

/** In desktop VS Code the executable that runs us is Electron, which needs this to be a Node. */
export const asNode = { ELECTRON_RUN_AS_NODE: "1" } as const;

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  readonly extensionUri: vscode.Uri;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly token?: vscode.CancellationToken;
  readonly onLine?: (line: string) => void;
}

/** Runs the tool to its end; cancelling kills it. Throws only when it cannot be started. */
export function runCli({ extensionUri, args, cwd, token, onLine }: CliRun): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliPath(extensionUri), ...args], {
      cwd,
      env: { ...process.env, ...asNode, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        for (const line of text.split("\n")) if (line.trim() !== "") onLine?.(line.trim());
      });
    const cancelling = token?.onCancellationRequested(() => child.kill());
    child.once("error", reject);
    child.once("close", (code) => {
      cancelling?.dispose();
      resolve({ code: code ?? 1, ...output });
    });
  });
}
