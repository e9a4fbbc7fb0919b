/** Paths inside the core: absolute, `/` as the separator on every platform. The core may not import `node:path`. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? path.slice(0, slash + 1) : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The base name without its last extension. */
export function stemOf(path: string): string {
  const base = baseName(path);
  const dot = base.lastIndexOf(".");
  return dot <= 0 ? base : base.slice(0, dot);
}

/** `relative` seen from `directory`, with `.` and `..` resolved. An absolute `relative` is only normalised. */
export function joinPath(directory: string, relative: string): string {
  const joined = isAbsolute(relative) ? relative : `${directory}/${relative}`;
  const root = joined.startsWith("/") ? "/" : "";
  const out: string[] = [];
  for (const part of joined.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && out.length > 0 && out.at(-1) !== "..") out.pop();
    else if (part !== ".." || root === "") out.push(part);
  }
  return root + out.join("/");
}

/** `path` seen from `directory`; stays absolute where the drives differ. */
export function relativePath(directory: string, path: string): string {
  const from = directory.split("/").filter((part) => part !== "");
  const to = path.split("/").filter((part) => part !== "");
  if (/^[A-Za-z]:$/.test(to[0] ?? "") && from[0] !== to[0]) return path;
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/") || ".";
}

/** `path` below `directory`, without a slash in front; undefined where it does not lie there. */
export function pathBelow(directory: string, path: string): string | undefined {
  const start = directory.endsWith("/") ? directory : `${directory}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:\//.test(path);
}
