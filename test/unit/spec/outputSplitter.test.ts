import assert from "node:assert/strict";
import { test } from "node:test";
import { OutputSplitter } from "../../../server/src/spec/outputSplitter.ts";

const text = 'before\n\n\u0000M "a"\none\ntwo\n\n\u0000M ""\nbetween\n\n\u0000M "b"\n\n\u0000M ""\nafter';

for (const size of [1, 2, 3, 7, 1000]) {
  test(`in pieces of ${size}`, () => {
    const splitter = new OutputSplitter("\u0000M ", 1000);
    for (let i = 0; i < text.length; i += size) splitter.push(text.slice(i, i + size));
    assert.deepEqual(Object.fromEntries(splitter.end()), { "": "before\nbetween\nafter", a: "one\ntwo\n" });
  });
}

test("a limit for each test", () => {
  const splitter = new OutputSplitter("\u0000M ", 5);
  splitter.push('\n\u0000M "a"\n');
  for (let i = 0; i < 10; i++) splitter.push("abc\n");
  assert.deepEqual(Object.fromEntries(splitter.end()), { a: "abc\na\n(more output was left out)\n" });
});
