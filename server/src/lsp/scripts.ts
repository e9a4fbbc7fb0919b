import { librariesChanged } from "./librariesChanged.ts";
import { quietly } from "./guard.ts";
import type { Session } from "./session.ts";

/** Loads what reads hand-written declarations, the first time that there are any: most folders have none. */
export async function loadScripts(session: Session): Promise<void> {
  if (session.scripts !== undefined || session.index.declaring.size === 0) return;
  session.scripts = await session.environment.scripts();
  session.project.scriptsChanged();
}

/** After a script's text was looked at: it may have become one that declares something, or the other way round. */
export function scriptLookedAt(session: Session, wasDeclaring: boolean, path: string): void {
  if (session.index.declaring.has(path) === wasDeclaring) return;
  session.project.scriptsChanged();
  quietly("reading declarations", session.log, async () => {
    await loadScripts(session);
    librariesChanged(session);
  });
}
