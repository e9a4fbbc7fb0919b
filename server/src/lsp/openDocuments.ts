import { existsSync } from "node:fs";
import type { TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isOnDisk, pathOfDocument } from "./uris.ts";

/** What the client has open, by path. */
export interface OpenDocuments {
  /** Undefined where nothing is open, and of a document whose file is deleted. */
  readonly text: (path: string) => string | undefined;
  readonly paths: () => readonly string[];
  /** The client's own spelling of an address. */
  readonly uri: (path: string) => string | undefined;
  readonly version: (path: string) => number | undefined;
  /**
   * A file was deleted, which may still be open: editors hold documents for a while that nobody sees any more. It counts again when
   * something is typed in it.
   */
  readonly setDeleted: (path: string) => void;
  /** It is there again: what is open counts. */
  readonly setRestored: (path: string) => void;
  /**
   * No such file is on the disk, and nothing was typed since the document was opened. It may be new, or one that was deleted and that the
   * editor, after a restart of the server, opens again: it can be read, but it makes no library yet.
   */
  readonly isOnlyOpened: (path: string) => boolean;
}

export function createOpenDocuments(documents: TextDocuments<TextDocument>): OpenDocuments {
  const open = new Map<string, TextDocument>();
  // Versions at which documents were deleted, or opened without a file.
  const deleted = new Map<string, number>();
  const fileless = new Map<string, number>();
  documents.onDidOpen(({ document }) => {
    const path = pathOfDocument(document);
    if (path === undefined) return;
    open.set(path, document);
    if (!isOnDisk(path) || existsSync(path)) return;
    fileless.set(path, document.version);
    // Bindings and configurations mean something to others, who would take them for what is there.
    if (!path.endsWith(".zig")) deleted.set(path, document.version);
  });
  documents.onDidClose(({ document }) => {
    const path = pathOfDocument(document);
    if (path === undefined) return;
    open.delete(path);
    deleted.delete(path);
    fileless.delete(path);
  });
  return {
    text(path) {
      const document = open.get(path);
      return document === undefined || deleted.get(path) === document.version ? undefined : document.getText();
    },
    paths: () => [...open.keys()],
    uri: (path) => open.get(path)?.uri,
    version: (path) => open.get(path)?.version,
    setDeleted(path) {
      const document = open.get(path);
      if (document !== undefined) deleted.set(path, document.version);
    },
    setRestored: (path) => void deleted.delete(path),
    isOnlyOpened: (path) => fileless.has(path) && fileless.get(path) === open.get(path)?.version && !existsSync(path),
  };
}
