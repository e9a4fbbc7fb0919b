import { configFileName } from "../workspace/config.ts";
import { isScript } from "../workspace/scriptImports.ts";
import { isInFolders } from "./fileIndex.ts";
import { scriptLookedAt } from "./scripts.ts";
import type { Session } from "./session.ts";

/**
 * A file changed, came or went: the index is told, unless the file is none of the project's. That are those of the open folders and what
 * their libraries are made of; who opens another file wants to read it, not to have it bound. True when the libraries may be others.
 */
export function lookAt(session: Session, path: string): boolean {
  const { index, project } = session;
  const isOurs = isIndexed(path) && (isInFolders(session.folders, path) || project.holds(path)) && !session.open.isOnlyOpened(path);
  const text = isOurs ? project.snapshot.read(path) : undefined;
  const wasDeclaring = index.declaring.has(path);
  const isOther = text === undefined ? index.delete(path) : index.set(path, text);
  scriptLookedAt(session, wasDeclaring, path);
  return isOther;
}

/** Files that the index looks at. */
export function isIndexed(path: string): boolean {
  return path.endsWith(".zig") || path.endsWith(`/${configFileName}`) || isScript(path);
}
