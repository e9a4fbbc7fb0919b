// Each fixture's bindings and model as files: what the generator makes of real sources, to read and to compare.
import { test } from "node:test";
import { createCliContext, selectLibraries } from "../../server/src/cli/context.ts";
import { generateText } from "../../server/src/cli/generate.ts";
import { dumpLayout } from "../../server/src/layout/dumpLayout.ts";
import { parseTarget } from "../../server/src/model/target.ts";
import { dumpModel } from "../../server/src/workspace/dumpModel.ts";
import { fixtures, fixturesFolder } from "../support/fixtures.ts";
import { matchGolden } from "../support/golden.ts";

for (const name of fixtures) {
  const cwd = `${fixturesFolder}/${name}`;
  test(`${name}: bindings`, async () => {
    const context = await createCliContext({ cwd });
    for (const library of selectLibraries(context, [])) matchGolden(library.out, generateText(context, library).text);
  });

  test(`${name}: model and layout`, async () => {
    const context = await createCliContext({ cwd });
    const target = parseTarget("x86_64-linux-gnu");
    if (target === undefined) throw new Error("the first target is known");
    const [library] = selectLibraries(context, []);
    if (library === undefined) throw new Error(`${name} has no library`);
    const { module, issues } = generateText(context, library).analysis;
    const options = { file: library.root, closure: true, showPath: context.show };
    const dump = {
      model: dumpModel(module, target, options),
      layout: dumpLayout(module, target, options),
      issues: issues.map(({ code, severity, message, symbol }) => ({ code, severity, symbol, message })),
    };
    matchGolden(`${cwd}/model.json`, `${JSON.stringify(dump, null, 1)}\n`);
  });
}
