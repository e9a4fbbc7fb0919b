import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { root } from "./fixtures.ts";

/** A folder that goes away with the test. */
export function temporaryFolder(t: TestContext): string {
  return removedAfter(t, mkdtempSync(join(tmpdir(), "zig-ffi-test-")));
}

/** As `temporaryFolder`, inside this package, so that bindings there find koffi. */
export function temporaryProject(t: TestContext, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = removedAfter(t, mkdtempSync(join(root, ".cache/test-")));
  for (const [name, content] of Object.entries(files)) writeFile(join(folder, name), content);
  return folder;
}

function removedAfter(t: TestContext, folder: string): string {
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A shell script as a stand-in for a program; returns its path. */
export function fakeProgram(path: string, body: string): string {
  writeFile(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

export function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
