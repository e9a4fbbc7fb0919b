import assert from "node:assert/strict";
import { test } from "node:test";
import { parseOutput } from "../../../server/src/toolchain/probe/output.ts";
import { overlayOf } from "./zigSources.ts";

const { overlay } = overlayOf({ "root.zig": "const A = extern struct { x: []u8 };\nconst B = extern struct { x: u8 };" });

test("answers, refusals and errors of the source are told apart", () => {
  const output = `root.zig:1:30: error: extern structs cannot contain fields of type '[]u8'
const A = extern struct { x: []u8 };
                             ^~~~
probe.zig:6:5: error: ZIGFFI{"b":1,"n":"root.B","d":{"k":"opaque"}}ZIGEND
root.zig:4:32: note: called at comptime here
comptime { @import("zig_ffi_probe").report("1", @"B"); }
           ~~~~~~~~~~~~~~~~~~~~~~~^~~~~~~~~~~
root.zig:3:24: error: no member named 'A'
comptime { @import("zig_ffi_probe").report("0", @"A"); }
                       ^
probe.zig:30:5: error: ZIGFFI{"end":true}ZIGEND

Compile Log Output:
@as(*const [99:0]u8, "ZIGFFI{\\"e\\":\\"x\\\\\\"y\\",\\"x\\":\\"u8\\"}ZIGEND")
`;
  const raw = parseOutput(output, overlay);
  assert.equal(raw.isComplete, true);
  assert.deepEqual(raw.records, [
    { b: 1, n: "root.B", d: { k: "opaque" } },
    { e: 'x"y', x: "u8" },
  ]);
  assert.deepEqual(raw.refused, { 0: "no member named 'A'" });
  assert.deepEqual(raw.errors, [{ file: "/lib/root.zig", line: 1, message: "extern structs cannot contain fields of type '[]u8'" }]);
});

test("an answer that was cut off is not complete, and half a record is none", () => {
  const raw = parseOutput('probe.zig:6:5: error: ZIGFFI{"b":1,"n":"root.B","d":{"k":"opa', overlay);
  assert.deepEqual([raw.isComplete, raw.records], [false, []]);
});

test("anything else gives nothing", () => {
  for (const text of ["", "hello\nworld\n", "\0\0\u{ffff}", "error: ZIGFFI{}", "x: error: ZIGFFI{not json}ZIGEND\n"])
    assert.deepEqual([parseOutput(text, overlay).isComplete, parseOutput(text, overlay).records], [false, []], JSON.stringify(text));
});
