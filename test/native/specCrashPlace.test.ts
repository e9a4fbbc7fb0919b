// The Zig line of a crash, also where the compiler makes that hard: a second load of the library, another thread.
import assert from "node:assert/strict";
import { test } from "node:test";
import { generatedProject } from "../support/specProject.ts";
import { runSpecs } from "../support/specRun.ts";

const source = `const std = @import("std");
export fn add(a: i32, b: i32) i32 {
    return a +% b;
}
export fn panic_now() void {
    @panic("here");
}
fn panics() void {
    @panic("in a thread");
}
export fn panic_in_thread() void {
    const thread = std.Thread.spawn(.{}, panics, .{}) catch return;
    thread.join();
}
fn writesNull() void {
    const place: *allowzero volatile u8 = @ptrFromInt(0);
    place.* = 1;
}
export fn null_in_thread() void {
    const thread = std.Thread.spawn(.{}, writesNull, .{}) catch return;
    thread.join();
}
`;

// Each panic of a new process may hit other garbage, hence several.
const spec = `import { expect, it } from "zig-ffi/spec";
import { load } from "./lib.ts";
it("adds", () => { expect(load().add(1, 2)).toBe(3); });
for (let i = 0; i < 4; i++) it(\`panics \${i}\`, () => { expect(load().add(1, 2)).toBe(3); load().panic_now(); });
it("panics in a thread", () => load().panic_in_thread());
it("writes to null in a thread", () => load().null_in_thread());
`;

test("a panic tells its line, each time and in each thread", { skip: process.platform !== "linux" }, (t) => {
  const project = generatedProject(t, {
    "zig-ffi.json": '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "lib.ts" }] }',
    "lib.zig": source,
    "a.spec.ts": spec,
  });
  const { files } = runSpecs(project);
  const told = files[0]?.tests.map(({ test: { id }, outcome }) => {
    const crash = outcome.kind === "failed" ? outcome.failure.crash : null;
    return [id, crash?.panic ?? null, crash?.frames[0]?.line ?? null];
  });
  assert.deepEqual(told, [
    ["adds", null, null],
    ...[0, 1, 2, 3].map((i) => [`panics ${i}`, "here", 6]),
    ["panics in a thread", "in a thread", 9],
    ["writes to null in a thread", "Segmentation fault at address 0x0", 17],
  ]);
});
