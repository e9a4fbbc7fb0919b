/** A process to attach to. */
export interface NativeProcess {
  readonly pid: number;
  /** Of its executable. */
  readonly program: string;
  readonly platform: NodeJS.Platform;
}

/** What a debugger of the marketplace is asked for: `type` is the one it registers. */
export interface NativeConfiguration {
  readonly type: "lldb" | "cppdbg" | "cppvsdbg";
  readonly request: "attach";
  readonly name: string;
  readonly [option: string]: unknown;
}

/**
 * How the native debugger that is installed attaches to a process; undefined where there is none. CodeLLDB is asked first: it knows Zig's
 * types a little.
 */
export function nativeConfiguration(
  hasExtension: (id: string) => boolean,
  { pid, program, platform }: NativeProcess,
  name: string,
): NativeConfiguration | undefined {
  if (hasExtension("vadimcn.vscode-lldb")) return { type: "lldb", request: "attach", name, pid, stopOnEntry: false };
  if (!hasExtension("ms-vscode.cpptools")) return undefined;
  if (platform === "win32") return { type: "cppvsdbg", request: "attach", name, processId: String(pid) };
  return { type: "cppdbg", request: "attach", name, program, processId: String(pid), MIMode: platform === "darwin" ? "lldb" : "gdb" };
}
