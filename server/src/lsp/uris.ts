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
  // `untitled:Untitled-1` has no slash: the colon, which encoding leaves nowhere else, says so.
  return virtualRoot + encodeURIComponent(start) + (rest.startsWith("/") ? rest : `:/${rest}`);
}

/** The URI that `pathOfUri` had the path from. */
export function uriOfPath(path: string): string {
  if (!path.startsWith(virtualRoot)) return pathToFileURL(path).href;
  const [start = "", ...rest] = path.slice(virtualRoot.length).split("/");
  return start.endsWith(":") ? decodeURIComponent(start.slice(0, -1)) + rest.join("/") : `${decodeURIComponent(start)}/${rest.join("/")}`;
}

function withDrive(path: string): string {
  return /^[a-z]:\//.test(path) ? path.charAt(0).toUpperCase() + path.slice(1) : path;
}
