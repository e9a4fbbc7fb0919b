import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Compares text with a file; `UPDATE_GOLDENS=1` writes the file instead. A missing file fails. */
export function matchGolden(file: string, actual: string): void {
  if (process.env["UPDATE_GOLDENS"] === "1") {
    writeFileSync(file, actual);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: run the test with UPDATE_GOLDENS=1 and look at what it wrote`);
  assert.equal(actual, readFileSync(file, "utf8"), `${file} differs: if the change is right, run the test with UPDATE_GOLDENS=1`);
}
