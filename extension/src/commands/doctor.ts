import * as vscode from "vscode";
import { runCli } from "../cli.ts";
import type { CommandContext } from "./commandContext.ts";
import { ensureTrusted } from "../trust.ts";
import { chooseFolder } from "./chooseFolder.ts";

/** What this machine has and how to get what is missing; true when nothing is. */
export async function runDoctor({ extensionUri, documents }: CommandContext): Promise<boolean> {
  if (!(await ensureTrusted(vscode.l10n.t("Doctor")))) return false;
  const folder = await chooseFolder();
  if (folder === undefined) return false;
  const { code, stdout, stderr } = await runCli({ extensionUri, args: ["doctor"], cwd: folder.uri.fsPath });
  await documents.show({ name: vscode.l10n.t("Zig FFI Doctor"), text: stdout + stderr, language: "plaintext" });
  return code === 0;
}
