import { isThenable } from "./thenable.ts";

type Stray = (error: unknown) => void;

/** Time spent at a breakpoint is not the test's. */
const isDebugged = process.execArgv.some((flag) => flag.startsWith("--inspect"));

/** What is running gets the errors that nobody caught. */
let onStray: Stray | null = null;

/** From now on errors that nobody catches fail the running test or hook; `outside` gets those of the time between. They end no process. */
export function catchStrayErrors(outside: Stray): void {
  const take: Stray = (error) => (onStray ?? outside)(error);
  process.on("uncaughtException", take);
  process.on("unhandledRejection", take);
}

/** Runs a test or hook; rejects when it fails, when an error escapes meanwhile, or when the time is up. A hung native call is for the runner to end. */
export async function withLimit(body: () => unknown, timeoutMs: number, what: string): Promise<void> {
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  // It may reject when nobody waits for it any more.
  interrupted.catch(() => undefined);
  onStray = reject;
  let timer: NodeJS.Timeout | undefined;
  try {
    const result = body();
    if (isThenable(result)) {
      if (!isDebugged) timer = setTimeout(() => reject(new Error(`${what} took longer than ${timeoutMs} ms`)), timeoutMs);
      await Promise.race([result, interrupted]);
    }
    // Node tells of rejections without a handler when all microtasks have run: before the next step, so that the right one fails.
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), interrupted]);
  } finally {
    clearTimeout(timer);
    onStray = null;
  }
}
