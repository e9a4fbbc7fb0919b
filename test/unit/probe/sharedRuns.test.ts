import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createSharedRuns } from "../../../server/src/toolchain/probe/sharedRuns.ts";

function counted() {
  const runs = createSharedRuns<string>();
  const log = { started: 0, aborted: 0 };
  const start = async (signal: AbortSignal): Promise<string> => {
    log.started++;
    signal.addEventListener("abort", () => log.aborted++);
    await sleep(20);
    return "done";
  };
  return { log, join: (key: string, signal?: AbortSignal) => runs.join(key, signal, start) };
}

test("the same key at the same time runs once, another key and a later time run again", async () => {
  const { log, join } = counted();
  assert.deepEqual(await Promise.all([join("a"), join("a", new AbortController().signal), join("b")]), ["done", "done", "done"]);
  assert.equal(log.started, 2);
  await join("a");
  assert.deepEqual(log, { started: 3, aborted: 0 });
});

test("who gives up leaves the others waiting; the last one ends the run", async () => {
  const { log, join } = counted();
  const [one, two] = [new AbortController(), new AbortController()];
  const both = Promise.all([join("a", one.signal), join("a", two.signal)]);
  one.abort();
  assert.deepEqual(await both, [undefined, "done"]);
  assert.equal(log.aborted, 0);
  const last = join("a", two.signal);
  two.abort();
  assert.equal(await last, undefined);
  assert.deepEqual(log, { started: 2, aborted: 1 });
  const next = join("a");
  assert.equal(await next, "done");
  assert.equal(log.started, 3);
});

test("a signal that has fired already starts nothing", async () => {
  const { log, join } = counted();
  assert.equal(await join("a", AbortSignal.abort()), undefined);
  assert.equal(log.started, 0);
});

test("a failed run fails for all and is forgotten", async () => {
  const runs = createSharedRuns<string>();
  const fail = (): Promise<string> => Promise.reject(new Error("no"));
  await assert.rejects(runs.join("a", new AbortController().signal, fail), /no/);
  assert.equal(await runs.join("a", undefined, () => Promise.resolve("yes")), "yes");
});
