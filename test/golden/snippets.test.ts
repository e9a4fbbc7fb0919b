import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/fixtures.ts";

test("the snippet table is what the snippets say", () => {
  const result = spawnSync(process.execPath, [join(root, "scripts/snippets.ts"), "--check"], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
});
