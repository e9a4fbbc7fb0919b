/** Runs that are under way, by key: who asks for the same joins in. A run is cancelled when the last one who waits for it gives up. */
export interface SharedRuns<T> {
  /** Resolves with undefined as soon as the caller's own signal fires. */
  join(key: string, signal: AbortSignal | undefined, start: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
}

export function createSharedRuns<T>(): SharedRuns<T> {
  const active = new Map<string, Run<T>>();
  return {
    join(key, signal, start) {
      if (signal?.aborted === true) return Promise.resolve(undefined);
      const run = active.get(key) ?? begin(active, key, start);
      run.waiting++;
      if (signal === undefined) return run.result;
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          run.waiting--;
          if (run.waiting === 0) {
            // A newcomer must not join a run that is ending.
            if (active.get(key) === run) active.delete(key);
            run.controller.abort();
          }
          resolve(undefined);
        };
        signal.addEventListener("abort", leave, { once: true });
        const stay = (): void => signal.removeEventListener("abort", leave);
        run.result.then(
          (value) => {
            stay();
            resolve(value);
          },
          (error: unknown) => {
            stay();
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        );
      });
    },
  };
}

interface Run<T> {
  readonly controller: AbortController;
  readonly result: Promise<T>;
  waiting: number;
}

function begin<T>(active: Map<string, Run<T>>, key: string, start: (signal: AbortSignal) => Promise<T>): Run<T> {
  const controller = new AbortController();
  const result = start(controller.signal).finally(() => {
    if (active.get(key) === run) active.delete(key);
  });
  const run: Run<T> = { controller, result, waiting: 0 };
  active.set(key, run);
  return run;
}
