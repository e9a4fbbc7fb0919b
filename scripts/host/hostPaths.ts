import { join } from "node:path";

/** npm package that carries the VS Code workbench and extension host, the version of VS Code in it, and the number of our recipe. */
export const hostPins = { codeServer: "4.139.1", vscode: "1.139.1", recipe: 1 } as const;

export const projectRoot = join(import.meta.dirname, "..", "..");

export interface HostPaths {
  readonly cache: string;
  /** The VS Code server inside the npm package. */
  readonly serverRoot: string;
  readonly serverMain: string;
  /** Takes the command line of `code`; for `runTests({ vscodeExecutablePath })`. */
  readonly executable: string;
  /** Says which pins are installed; written last. */
  readonly receipt: string;
  readonly logs: string;
  readonly profiles: string;
}

/** ZIG_FFI_HOST_DIR moves the host out of the project, so that several checkouts can share one. */
export function hostPaths(env: NodeJS.ProcessEnv): HostPaths {
  const cache = env["ZIG_FFI_HOST_DIR"] ?? join(projectRoot, ".cache", "vscode-host");
  const serverRoot = join(cache, "node_modules", "code-server", "lib", "vscode");
  return {
    cache,
    serverRoot,
    serverMain: join(serverRoot, "out", "server-main.js"),
    executable: join(cache, "code"),
    receipt: join(cache, "installed.json"),
    logs: join(cache, "logs"),
    profiles: join(cache, "profiles"),
  };
}
