import * as vscode from "vscode";
import type { GenerateResult, LibraryCommandParams } from "../../../server/src/protocol/libraries.ts";
import type { CommandContext } from "./commandContext.ts";
import { runServerCommand } from "../requests.ts";
import { chooseLibraries, chooseLibrary } from "./chooseLibrary.ts";

/** The library that is named, else that of the editor. */
export async function generateForEditor(context: CommandContext, of: LibraryCommandParams = {}): Promise<readonly GenerateResult[]> {
  const library = await chooseLibrary(context.libraries, of.root);
  return library === undefined ? [] : generate(context, { roots: [library.root], force: of.force === true });
}

export function generateAll(context: CommandContext): Promise<readonly GenerateResult[]> {
  return generate(context, { roots: [undefined], force: false });
}

export async function generatePicked(context: CommandContext): Promise<readonly GenerateResult[]> {
  const chosen = await chooseLibraries(context.libraries);
  return generate(context, { roots: chosen.map(({ root }) => root), force: false });
}

interface Generation {
  /** Undefined: every library. */
  readonly roots: readonly (string | undefined)[];
  readonly force: boolean;
}

async function generate(context: CommandContext, { roots, force }: Generation): Promise<readonly GenerateResult[]> {
  // The server reads what is on disk where no buffer is open; a bindings file with unsaved changes would hide what we write.
  await vscode.workspace.saveAll(false);
  const results: GenerateResult[] = [];
  for (const root of roots) {
    const params = { ...(root === undefined ? {} : { root }), force };
    const title = vscode.l10n.t("Generating bindings");
    results.push(...((await runServerCommand(context.client, { name: "generate", params, title })) ?? []));
  }
  void report(context, results, roots);
  return results;
}

async function report(context: CommandContext, results: readonly GenerateResult[], roots: Generation["roots"]): Promise<void> {
  const refused = results.filter(({ kind }) => kind === "refused");
  if (refused.length > 0) {
    const overwrite = vscode.l10n.t("Overwrite");
    const text = refused.map(({ message }) => message).join("\n");
    if ((await vscode.window.showWarningMessage(text, overwrite)) === overwrite) await generate(context, { roots, force: true });
    return;
  }
  const [first] = results;
  if (first === undefined) return;
  const written = results.filter(({ kind }) => kind === "written").length;
  const text =
    results.length === 1 ? first.message : vscode.l10n.t("{0} bindings files written, {1} unchanged", written, results.length - written);
  const open = vscode.l10n.t("Open");
  const choice = await vscode.window.showInformationMessage(text, ...(results.length === 1 ? [open] : []));
  if (choice === open) await vscode.window.showTextDocument(vscode.Uri.parse(first.out), { viewColumn: vscode.ViewColumn.Beside });
}
