import assert from "node:assert/strict";
import { test } from "node:test";
import { readZigTrace } from "../../../server/src/spec/zigTrace.ts";

const frames = `/p/src/helper.zig:2:13: 0x7fe266b599cf in at (p0.13ODebuglc)
    return a[i];
            ^
/opt/zig/lib/std/debug.zig:9:1: 0x7fe266b599cf in panic (p)
src/root.zig:6:21: 0x7fe266b5996f in oob (p)
src/root.zig:6:21: 0x7fe266b5996f in oob (p)
???:?:?: 0x7f in ??? (koffi.node)
`;
const places = [
  { file: "/p/src/helper.zig", line: 2, column: 13, symbol: "at" },
  { file: "/p/src/root.zig", line: 6, column: 21, symbol: "oob" },
];

const cases: readonly (readonly [name: string, stderr: string, panic: string | null, frames: readonly unknown[]])[] = [
  ["nothing", "said something\n", null, []],
  [
    "a panic after output",
    `said\nthread 15483 panic: index out of bounds: index 7, len 3\n${frames}`,
    "index out of bounds: index 7, len 3",
    places,
  ],
  ["a segmentation fault", `Segmentation fault at address 0x10\n${frames}`, "Segmentation fault at address 0x10", places],
  ["a stack overflow", `zig-ffi: stack overflow\nSegmentation fault at address 0x10\n${frames}`, "stack overflow", places],
  ["a trace that was given up", `thread 1 panic: bz\n???:?:?: 0x7f in ??? (???)\n???:?:?: ${frames}`, "bz", places],
  ["the last of two", `thread 1 panic: first\n/p/a.zig:1:1: 0x1 in a (p)\nthread 1 panic: second\n${frames}`, "second", places],
  [
    "a general protection fault",
    "General protection exception (no address available)\n",
    "General protection exception (no address available)",
    [],
  ],
];

for (const [name, stderr, panic, expected] of cases)
  test(name, () => assert.deepEqual(readZigTrace(stderr, "/p"), { panic, frames: expected }));
