import { FileChangeType } from "vscode-languageserver";
import { quietly } from "./guard.ts";
import { indexFolders } from "./indexing.ts";
import { librariesChanged } from "./librariesChanged.ts";
import { lookAt } from "./lookAt.ts";
import type { Session } from "./session.ts";
import { isRecord, readSettings } from "./settings.ts";
import { pathOfFolderUri, pathOfUri } from "./uris.ts";
import { zigOf } from "./zig.ts";

export async function readClientSettings(session: Session): Promise<void> {
  if (session.capabilities.workspace?.configuration !== true) return;
  try {
    const section: unknown = await session.connection.workspace.getConfiguration("zigFfi");
    session.settings = readSettings(section);
  } catch (error) {
    session.log(`the client gives no settings, so they stay as they are: ${String(error)}`);
  }
}

/** What follows from changes around the open files: settings, the disk. */
export function registerWorkspace(session: Session): void {
  const { connection, log, project } = session;
  connection.onDidChangeConfiguration(({ settings }: { settings: unknown }) =>
    quietly("configuration", log, async () => {
      if (session.capabilities.workspace?.configuration === true) await readClientSettings(session);
      else session.settings = readSettings(isRecord(settings) ? settings["zigFfi"] : undefined);
      session.zig = undefined;
      librariesChanged(session);
      if (session.isTrusted) await zigOf(session);
    }),
  );
  connection.onDidChangeWatchedFiles(({ changes }) =>
    quietly("watched files", log, async () => {
      await session.ready;
      let isOther = false;
      for (const { uri, type } of changes) {
        const path = pathOfUri(uri);
        if (path === undefined) continue;
        if (type === FileChangeType.Deleted) session.open.setDeleted(path);
        else session.open.setRestored(path);
        session.publisher.clearBuildErrors(path);
        project.touch(path);
        if (lookAt(session, path)) isOther = true;
      }
      if (isOther) project.rebuild([...session.folders]);
      session.specs.changedOnDisk(changes.flatMap(({ uri }) => pathOfUri(uri) ?? []));
      librariesChanged(session);
    }),
  );
}

/** To be called once the client is initialized: listening registers with it. */
export function registerFolders(session: Session): void {
  const { connection, log, index } = session;
  if (session.capabilities.workspace?.workspaceFolders !== true) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
    quietly("workspace folders", log, async () => {
      await session.ready;
      for (const folder of removed.flatMap(({ uri }) => pathOfFolderUri(uri) ?? [])) {
        session.folders.delete(folder);
        index.removeFolder(folder);
        session.publisher.clearBuildErrorsBelow(folder);
      }
      const paths = added.flatMap(({ uri }) => pathOfFolderUri(uri) ?? []);
      for (const path of paths) session.folders.add(path);
      await indexFolders(session, paths);
    }),
  );
}
