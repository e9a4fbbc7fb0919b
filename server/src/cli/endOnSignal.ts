import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * A signal that reaches us alone ends us through `process.exit`, whose handlers end children and remove what they leave. Commands that listen
 * themselves (`interruptible`) end in their own way.
 */
export function endOnSignal(): void {
  for (const name of signals) {
    process.on(name, () => {
      if (process.listenerCount(name) === 1) process.exit(128 + constants.signals[name]);
    });
  }
}
