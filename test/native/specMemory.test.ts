// guarded, canaries, leaks: mistakes of native code that leave no trace otherwise. The functions here make each of them on request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leftovers, runSpecs } from "../support/specRun.ts";
import { generatedProject } from "../support/specProject.ts";

const zig = `const std = @import("std");
var live: usize = 0;
/// Fills \`count\` elements from \`from\` on, whatever the length.
export fn fill(items: [*]u8, items_len: usize, from: i32, count: u32) void {
    _ = items_len;
    const start: isize = from;
    for (0..count) |i| {
        const place: *volatile u8 = @ptrFromInt(@as(usize, @bitCast(@as(isize, @bitCast(@intFromPtr(items))) + start + @as(isize, @intCast(i)))));
        place.* = 0;
    }
}
export fn sum(items: [*]const f32, items_len: usize, count: usize) f32 {
    _ = items_len;
    var total: f32 = 0;
    for (items[0..count]) |item| total += item;
    return total;
}
export fn take(bytes: usize) void {
    live += bytes;
}
export fn live_bytes() usize {
    return live;
}
`;

const spec = `import { beforeEach, canaries, describe, expect, guarded, it, leaks } from "zig-ffi/spec";
import { load } from "./lib.ts";
const lib = load();
const early = guarded(8);
describe("guarded", () => {
  it("fits", () => { const buffer = guarded(5000); lib.fill(buffer, 0, 5000); expect(buffer.every((each) => each === 0)).toBe(true); });
  it("is written past the end", () => { lib.fill(guarded(16), 0, 17); });
  it("still works", () => { expect(lib.live_bytes()).toBe(0); });
  it("is read past the end", () => { const items = guarded(Float32Array, 10); items.fill(1); lib.sum(items, 11); });
  it("is read to the end", () => { const items = guarded(Float32Array, 10); items.fill(1); expect(lib.sum(items, 10)).toBe(10); });
  it("is written to before its start", () => { lib.fill(guarded(16), -3, 2); });
  it("is written to far before its start", () => { lib.fill(guarded(4096), -1, 1); });
  it("was made while the file was imported", () => { lib.fill(early, 7, 2); });
  it("may be empty", () => { expect(guarded(0)).toHaveLength(0); });
  it("refuses other lengths", () => { expect(() => guarded(-1)).toThrow("guarded: the length must be a whole number from 0 on, got -1"); });
});
describe("canaries", () => {
  it("are untouched", () => { const out = canaries(Int32Array, 4); out[1] = 7; expect(out).toBeUntouchedOutside(1, 2); expect(out).not.toBeUntouchedOutside(2, 3); });
  it("are overwritten inside", () => { const out = canaries(16); lib.fill(out, 2, 4); expect(out).toBeUntouchedOutside(2, 5); });
  it("are overwritten after the end", () => { lib.fill(canaries(16), 15, 4); });
  it("are overwritten before the start", async () => { await Promise.resolve(); lib.fill(canaries(16), -2, 1); });
  it("tell each mistake once", () => undefined);
  it("work on guarded buffers", () => { const out = guarded(16); lib.fill(out, 0, 8); expect(out).toBeUntouchedOutside(0, 8); });
  it("are needed", () => { expect(new Uint8Array(4)).toBeUntouchedOutside(0, 0); });
});
describe("leaks", () => {
  it("are found", () => { leaks(() => lib.live_bytes(), () => lib.take(3), { rounds: 50 }); });
  it("of a warm-up are none", () => { let isFirst = true; leaks(lib.live_bytes, () => { if (isFirst) lib.take(3); isFirst = false; }); });
  it("may be allowed", () => { leaks(lib.live_bytes, () => lib.take(1), { rounds: 10, allowed: 10 }); });
  it("are found in asynchronous code", async () => {
    await leaks({ bytes: lib.live_bytes, handles: () => 0n }, async (round) => { await Promise.resolve(); if (round % 3 === 0) lib.take(1); }, { rounds: 9, warmUp: 0 });
  });
});
`;

const crash = /^the process was ended by SIGABRT during this test\nZig: Segmentation fault at address 0x[0-9a-f]+\n/;
const expected: Readonly<Record<string, string>> = {
  "guarded > fits": "passed",
  "guarded > is written past the end": "CRASH That is right after the end of a Uint8Array of length 16 from guarded().",
  "guarded > still works": "passed",
  "guarded > is read past the end": "CRASH That is right after the end of a Float32Array of length 10 from guarded().",
  "guarded > is read to the end": "passed",
  "guarded > is written to before its start":
    "native code wrote to 2 bytes before a Uint8Array of length 16 from guarded(), the nearest 2 bytes before it",
  "guarded > is written to far before its start": "CRASH That is 1 byte before the start of a Uint8Array of length 4096 from guarded().",
  "guarded > was made while the file was imported": "CRASH That is right after the end of a Uint8Array of length 8 from guarded().",
  "guarded > may be empty": "passed",
  "guarded > refuses other lengths": "passed",
  "canaries > are untouched": "passed",
  "canaries > are overwritten inside": "expected nothing outside of 2 to 5 to be written to, but there is [5] = 0",
  "canaries > are overwritten after the end":
    "native code wrote to 3 bytes after a Uint8Array of length 16 from canaries(), the nearest right after it",
  "canaries > are overwritten before the start":
    "native code wrote to 1 byte before a Uint8Array of length 16 from canaries(), the nearest 2 bytes before it",
  "canaries > tell each mistake once": "passed",
  "canaries > work on guarded buffers": "passed",
  "canaries > are needed":
    "TypeError: toBeUntouchedOutside: only a buffer from canaries() or guarded() is known to have been untouched before",
  "leaks > are found": "leak\n150 more after 50 rounds (3 a round): 3 before, 153 after",
  "leaks > of a warm-up are none": "passed",
  "leaks > may be allowed": "passed",
  "leaks > are found in asynchronous code": "leak\nbytes: 3 more after 9 rounds (about 0.333 a round): 167 before, 170 after",
};

test("each mistake in memory fails the test that makes it, and says where", { skip: process.platform !== "linux" }, (t) => {
  const config = '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "lib.ts" }] }';
  const project = generatedProject(t, { "zig-ffi.json": config, "lib.zig": zig, "a.spec.ts": spec });
  const {
    files: [file],
  } = runSpecs(project);
  const found = file?.tests.map(({ test: { id }, outcome }) => {
    const text = outcome.kind === "failed" ? outcome.failure.message.replace(crash, "CRASH ") : outcome.kind;
    return [id, text] as const;
  });
  assert.deepEqual(Object.fromEntries(found ?? []), expected);
  assert.deepEqual(file?.failures, []);
  assert.deepEqual(leftovers(project), []);
});
