import { fileURLToPath, pathToFileURL } from "node:url";

/** The absolute path, with `/`, of a `file:` URI; undefined for other schemes. Drive letters are upper case, however the client has them. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return withDrive(fileURLToPath(uri).replaceAll("\\", "/"));
  } catch {
    return undefined;
  }
}

export function uriOfPath(path: string): string {
  return pathToFileURL(path).href;
}

function withDrive(path: string): string {
  return /^[a-z]:\//.test(path) ? path.charAt(0).toUpperCase() + path.slice(1) : path;
}
