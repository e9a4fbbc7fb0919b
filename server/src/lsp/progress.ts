import { CancellationTokenSource, type CancellationToken, type WorkDoneProgressServerReporter } from "vscode-languageserver";
import type { Progress, Session } from "./session.ts";

/** Shows progress in the client, where it can, which may then cancel; also when the request itself is cancelled. */
export async function startProgress(
  session: Pick<Session, "connection" | "capabilities">,
  title: string,
  request?: CancellationToken,
): Promise<Progress> {
  const source = new CancellationTokenSource();
  request?.onCancellationRequested(() => source.cancel());
  const reporter = session.capabilities.window?.workDoneProgress === true ? await created(session) : undefined;
  if (reporter === undefined) return { token: source.token, report: () => undefined, done: () => undefined };
  reporter.begin(title, 0, undefined, true);
  reporter.token.onCancellationRequested(() => source.cancel());
  return {
    token: source.token,
    report: (message, percentage) => (percentage === undefined ? reporter.report(message) : reporter.report(percentage, message)),
    done: () => reporter.done(),
  };
}

/** Undefined where the client refuses: work goes on without it. */
async function created({ connection }: Pick<Session, "connection">): Promise<WorkDoneProgressServerReporter | undefined> {
  try {
    return await connection.window.createWorkDoneProgress();
  } catch {
    return undefined;
  }
}
