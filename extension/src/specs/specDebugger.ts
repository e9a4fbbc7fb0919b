import * as vscode from "vscode";

export interface SpecDebugger {
  /** Attaches to a process that waits on a port of this machine; false: there is no debugger. */
  readonly attach: (port: number, name: string) => Promise<boolean>;
  readonly dispose: () => void;
}

/** The configuration for the JavaScript debugger that is built into VS Code. */
export function attachConfiguration(port: number, name: string): vscode.DebugConfiguration {
  return {
    type: "node",
    request: "attach",
    name,
    address: "127.0.0.1",
    port,
    continueOnAttach: true,
    timeout: 20_000,
    // Steps go through the spec and the bindings, and not into what runs them.
    skipFiles: ["<node_internals>/**", "**/node_modules/zig-ffi/**", "**/node_modules/koffi/**"],
  };
}

/** `onStop`: the user has ended debugging while the process was still there. */
export function createSpecDebugger(run: vscode.TestRun, folder: vscode.WorkspaceFolder | undefined, onStop: () => void): SpecDebugger {
  const names = new Set<string>();
  const listener = vscode.debug.onDidTerminateDebugSession(({ configuration, parentSession }) => {
    if (parentSession === undefined && names.delete(configuration.name)) onStop();
  });
  return {
    attach: (port, name) => {
      const configuration = attachConfiguration(port, name);
      names.add(name);
      return Promise.resolve(vscode.debug.startDebugging(folder, configuration, { testRun: run }));
    },
    dispose: () => void listener.dispose(),
  };
}
