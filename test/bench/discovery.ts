import type { SpecOutlineItem } from "../../server/src/syntax/specs.ts";
import { bundledScriptParser } from "../../server/src/workspace/package.ts";

const count = 1000;
const runs = 15;

/** Milliseconds to find 1,000 tests in one spec file, once the parser is there: of short tests and of long ones, the first run and the median. */
export async function discoveryRows(): Promise<readonly string[]> {
  const parser = await bundledScriptParser();
  return [1, 5].map((lines) => {
    const text = specText(lines);
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      const start = performance.now();
      const found = testsIn(parser.specs(text, "/bench/a.spec.ts")?.items ?? []);
      times.push(performance.now() - start);
      if (found !== count) throw new Error(`found ${found} tests`);
    }
    const [first = NaN] = times;
    const median = times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? NaN;
    const size = `${count} tests of ${lines} ${lines === 1 ? "line" : "lines"} each in one file of ${Math.round(text.length / 1024)} KB`;
    return `discovering ${size}: ${first.toFixed(0)} ms at first, median ${median.toFixed(0)} ms`;
  });
}

function testsIn(items: readonly SpecOutlineItem[]): number {
  return items.reduce((sum, { kind, children }) => sum + (kind === "test" ? 1 : testsIn(children)), 0);
}

/** Ten groups of a hundred tests each; a test has `lines` lines that call and compare. */
function specText(lines: number): string {
  const body = (i: number): string => `    expect(lib.sum_of([1, ${i}], { scale: ${i} }).total).toBe(${i});\n`;
  const test = (group: number, i: number): string => `  it("adds ${group} and ${i}", () => {\n${body(i).repeat(lines)}  });\n`;
  const groups = Array.from({ length: 10 }, (_, group) => {
    const tests = Array.from({ length: count / 10 }, (_unused, i) => test(group, i)).join("\n");
    return `describe("group ${group}", () => {\n${tests}});\n`;
  });
  return `import { describe, expect, it } from "zig-ffi/spec";\nimport { load } from "./bindings.ts";\nconst lib = load();\n${groups.join("\n")}`;
}
