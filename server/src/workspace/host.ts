import type { ReadSource } from "../model/span.ts";

/** Access to files, injected: the disk for the CLI, open editors over the disk for the language server, a map for tests. */
export interface Host {
  readonly read: ReadSource;
  exists(path: string): boolean;
}
