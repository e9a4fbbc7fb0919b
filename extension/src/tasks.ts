import * as vscode from "vscode";
import { asNode, cliPath } from "./cli.ts";
import type { Libraries } from "./libraries.ts";

/** `tasks.json`: `{ "type": "zig-ffi", "library": "vec", "optimize": "ReleaseFast" }`. */
interface BuildDefinition extends vscode.TaskDefinition {
  readonly type: "zig-ffi";
  readonly library: string;
  readonly optimize?: string;
  readonly target?: string;
}

/** One build task a library; errors of the compiler become problems. */
export function registerTasks(extensionUri: vscode.Uri, libraries: Libraries): vscode.Disposable {
  return vscode.tasks.registerTaskProvider("zig-ffi", {
    provideTasks: async () => {
      const all = vscode.workspace.isTrusted ? await libraries.all() : [];
      return all.flatMap((library) => {
        const uri = vscode.Uri.parse(library.config ?? library.root);
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        const definition: BuildDefinition = { type: "zig-ffi", library: library.name };
        return folder === undefined ? [] : [buildTask(extensionUri, { definition, folder, cwd: vscode.Uri.joinPath(uri, "..") })];
      });
    },
    resolveTask: async (task) => {
      const { definition, scope } = task;
      if (!isBuild(definition) || typeof scope !== "object") return undefined;
      const known = (await libraries.all()).find(({ name }) => name === definition.library);
      const cwd = known === undefined ? scope.uri : vscode.Uri.joinPath(vscode.Uri.parse(known.config ?? known.root), "..");
      return buildTask(extensionUri, { definition, folder: scope, cwd });
    },
  });
}

interface Build {
  readonly definition: BuildDefinition;
  readonly folder: vscode.WorkspaceFolder;
  readonly cwd: vscode.Uri;
}

function buildTask(extensionUri: vscode.Uri, { definition, folder, cwd }: Build): vscode.Task {
  const { library, optimize, target } = definition;
  const options = [...(optimize === undefined ? [] : ["--optimize", optimize]), ...(target === undefined ? [] : ["--target", target])];
  const execution = new vscode.ProcessExecution(process.execPath, [cliPath(extensionUri), "build", library, ...options], {
    cwd: cwd.fsPath,
    env: { ...asNode },
  });
  const task = new vscode.Task(definition, folder, vscode.l10n.t("build {0}", library), "zig-ffi", execution, ["$zig-ffi"]);
  task.group = vscode.TaskGroup.Build;
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent, clear: true };
  return task;
}

function isBuild(definition: vscode.TaskDefinition): definition is BuildDefinition {
  return definition.type === "zig-ffi" && typeof definition["library"] === "string";
}
