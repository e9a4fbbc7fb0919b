import * as vscode from "vscode";
import { runShellTask } from "../shellTask.ts";
import { ensureTrusted } from "../trust.ts";
import { chooseFolder } from "./chooseFolder.ts";

const files: readonly { readonly path: readonly string[]; readonly text: string }[] = [
  {
    path: ["src", "hello.zig"],
    text: `/// The sum of all numbers.
export fn hello_sum(numbers: [*]const f64, numbers_len: usize) f64 {
    var total: f64 = 0;
    for (numbers[0..numbers_len]) |number| total += number;
    return total;
}
`,
  },
  {
    path: ["src", "hello.ts"],
    text: `import { load } from "./hello.ffi.ts";

using hello = load();
console.log("Zig says:", hello.hello_sum(new Float64Array([1, 2, 3.5])));
`,
  },
  {
    path: ["zig-ffi.json"],
    text: `${JSON.stringify({ libraries: [{ name: "hello", root: "src/hello.zig" }] }, null, 2)}\n`,
  },
  { path: ["package.json"], text: `${JSON.stringify({ name: "hello", private: true, type: "module" }, null, 2)}\n` },
];

/** A first library of one function and a script that calls it. Writes no file that exists. */
export async function createExample(): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  for (const { path, text } of files) {
    const uri = vscode.Uri.joinPath(folder.uri, ...path);
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(text) });
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, "src", "hello.zig"));
}

/** Runs the example's script on the user's own Node, in a terminal; installs koffi first where it is missing. Gives the exit code. */
export async function runExample(): Promise<number | undefined> {
  if (!(await ensureTrusted(vscode.l10n.t("Running the example")))) return undefined;
  const folder = await chooseFolder();
  if (folder === undefined) return undefined;
  const koffi = vscode.Uri.joinPath(folder.uri, "node_modules", "koffi", "package.json");
  const hasKoffi = await vscode.workspace.fs.stat(koffi).then(
    () => true,
    () => false,
  );
  if (!hasKoffi && !(await installKoffi(folder))) return undefined;
  const setting = vscode.workspace.getConfiguration("zigFfi").get<string>("nodePath", "");
  return runShellTask({ folder, name: vscode.l10n.t("run the example"), command: [setting === "" ? "node" : setting, "src/hello.ts"] });
}

async function installKoffi(folder: vscode.WorkspaceFolder): Promise<boolean> {
  const install = vscode.l10n.t("Install");
  const text = vscode.l10n.t("Bindings call native code through the npm package koffi, which this folder does not have.");
  if ((await vscode.window.showInformationMessage(text, install)) !== install) return false;
  return (await runShellTask({ folder, name: vscode.l10n.t("install koffi"), command: ["npm", "install", "koffi@3"] })) === 0;
}
