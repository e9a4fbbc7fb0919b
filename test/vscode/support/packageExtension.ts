import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..", "..");

/** Makes the package by the project's own script, of what is in dist/ now. Returns its path. */
export function packageExtension(folder: string): string {
  const file = join(folder, "zig-ffi.vsix");
  execFileSync(process.execPath, [join(root, "scripts", "package.ts"), file], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  return file;
}
