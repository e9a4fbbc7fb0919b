import { LSPErrorCodes, ResponseError, type CancellationToken } from "vscode-languageserver";

export type Log = (message: string) => void;

/** A handler that answers in any case: a fault of ours is logged, the client gets `otherwise`, and the server goes on. */
export function guarded<P, R, O>(
  name: string,
  { log, otherwise }: { readonly log: Log; readonly otherwise: O },
  handle: (params: P) => R | Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | O | ResponseError<never>> {
  return async (params, token) => {
    if (token.isCancellationRequested) return new ResponseError<never>(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    try {
      return await handle(params);
    } catch (error) {
      log(`${name} failed: ${describe(error)}`);
      return otherwise;
    }
  };
}

/** The same for requests that come without parameters, or with some that mean nothing. */
export function guardedRead<R, O>(
  name: string,
  { log, otherwise }: { readonly log: Log; readonly otherwise: O },
  handle: () => R | Promise<R>,
): () => Promise<R | O> {
  return async () => {
    try {
      return await handle();
    } catch (error) {
      log(`${name} failed: ${describe(error)}`);
      return otherwise;
    }
  };
}

/** Runs what nobody waits for; a fault of ours is logged. */
export function quietly(name: string, log: Log, run: () => void | Promise<void>): void {
  void (async () => {
    try {
      await run();
    } catch (error) {
      log(`${name} failed: ${describe(error)}`);
    }
  })();
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
