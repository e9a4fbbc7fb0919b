import * as vscode from "vscode";
import { runCli } from "../cli.ts";
import type { CommandContext } from "./commandContext.ts";
import { requestStatus } from "../requests.ts";
import { ensureTrusted } from "../trust.ts";

/** Downloads a compiler for this user, after asking. */
export async function installZig({ client, extensionUri, log }: CommandContext): Promise<void> {
  if (!(await ensureTrusted(vscode.l10n.t("Installing Zig")))) return;
  const { zig } = await requestStatus(client);
  const install = vscode.l10n.t("Install");
  const detail =
    zig.kind === "found"
      ? vscode.l10n.t("Zig {0} is there already: {1}.", zig.version, zig.why)
      : vscode.l10n.t(
          "The Python package ziglang (about 90 MB to download, 400 MB on disk), checked by its sha256, into a folder of this user.",
        );
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t("Install the Zig compiler? {0}", detail), install);
  if (choice !== install) return;
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Installing Zig"), cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    const onLine = (line: string): void => {
      log.info(line);
      progress.report({ message: line });
    };
    const result = await runCli({ extensionUri, args: ["install-zig"], cwd: extensionUri.fsPath, token, onLine });
    if (token.isCancellationRequested) return;
    if (result.code !== 0) throw new Error(result.stderr.trim());
    // It looks for compilers when it starts.
    await client.restart();
  });
}
