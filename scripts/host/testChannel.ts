import { createServer, type Socket } from "node:net";
import type { Outcome } from "./outcome.ts";
import type { HostMessage } from "./hostMessages.ts";

export interface TestChannel {
  readonly started: Promise<void>;
  /** The verdict, after the extension host has closed its end. */
  readonly done: Promise<Outcome>;
  readonly close: () => void;
}

/** Prints what the tests print; a connection that closes without a verdict is a failure. */
export function openTestChannel(path: string): TestChannel {
  const started = Promise.withResolvers<undefined>();
  const done = Promise.withResolvers<Outcome>();
  let verdict: number | undefined;
  const receive = (message: HostMessage): void => {
    switch (message.kind) {
      case "start":
        started.resolve(undefined);
        return;
      case "output":
        process[message.stream].write(message.text);
        return;
      case "verdict":
        verdict = message.code;
    }
  };
  const server = createServer((socket) => {
    readLines(socket, (line) => receive(JSON.parse(line) as HostMessage));
    socket.on("close", () =>
      done.resolve(verdict === undefined ? { code: 1, problem: "the extension host ended before the tests were done" } : { code: verdict }),
    );
  }).listen(path);
  return { started: started.promise, done: done.promise, close: () => server.close() };
}

function readLines(socket: Socket, onLine: (line: string) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("error", () => undefined);
  socket.on("data", (data: string) => {
    const lines = (rest + data).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}
