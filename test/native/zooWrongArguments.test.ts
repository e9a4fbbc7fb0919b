// Every parameter of every zoo function with every kind of wrong value: always a TypeError or RangeError that names both.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../../zig-fixtures/zoo/bindings.ts";
import { createCliContext, selectLibraries } from "../../server/src/cli/context.ts";
import { generateText } from "../../server/src/cli/generate.ts";
import { argumentValues } from "../support/argumentValues.ts";
import { buildFixture } from "../support/cli.ts";
import { fixturesFolder } from "../support/fixtures.ts";

buildFixture("zoo");
const zoo = load();
const context = await createCliContext({ cwd: `${fixturesFolder}/zoo` });
const [library] = selectLibraries(context, []);
assert.ok(library !== undefined);
const { plan } = generateText(context, library).analysis;

let cases = 0;

for (const { symbol, args } of plan.functions) {
  const values = argumentValues(plan, args);
  if (values.length === 0) continue;
  test(`${symbol}: wrong arguments`, () => {
    const method: unknown = Reflect.get(zoo, symbol);
    assert.ok(typeof method === "function");
    for (const [index, { name, bad }] of values.entries()) {
      assert.ok(bad.length > 0, `no wrong value for ${name}`);
      for (const { what, value, error } of bad) {
        const given = values.map(({ good }, i) => (i === index ? value : good));
        const place = `${symbol}(${name}: ${what})`;
        assert.throws(
          () => Reflect.apply(method, zoo, given) as unknown,
          (thrown: unknown) => {
            assert.ok(thrown instanceof Error, place);
            assert.equal(thrown.name, error, `${place}: ${thrown.message}`);
            assert.ok(thrown.message.startsWith(`${symbol}: ${name}`), `${place}: ${thrown.message}`);
            return true;
          },
          place,
        );
        cases++;
      }
    }
  });
}

test("there were wrong values to try", () => assert.ok(cases > 2000, `only ${String(cases)}`));
