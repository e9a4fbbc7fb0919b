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

const limits: readonly (readonly [text: string, kept: string])[] = [
  ["abcdefgh", "abcdefgh"],
  ["abcdefghi", "abcd\n(output was left out here)\nfghi"],
  ["abc\n".repeat(10), "abc\n\n(output was left out here)\nabc\n"],
];

for (const [text, kept] of limits)
  for (const size of [1, 3, 1000])
    test(`beginning and end of ${JSON.stringify(text)} in pieces of ${size}`, () => {
      const splitter = new OutputSplitter("\u0000M ", 8);
      const whole = `\n\u0000M "a"\n${text}\n\u0000M ""\nrest`;
      for (let i = 0; i < whole.length; i += size) splitter.push(whole.slice(i, i + size));
      assert.deepEqual(Object.fromEntries(splitter.end()), { a: kept, "": "rest" });
    });
