import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createRunFolder } from "../../../server/src/spec/privateCopies.ts";
import { temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

test("libraries of one file name have a copy each", (t) => {
  const project = temporaryFolder(t);
  const libraries = ["a", "b"].map((name) => {
    const artifact = join(project, name, "liblib.so");
    writeFile(artifact, name);
    return { name, environment: name, artifact };
  });
  const { env, remove } = createRunFolder(project, libraries);
  const texts = Object.entries(env).map(([name, path]) => [name, readFileSync(path, "utf8")]);
  remove();
  assert.deepEqual(texts, [
    ["a", "a"],
    ["b", "b"],
  ]);
});
