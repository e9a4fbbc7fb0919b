/** Errors that nobody caught end what is running, or, between tests, the process. */
let onStray: ((error: unknown) => void) | null = null;

process.on("uncaughtException", (error) => {
  if (onStray === null) throw error;
  onStray(error);
});
process.on("unhandledRejection", (reason) => {
  if (onStray === null) throw reason;
  onStray(reason);
});

/** Runs a test or hook; rejects when it fails, when an error escapes meanwhile, or when the time is up. A hung native call is for the runner to end. */
export async function withLimit(body: () => unknown, timeoutMs: number, what: string): Promise<void> {
  const result = body();
  if (!isThenable(result)) return;
  let timer: NodeJS.Timeout | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    onStray = reject;
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([result, interrupted]);
  } finally {
    clearTimeout(timer);
    onStray = null;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
