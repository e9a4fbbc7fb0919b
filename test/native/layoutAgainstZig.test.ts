import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { knownTriples } from "../../server/src/model/target.ts";
import { testZig } from "../support/fixtures.ts";
import { layoutCompiler, sourceFor, targetOf } from "./layoutCompiler.ts";

// The compiler's own answers: every size, alignment and offset of the corpus becomes a comptime assertion, compiled for each target.
describe("layout against the compiler", () => {
  const compiler = layoutCompiler(testZig());
  after(() => compiler.dispose());

  for (const triple of knownTriples) {
    it(`agrees on ${triple}`, () => {
      const source = sourceFor(compiler.version, targetOf(triple));
      // Vectors are unknown on x86_64; everything else must be in.
      assert.deepEqual(
        source.unknown.filter((reason) => !/back end/.test(reason)),
        [],
      );
      assert.ok(source.count >= 280, `only ${source.count} types have a known layout`);
      assert.deepEqual(compiler.differences(source.text, triple), []);
    });
  }

  it("notices a wrong number", () => {
    const triple = "x86_64-linux-gnu";
    const { text } = sourceFor(compiler.version, targetOf(triple));
    const wrong = text.replace(/same\("Over\|size", 128,/, 'same("Over|size", 64,');
    assert.deepEqual(compiler.differences(wrong, triple), ["ZBLAYOUT|Over|size|64|128"]);
  });
});
