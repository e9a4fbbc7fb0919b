import * as vscode from "vscode";
import { nativeConfiguration } from "./nativeDebugger.ts";

export interface SpecDebugger {
  /** Attaches to a process that waits on a port of this machine; false: there is no debugger. */
  readonly attach: (port: number, name: string) => Promise<boolean>;
  /**
   * Attaches CodeLLDB or the C++ debugger as well, where one is installed and the setting allows it. Resolves when it has, has failed, which is its
   * own to tell, or takes too long.
   */
  readonly attachNative: (pid: number, name: string) => Promise<void>;
  readonly dispose: () => void;
}

export interface SpecDebuggerOptions {
  readonly run: vscode.TestRun;
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly node: string;
  readonly onStop: () => void;
}

const longestNativeStart = 10_000;

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
    skipFiles: ["<node_internals>/**", "**/node_modules/zig-ffi/**", "**/node_modules/koffi/**", "**/specChild.js"],
  };
}

/** `node`: the program that runs specs. `onStop`: the user has ended debugging while the process was still there. */
export function createSpecDebugger({ run, folder, node, onStop }: SpecDebuggerOptions): SpecDebugger {
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
    attachNative: async (pid, name) => {
      if (vscode.workspace.getConfiguration("zigFfi", folder).get("nativeDebugger") === "off") return;
      const target = { pid, program: node, platform: process.platform };
      const configuration = nativeConfiguration((id) => vscode.extensions.getExtension(id) !== undefined, target, name);
      if (configuration === undefined) return;
      const started = vscode.debug.startDebugging(folder, configuration, { testRun: run, suppressSaveBeforeStart: true });
      await Promise.race([started.then(undefined, () => undefined), new Promise((resolve) => setTimeout(resolve, longestNativeStart))]);
    },
    dispose: () => void listener.dispose(),
  };
}
