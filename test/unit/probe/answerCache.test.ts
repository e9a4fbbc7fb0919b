import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readAnswer, workFolder, writeAnswer } from "../../../server/src/toolchain/probe/answerCache.ts";
import type { RawAnswer } from "../../../server/src/toolchain/probe/output.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const answer: RawAnswer = {
  records: [{ b: 1 }],
  refused: { 3: "no" },
  errors: [{ file: "/a.zig", line: 2, message: "bad" }],
  isComplete: true,
};

test("what is written is read again, and nothing else is left", async (context) => {
  const folder = temporaryFolder(context);
  await writeAnswer(folder, "key", answer);
  assert.deepEqual(await readAnswer(folder, "key"), answer);
  assert.deepEqual(readdirSync(folder), ["key.json"]);
  assert.equal(await readAnswer(folder, "other"), undefined);
});

test("a damaged entry counts as none", async (context) => {
  const folder = temporaryFolder(context);
  for (const text of ["", "{", "[]", "null", '{"records":[]}', '{"records":[],"errors":[],"refused":{},"isComplete":false}']) {
    writeFileSync(join(folder, "key.json"), text);
    assert.equal(await readAnswer(folder, "key"), undefined, text);
  }
});

test("a failed write leaves nothing behind", async (context) => {
  const folder = temporaryFolder(context);
  mkdirSync(join(folder, "key.json", "in-the-way"), { recursive: true });
  await assert.rejects(writeAnswer(folder, "key", answer));
  assert.deepEqual(readdirSync(folder), ["key.json"]);
});

test("work folders of crashed runs go after a day", async (context) => {
  const folder = temporaryFolder(context);
  const old = join(folder, "work-old");
  const recent = join(folder, "work-recent");
  for (const path of [old, recent]) mkdirSync(path);
  const longAgo = Date.now() / 1000 - 100_000;
  utimesSync(old, longAgo, longAgo);
  const work = await workFolder(folder);
  assert.deepEqual([existsSync(old), existsSync(recent), existsSync(work)], [false, true, true]);
});
