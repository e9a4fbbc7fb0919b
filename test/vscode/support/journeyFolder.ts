import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The fixture kv as a newcomer has it: no bindings yet, and a project that TypeScript understands. */
export function prepareJourney(folder: string): void {
  for (const name of ["bindings.ts", "model.json", "scene.ts"]) rmSync(join(folder, "kv", name));
  const compilerOptions = {
    target: "es2024",
    module: "nodenext",
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(join(folder, "kv", "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, "kv", "package.json"), JSON.stringify({ name: "kv", private: true, type: "module" }));
}
