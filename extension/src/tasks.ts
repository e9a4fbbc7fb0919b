import { relative } from "node:path";
import * as vscode from "vscode";
import type { LibraryInfo } from "../../server/src/protocol/libraries.ts";
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
        const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(library.root));
        const definition: BuildDefinition = { type: "zig-ffi", library: library.name };
        return folder === undefined ? [] : [buildTask(extensionUri, { definition, folder, library })];
      });
    },
    resolveTask: async (task) => {
      const { definition, scope } = task;
      if (!isBuild(definition) || typeof scope !== "object") return undefined;
      const inFolder = ({ root }: LibraryInfo): boolean =>
        vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(root))?.index === scope.index;
      const library = (await libraries.all()).find((each) => each.name === definition.library && inFolder(each));
      return library === undefined ? undefined : buildTask(extensionUri, { definition, folder: scope, library });
    },
  });
}

interface Build {
  readonly definition: BuildDefinition;
  readonly folder: vscode.WorkspaceFolder;
  readonly library: LibraryInfo;
}

function buildTask(extensionUri: vscode.Uri, { definition, folder, library }: Build): vscode.Task {
  const { optimize, target } = definition;
  // Run in the folder: the compiler's messages name files as seen from there, which is where the problem matcher looks.
  const path = (uri: string): string => relative(folder.uri.fsPath, vscode.Uri.parse(uri).fsPath);
  const what = library.config === null ? [path(library.root)] : [library.name, "--config", path(library.config)];
  const options = [...(optimize === undefined ? [] : ["--optimize", optimize]), ...(target === undefined ? [] : ["--target", target])];
  const execution = new vscode.ProcessExecution(process.execPath, [cliPath(extensionUri), "build", ...what, ...options], {
    cwd: folder.uri.fsPath,
    env: { ...asNode },
  });
  const task = new vscode.Task(definition, folder, vscode.l10n.t("build {0}", library.name), "zig-ffi", execution, ["$zig-ffi"]);
  task.group = vscode.TaskGroup.Build;
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent, clear: true };
  return task;
}

function isBuild(definition: vscode.TaskDefinition): definition is BuildDefinition {
  return definition.type === "zig-ffi" && typeof definition["library"] === "string";
}
