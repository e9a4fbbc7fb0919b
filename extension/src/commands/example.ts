import * as vscode from "vscode";
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
  return runTask(folder, vscode.l10n.t("run the example"), [setting === "" ? "node" : setting, "src/hello.ts"]);
}

async function installKoffi(folder: vscode.WorkspaceFolder): Promise<boolean> {
  const install = vscode.l10n.t("Install");
  const text = vscode.l10n.t("Bindings call native code through the npm package koffi, which this folder does not have.");
  if ((await vscode.window.showInformationMessage(text, install)) !== install) return false;
  return (await runTask(folder, vscode.l10n.t("install koffi"), ["npm", "install", "koffi@3"])) === 0;
}

async function runTask(
  folder: vscode.WorkspaceFolder,
  name: string,
  [program = "", ...args]: readonly string[],
): Promise<number | undefined> {
  // By way of the shell, which finds npm.cmd on Windows; nothing in it comes from the workspace.
  const execution = new vscode.ShellExecution(program, args, { cwd: folder.uri.fsPath });
  const task = new vscode.Task({ type: "shell", name }, folder, name, "zig-ffi", execution);
  const ended = Promise.withResolvers<number | undefined>();
  const listener = vscode.tasks.onDidEndTaskProcess((event) => {
    if (event.execution.task.name === name) ended.resolve(event.exitCode);
  });
  try {
    await vscode.tasks.executeTask(task);
    return await ended.promise;
  } finally {
    listener.dispose();
  }
}
