import * as vscode from "vscode";

export interface ShellTask {
  readonly folder: vscode.WorkspaceFolder;
  readonly name: string;
  /** Program and arguments; nothing in it may come from the workspace. */
  readonly command: readonly string[];
  /** Default: the folder. */
  readonly cwd?: string;
}

/** Runs a command in a terminal to its end and gives its exit code. By way of the shell, which finds npm.cmd on Windows. */
export async function runShellTask({ folder, name, command, cwd }: ShellTask): Promise<number | undefined> {
  const [program = "", ...args] = command;
  const execution = new vscode.ShellExecution(program, args, { cwd: cwd ?? folder.uri.fsPath });
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
