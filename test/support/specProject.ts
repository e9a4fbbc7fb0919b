import assert from "node:assert/strict";
import { zigFfi } from "./cli.ts";
import { temporaryProject } from "./temporaryFolder.ts";

/** A project inside this package, with its bindings generated. */
export function generatedProject(t: Parameters<typeof temporaryProject>[0], files: Readonly<Record<string, string>>): string {
  const project = temporaryProject(t, files).replaceAll("\\", "/");
  const generated = zigFfi(["generate"], { cwd: project });
  assert.equal(generated.code, 0, generated.stderr);
  return project;
}
