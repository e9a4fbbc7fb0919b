import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the stand-in's `activate` gives: the attach requests that reached it, with what the process was at that time. */
export interface NativeDebuggerApi {
  readonly attached: readonly { readonly pid: number; readonly commandLine: string }[];
}

/**
 * Writes an extension that has CodeLLDB's name and debug type, and no debugger: it notes what it is asked to attach to, and says that it has.
 * It is there as if installed; a window takes only one extension under development.
 */
export function writeNativeDebugger(extensionsFolder: string): void {
  const folder = join(extensionsFolder, "vadimcn.vscode-lldb-0.0.1");
  mkdirSync(folder, { recursive: true });
  const manifest = {
    publisher: "vadimcn",
    name: "vscode-lldb",
    version: "0.0.1",
    engines: { vscode: "^1.101.0" },
    main: "main.cjs",
    activationEvents: ["onDebug"],
    contributes: { debuggers: [{ type: "lldb", label: "Stand-in" }] },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "main.cjs"), main);
}

const main = `
const { execFileSync } = require("node:child_process");
const vscode = require("vscode");

exports.activate = () => {
  const attached = [];
  const createDebugAdapterDescriptor = () => new vscode.DebugAdapterInlineImplementation(adapter(attached));
  vscode.debug.registerDebugAdapterDescriptorFactory("lldb", { createDebugAdapterDescriptor });
  return { attached };
};

function adapter(attached) {
  const messages = new vscode.EventEmitter();
  let seq = 1;
  let watch;
  const event = (name) => messages.fire({ seq: seq++, type: "event", event: name });
  const end = () => {
    clearInterval(watch);
    event("terminated");
  };
  return {
    onDidSendMessage: messages.event,
    handleMessage(request) {
      if (request.command === "attach") {
        const { pid } = request.arguments;
        attached.push({ pid, commandLine: execFileSync("ps", ["-p", String(pid), "-ww", "-o", "args="], { encoding: "utf8" }) });
        watch = setInterval(() => { try { process.kill(pid, 0); } catch { end(); } }, 100);
      }
      const body = { threads: [], breakpoints: (request.arguments?.breakpoints ?? []).map(() => ({ verified: false })) };
      messages.fire({ seq: seq++, type: "response", request_seq: request.seq, success: true, command: request.command, body });
      if (request.command === "initialize") event("initialized");
      if (request.command === "disconnect") end();
    },
    dispose: () => clearInterval(watch),
  };
}
`;
