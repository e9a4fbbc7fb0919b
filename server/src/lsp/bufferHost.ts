import { statSync } from "node:fs";
import type { SourceText } from "../model/span.ts";
import { diskHost } from "../workspace/diskHost.ts";
import type { Host } from "../workspace/host.ts";

/** Open editors over the disk. What was read from the disk is kept while the file's time and size stay the same. */
export function bufferHost(openText: (path: string) => string | undefined): Host {
  const disk = diskHost();
  const kept = new Map<string, { readonly stamp: string; readonly source: SourceText | undefined }>();
  return {
    read(path) {
      const open = openText(path);
      if (open !== undefined) return { text: open, isValidUtf8: true };
      const stamp = stampOf(path);
      if (stamp === undefined) {
        kept.delete(path);
        return undefined;
      }
      const before = kept.get(path);
      if (before?.stamp === stamp) return before.source;
      const source = disk.read(path);
      kept.set(path, { stamp, source });
      return source;
    },
    exists: (path) => openText(path) !== undefined || disk.exists(path),
  };
}

function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : undefined;
}
