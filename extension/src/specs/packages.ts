import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { runShellTask } from "../shellTask.ts";

interface Package {
  readonly name: string;
  readonly isDevelopment: boolean;
}

/** What spec files and generated bindings import. */
const needed: readonly Package[] = [
  { name: "zig-ffi", isDevelopment: true },
  { name: "koffi", isDevelopment: false },
];

/** True when a folder's scripts can import `zig-ffi/spec` and koffi; else offers to install what is missing, in a terminal. */
export async function ensurePackages(directory: vscode.Uri): Promise<boolean> {
  const missing = needed.filter(({ name }) => !isInstalled(directory.fsPath, name));
  const folder = vscode.workspace.getWorkspaceFolder(directory) ?? vscode.workspace.workspaceFolders?.[0];
  if (missing.length === 0 || folder === undefined) return true;
  const install = vscode.l10n.t("Install");
  const names = missing.map(({ name }) => name).join(", ");
  const text = vscode.l10n.t("Specs import packages that this project does not have: {0}.", names);
  if ((await vscode.window.showWarningMessage(text, install)) !== install) return false;
  for (const each of missing) {
    const command = installCommand(directory.fsPath, each);
    const code = await runShellTask({ folder, name: vscode.l10n.t("install {0}", each.name), command, cwd: directory.fsPath });
    if (code !== 0) return false;
  }
  return true;
}

function isInstalled(directory: string, name: string): boolean {
  for (const folder of upwards(directory)) {
    if (existsSync(join(folder, "node_modules", name, "package.json"))) return true;
    // A package may import itself by name.
    if (nameOf(join(folder, "package.json")) === name) return true;
  }
  return false;
}

function nameOf(manifest: string): unknown {
  try {
    const json: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    return typeof json === "object" && json !== null && "name" in json ? json.name : undefined;
  } catch {
    return undefined;
  }
}

/** With the package manager whose lock file is nearest. */
function installCommand(directory: string, { name, isDevelopment }: Package): readonly string[] {
  const managers = [
    { locks: ["pnpm-lock.yaml"], add: ["pnpm", "add"], development: "--save-dev" },
    { locks: ["yarn.lock"], add: ["yarn", "add"], development: "--dev" },
    { locks: ["bun.lock", "bun.lockb"], add: ["bun", "add"], development: "--dev" },
    { locks: ["package-lock.json"], add: ["npm", "install"], development: "--save-dev" },
  ];
  const has = (folder: string, locks: readonly string[]): boolean => locks.some((lock) => existsSync(join(folder, lock)));
  const found = upwards(directory).flatMap((folder) => managers.find(({ locks }) => has(folder, locks)) ?? [])[0];
  const { add, development } = found ?? { add: ["npm", "install"], development: "--save-dev" };
  return [...add, ...(isDevelopment ? [development] : []), name === "koffi" ? "koffi@3" : name];
}

function upwards(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
}
