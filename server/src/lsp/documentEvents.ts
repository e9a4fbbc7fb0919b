import { configFileName } from "../workspace/config.ts";
import { generateLibrary } from "./commands.ts";
import { quietly } from "./guard.ts";
import { librariesChanged } from "./librariesChanged.ts";
import { isIndexed, lookAt } from "./lookAt.ts";
import type { Session } from "./session.ts";
import { pathOfDocument } from "./uris.ts";
import { verifyOnSave } from "./verify.ts";

/** What follows from opening, typing, saving and closing. */
export function registerDocuments(session: Session): void {
  const { documents, project, publisher, log } = session;
  const opened = new Set<string>();
  documents.onDidOpen(({ document }) => opened.add(document.uri));
  documents.onDidChangeContent(({ document }) => {
    // Who opens a file is not typing: there is nothing to wait for.
    const isOpened = opened.delete(document.uri);
    quietly("change", log, async () => {
      const path = pathOfDocument(document);
      if (path === undefined) return;
      project.touch(path);
      publisher.clearBuildErrors(path);
      await session.ready;
      publisher.schedule(isOpened ? 0 : session.settings.diagnosticsDelay);
      session.specs.refresh();
      scanLater(session, path);
    });
  });
  documents.onDidClose(({ document }) =>
    quietly("close", log, async () => {
      const path = pathOfDocument(document);
      if (path === undefined) return;
      project.touch(path);
      project.forgetLoose(path);
      await session.ready;
      if (lookAt(session, path)) project.rebuild([...session.folders]);
      session.specs.refresh();
      publisher.schedule(session.settings.diagnosticsDelay);
    }),
  );
  documents.onDidSave(({ document }) => {
    const path = pathOfDocument(document);
    quietly("generating on save", log, () => generateOnSave(session, path));
    quietly("verifying on save", log, () => verifyOnSave(session, path));
  });
}

const scanDelayMs = 300;

/** Imports and exports of a file that is being typed change seldom; looking for them is not worth a keystroke. */
function scanLater(session: Session, path: string): void {
  if (!isIndexed(path)) return;
  const timers = session.scanTimers;
  clearTimeout(timers.get(path));
  const scan = (): void => {
    timers.delete(path);
    if (!lookAt(session, path)) return;
    session.project.rebuild([...session.folders]);
    librariesChanged(session);
  };
  timers.set(
    path,
    setTimeout(() => quietly("scan", session.log, scan), path.endsWith(`/${configFileName}`) ? 0 : scanDelayMs),
  );
}

async function generateOnSave(session: Session, path: string | undefined): Promise<void> {
  await session.ready;
  if (!session.settings.generateOnSave || path?.endsWith(".zig") !== true) return;
  const { snapshot } = session.project;
  const context = { connection: session.connection, snapshot, openText: session.open.text };
  for (const project of snapshot.librariesOf(path)) {
    if (project.isLoose || project.bindingsState() !== "stale") continue;
    await generateLibrary(context, project, false);
    librariesChanged(session);
  }
}
