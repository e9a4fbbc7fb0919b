import { fileURLToPath, pathToFileURL } from "node:url";

/** Below it lie, as paths, documents that are on no disk of ours: unsaved ones, and those of virtual workspaces. */
const virtualRoot = "/zig-ffi-virtual/";

/**
 * The absolute path, with `/`, of a URI; undefined for what is no URI. Drive letters are upper case, however the client has them. Other
 * schemes than `file:` get a path where no file is: only their open documents have text.
 */
export function pathOfUri(uri: string): string | undefined {
  if (uri.startsWith("file:")) {
    try {
      return withDrive(fileURLToPath(uri).replaceAll("\\", "/"));
    } catch {
      return undefined;
    }
  }
  const groups = /^(?<start>[a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?)(?<rest>.*)$/i.exec(uri)?.groups;
  if (groups === undefined) return undefined;
  const { start = "", rest = "" } = groups;
  const name = decoded(rest);
  // `untitled:Untitled-1` has no slash: the colon, which encoding leaves nowhere else, says so.
  return virtualRoot + encodeURIComponent(start) + (name.startsWith("/") ? name : `:/${name}`);
}

/** The URI that `pathOfUri` had the path from, in the spelling of VS Code. */
export function uriOfPath(path: string): string {
  if (isOnDisk(path)) return pathToFileURL(path).href;
  const [start = "", ...rest] = path.slice(virtualRoot.length).split("/");
  const name = encoded(rest.join("/"));
  return start.endsWith(":") ? decodeURIComponent(start.slice(0, -1)) + name : `${decodeURIComponent(start)}/${name}`;
}

/** The path of an open folder, which clients spell with a slash at its end or without one. */
export function pathOfFolderUri(uri: string): string | undefined {
  const path = pathOfUri(uri);
  if (path === undefined) return undefined;
  const trimmed = path.replace(/\/+$/, "");
  return trimmed === "" || /^[A-Z]:$/.test(trimmed) ? `${trimmed}/` : trimmed;
}

/**
 * The path of an open document. What was never saved may be called anything: there the language says that it is Zig. On a disk the name
 * does, because the compiler takes no other.
 */
export function pathOfDocument({ uri, languageId }: { readonly uri: string; readonly languageId: string }): string | undefined {
  const path = pathOfUri(uri);
  if (path === undefined || isOnDisk(path) || languageId !== "zig" || /\.(?:zig|zon)$/.test(path)) return path;
  return `${path}.zig`;
}

/** Whether a file system of this machine has a place for a path. */
export function isOnDisk(path: string): boolean {
  return !path.startsWith(virtualRoot);
}

/** What would be taken for a part of a URI's syntax stays as it is, and so do query and fragment: nothing is lost. */
function decoded(text: string): string {
  const end = endOfName(text);
  const name = text.slice(0, end).replace(/(?:%(?!2[35F]|3F)[0-9A-F]{2})+/gi, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return name + text.slice(end);
}

function encoded(text: string): string {
  const end = endOfName(text);
  const path = text.slice(0, end).replace(/[^\w\-.~/%]/gu, (character) => encodeURIComponent(character).replace(/[!'()*]/g, inHex));
  return path + text.slice(end);
}

function endOfName(text: string): number {
  return /[?#]/.exec(text)?.index ?? text.length;
}

function inHex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function withDrive(path: string): string {
  return /^[a-z]:\//.test(path) ? path.charAt(0).toUpperCase() + path.slice(1) : path;
}
