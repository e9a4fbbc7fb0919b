import { globSync } from "tinyglobby";
import { directoryOf, joinPath } from "../model/path.ts";
import type { ZigParser } from "../syntax/grammar.ts";
import type { Host } from "./host.ts";

/** Roots of Zig libraries in a folder without configuration: files with exports that no other file imports. Absolute paths, sorted. */
export function discoverRoots(directory: string, { host, parser }: { readonly host: Host; readonly parser: ZigParser }): readonly string[] {
  const files = globSync(["**/*.zig"], {
    cwd: directory,
    absolute: true,
    ignore: ["**/node_modules/**", "**/.zig-cache/**", "**/zig-cache/**", "**/zig-out/**", "**/.git/**"],
  });
  const imported = new Set<string>();
  const exporting: string[] = [];
  for (const file of files.map((path) => path.replaceAll("\\", "/")).sort()) {
    const source = host.read(file);
    if (source === undefined) continue;
    const isBuildFile = file.endsWith("/build.zig");
    if (!isBuildFile && /^\s*(?:pub\s+)?export\b|@export\(/m.test(source.text)) exporting.push(file);
    for (const { path } of parser.outline(source.text, file).imports)
      if (path.endsWith(".zig")) imported.add(joinPath(directoryOf(file), path));
  }
  const roots = exporting.filter((file) => !imported.has(file));
  // Exports may all lie in imported files; then the root is whoever imports them without being imported.
  return roots.length > 0 ? roots : exporting;
}
