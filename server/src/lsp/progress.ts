import { CancellationTokenSource, type CancellationToken } from "vscode-languageserver";
import type { Progress, Session } from "./session.ts";

/** Shows progress in the client, where it can, which may then cancel; also when the request itself is cancelled. */
export async function startProgress(
  session: Pick<Session, "connection" | "capabilities">,
  title: string,
  request?: CancellationToken,
): Promise<Progress> {
  const source = new CancellationTokenSource();
  request?.onCancellationRequested(() => source.cancel());
  if (session.capabilities.window?.workDoneProgress !== true)
    return { token: source.token, report: () => undefined, done: () => undefined };
  const reporter = await session.connection.window.createWorkDoneProgress();
  reporter.begin(title, 0, undefined, true);
  reporter.token.onCancellationRequested(() => source.cancel());
  return {
    token: source.token,
    report: (message, percentage) => (percentage === undefined ? reporter.report(message) : reporter.report(percentage, message)),
    done: () => reporter.done(),
  };
}
