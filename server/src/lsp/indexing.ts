import { librariesChanged } from "./librariesChanged.ts";
import { lookAt } from "./lookAt.ts";
import { startProgress } from "./progress.ts";
import { loadScripts } from "./scripts.ts";
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
    // What is open counts, not what is on the disk; of virtual folders nothing else can be read.
    for (const path of session.open.paths()) lookAt(session, path);
    await loadScripts(session);
  } catch (error) {
    log(`indexing failed: ${String(error)}`);
  } finally {
    progress.done();
    session.isIndexing = false;
  }
  project.rebuild([...session.folders]);
  librariesChanged(session);
}
