import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { coverageTable, lcov } from "../../../server/src/cli/coverageReport.ts";
import { readCoverage } from "../../../server/src/spec/coverage.ts";
import { temporaryFolder, writeFile } from "../../support/temporaryFolder.ts";

const source = `// a comment
export function used(x: number): number {
  if (x > 0) {
    return 1;
  }
  return 2;
}

/* not
   code */
export function unused(): void {
  used(3);
}
`;

function range(
  text: string,
  end: string,
  count: number,
): { readonly startOffset: number; readonly endOffset: number; readonly count: number } {
  const startOffset = source.indexOf(text);
  return { startOffset, endOffset: source.indexOf(end, startOffset) + end.length, count };
}

test("lines that ran in any process are covered", (t) => {
  const folder = temporaryFolder(t);
  const file = `${folder}/lib.ts`;
  writeFile(file, source);
  writeFile(`${folder}/node_modules/x/index.js`, "0;");
  const url = (path: string): string => pathToFileURL(path).href;
  const whole = { startOffset: 0, endOffset: source.length, count: 1 };
  const report = (name: string, inner: number): void => {
    const functions = [
      { ranges: [whole] },
      { ranges: [range("export function used", "return 2;\n}", 1), range("{\n    return 1;", "}", inner)] },
      { ranges: [range("export function unused", "used(3);\n}", 0)] },
    ];
    const others = [`${folder}/node_modules/x/index.js`, `${folder}/excluded.ts`, "/elsewhere.js", `${folder}/gone.ts`].map(url);
    const result = [...others, "node:fs"].map((each) => ({ url: each, functions })).concat({ url: url(file), functions });
    writeFile(`${folder}/reports/${name}.json`, JSON.stringify({ result }));
  };
  report("first", 0);
  writeFile(`${folder}/reports/broken.json`, '{"result":[');
  const read = () => readCoverage(`${folder}/reports`, folder, new Set([`${folder}/excluded.ts`]));
  const show = (path: string): string => path.slice(folder.length + 1);
  assert.equal(coverageTable(read(), show), "lines   covered  not covered\nlib.ts   50.0 %  4, 11-12\n");
  report("second", 1);
  assert.equal(coverageTable(read(), show), "lines   covered  not covered\nlib.ts   66.7 %  11-12\n");
  const lines = [2, 3, 4, 6, 11, 12].map((line) => `DA:${line},${line < 11 ? 1 : 0}`);
  assert.equal(lcov(read(), show).split("\n").join("\n"), ["TN:", "SF:lib.ts", ...lines, "LF:6", "LH:4", "end_of_record", ""].join("\n"));
});
