// What tests print: it belongs to the test that printed it, and of much the beginning and the end are kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SpecTestResult } from "../../server/src/protocol/specEvents.ts";
import { generatedProject } from "../support/specProject.ts";
import { runSpecs } from "../support/specRun.ts";

const source = `extern "c" fn write(fd: c_int, bytes: [*]const u8, count: usize) isize;
export fn flood(lines: u32) void {
    for (0..lines) |_| _ = write(2, "0123456789\\n", 11);
}
export fn panic_now() void {
    @panic("after the flood");
}
`;

const spec = `import { it } from "zig-ffi/spec";
import { load } from "./lib.ts";
const lib = load();
it("prints much", () => { for (let i = 0; i < 100_000; i++) console.log("line", i); throw new Error("end"); });
it("prints no line end", () => { process.stdout.write("no newline"); throw new Error("end"); });
it("prints a line", () => { console.log("one line"); console.error("complaint"); });
it("prints much before a hang", () => { for (let i = 0; i < 20_000; i++) console.log("line", i); for (;;); }, 1000);
it("crashes after much", () => { lib.flood(100_000); lib.panic_now(); });
`;

test("output is that of its test, and the end of much is kept", (t) => {
  const project = generatedProject(t, {
    "zig-ffi.json": '{ "libraries": [{ "name": "lib", "root": "lib.zig", "out": "lib.ts" }] }',
    "lib.zig": source,
    "a.spec.ts": spec,
  });
  const { files } = runSpecs(project);
  const [much, partial, line, hang, crash] = files[0]?.tests ?? [];
  assert.match(much?.stdout ?? "", /^line 0\nline 1\n[^]*\n\(output was left out here\)\n[^]*\nline 99998\nline 99999\n$/);
  assert.deepEqual([partial?.stdout, line?.stdout, line?.stderr], ["no newline", "one line\n", "complaint\n"]);
  assert.match(hang?.stdout ?? "", /\nline 19999\n$/);
  assert.equal(panicOf(crash), "after the flood");
});

function panicOf(result: SpecTestResult | undefined): string | null {
  return result?.outcome.kind === "failed" ? (result.outcome.failure.crash?.panic ?? null) : null;
}
