import { execFile } from "node:child_process";
import * as vscode from "vscode";

/** Runs TypeScript as it is. */
const least = [22, 18] as const;

/** The user's Node: the setting, else the first on PATH. Says what is wrong with it and gives undefined. */
export async function userNode(): Promise<string | undefined> {
  const setting = vscode.workspace.getConfiguration("zigFfi").get<string>("nodePath", "").trim();
  const node = setting === "" ? "node" : setting;
  const version = await versionOf(node);
  const [major = 0, minor = 0] = (version ?? "").replace(/^v/, "").split(".").map(Number);
  if (version !== undefined && (major > least[0] || (major === least[0] && minor >= least[1]))) return node;
  const problem =
    version === undefined
      ? vscode.l10n.t("Specs need Node 22.18 or newer, and {0} does not start.", node)
      : vscode.l10n.t("Specs need Node 22.18 or newer; {0} is {1}.", node, version);
  const settings = vscode.l10n.t("Open Settings");
  // Not awaited: nobody has to answer before the run ends.
  void vscode.window
    .showErrorMessage(`${problem} ${vscode.l10n.t("Install one, or name one in the setting zigFfi.nodePath.")}`, settings)
    .then((choice) =>
      choice === settings ? vscode.commands.executeCommand("workbench.action.openSettings", "zigFfi.nodePath") : undefined,
    );
  return undefined;
}

function versionOf(node: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(node, ["--version"], { timeout: 10_000, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    );
  });
}
