// Loaded in the extension host in place of extensionTestsPath: loads the real one, sends what it prints to the adapter as it is, and
// its verdict. (VS Code's own exit code is 0 even when the extension host was killed.)
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect, type Socket } from "node:net";
import { Writable } from "node:stream";
import { format } from "node:util";
import { hostVariables, type HostMessage } from "./hostMessages.ts";

export async function run(): Promise<void> {
  const socket = connect(variable(hostVariables.socket));
  await once(socket, "connect");
  socket.on("error", () => undefined);
  const send = (message: HostMessage): boolean => socket.write(JSON.stringify(message) + "\n");
  redirectOutput(send);
  send({ kind: "start" });
  const failure = await failureOf(variable(hostVariables.tests));
  if (failure !== undefined) send({ kind: "output", stream: "stderr", text: format(failure) + "\n" });
  await sent(socket, { kind: "verdict", code: failure === undefined ? 0 : 1 });
  if (failure !== undefined) throw new Error("tests failed");
}

async function failureOf(path: string): Promise<unknown> {
  try {
    const loaded: unknown = createRequire(path)(path);
    const main = new Map<string, unknown>(Object.entries(typeof loaded === "object" && loaded !== null ? loaded : {})).get("run");
    if (typeof main !== "function") throw new Error(`${path} exports no function run()`);
    await (main as () => unknown)();
    return undefined;
  } catch (error) {
    return error ?? new Error("the tests threw undefined");
  }
}

/** The extension host defines accessors whose setters do nothing: an assignment would be ignored. */
function redirectOutput(send: (message: HostMessage) => void): void {
  const define = (target: object, name: string, value: unknown): unknown =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  for (const [stream, methods] of [
    ["stdout", ["log", "info", "debug"]],
    ["stderr", ["warn", "error", "trace"]],
  ] as const) {
    for (const method of methods)
      define(console, method, (...values: readonly unknown[]) => send({ kind: "output", stream, text: format(...values) + "\n" }));
    const writable = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        send({ kind: "output", stream, text: chunk.toString() });
        done();
      },
    });
    define(process, stream, Object.assign(writable, { isTTY: false, columns: 140 }));
  }
}

function sent(socket: Socket, message: HostMessage): Promise<void> {
  return new Promise((resolve) => {
    socket.end(JSON.stringify(message) + "\n", () => resolve());
  });
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
