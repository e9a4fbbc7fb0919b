import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { specTexts } from "./specTexts.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** The fixture crash with specs that are few and quick, in a project that has zig-ffi. */
export function prepareSpecs(folder: string): void {
  rmSync(join(folder, "crash", "crash.spec.ts"));
  for (const [name, text] of Object.entries(specTexts)) writeFileSync(join(folder, "crash", name), text);
  writeFileSync(join(folder, "crash", "package.json"), JSON.stringify({ name: "crash", private: true, type: "module" }));
  symlinkSync(root, join(folder, "node_modules", "zig-ffi"), "dir");
}
