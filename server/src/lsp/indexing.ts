import { methods } from "../protocol/methods.ts";
import { quietly } from "./guard.ts";
import { startProgress } from "./progress.ts";
import type { Session } from "./session.ts";

/** Looks at all files of the folders, which the client can follow and cancel, and finds the libraries. */
export async function indexFolders(session: Session, folders: readonly string[]): Promise<void> {
  const { index, project, log } = session;
  session.isIndexing = true;
  const progress = await startProgress(session, "Looking for Zig libraries");
  try {
    for (const folder of folders) {
      await index.addFolder(folder, {
        isCancelled: () => progress.token.isCancellationRequested,
        report: (done, total) => progress.report(`${done} of ${total} files`, Math.round((100 * done) / Math.max(1, total))),
      });
    }
  } catch (error) {
    log(`indexing failed: ${String(error)}`);
  } finally {
    progress.done();
    session.isIndexing = false;
  }
  project.rebuild([...session.folders]);
  librariesChanged(session);
}

/** Whatever the client shows of libraries may be out of date. */
export function librariesChanged({ connection, capabilities, publisher, specs, settings, log }: Session): void {
  specs.refresh();
  quietly("notification", log, () => connection.sendNotification(methods.librariesChanged));
  publisher.schedule(settings.diagnosticsDelay);
  const { workspace } = capabilities;
  quietly("refresh", log, async () => {
    if (workspace?.diagnostics?.refreshSupport === true) await connection.languages.diagnostics.refresh();
    if (workspace?.codeLens?.refreshSupport === true) await connection.sendRequest("workspace/codeLens/refresh");
    if (workspace?.inlayHint?.refreshSupport === true) await connection.languages.inlayHint.refresh();
  });
}
