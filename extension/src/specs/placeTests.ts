import type { SpecTest } from "../../../server/src/protocol/specEvents.ts";
import type { SpecItem } from "../../../server/src/protocol/specFiles.ts";

/** Where a test that ran belongs in the outline of its file. */
export interface PlacedTest {
  readonly test: SpecTest;
  /** From the file inwards: suites, and last the test's own item or a loop. */
  readonly at: readonly SpecItem[];
  /** Names below that: of what only running has told. Empty where the test has an item of its own. */
  readonly rest: readonly string[];
}

/** Places tests by their ids; where names are not as the text has them, by names and lines. No item gets two tests, unless it is a loop. */
export function placeTests(items: readonly SpecItem[], tests: readonly SpecTest[]): readonly PlacedTest[] {
  const own = new Map<string, readonly SpecItem[]>();
  const collect = (children: readonly SpecItem[], outer: readonly SpecItem[]): void => {
    for (const item of children) {
      const path = [...outer, item];
      if (item.kind === "test" && !item.isLoop) own.set(item.id, path);
      collect(item.children, path);
    }
  };
  collect(items, []);
  const taken = new Set(tests.flatMap(({ id }) => own.get(id)?.at(-1) ?? []));
  return tests.map((test) => {
    const at = own.get(test.id);
    return at === undefined ? descend({ items, test, taken, at: [] }) : { test, at, rest: [] };
  });
}

interface Descent {
  readonly items: readonly SpecItem[];
  readonly test: SpecTest;
  readonly taken: Set<SpecItem>;
  readonly at: readonly SpecItem[];
}

function descend({ items, test, taken, at }: Descent): PlacedTest {
  const [name = "", ...below] = test.names.slice(at.length);
  const kind = below.length === 0 ? "test" : "suite";
  const item = items
    .filter((each) => each.kind === kind && !taken.has(each) && new RegExp(`^(?:${each.pattern})$`).test(name))
    .sort((a, b) => rank(a, test.line) - rank(b, test.line))[0];
  if (item === undefined) return { test, at, rest: [name, ...below] };
  if (item.isLoop) return { test, at: [...at, item], rest: [name, ...below] };
  if (kind === "suite") return descend({ items: item.children, test, taken, at: [...at, item] });
  taken.add(item);
  return { test, at: [...at, item], rest: [] };
}

/** What holds the line goes first, then what is no loop. */
function rank({ range, isLoop }: SpecItem, line: number | null): number {
  const holds = line !== null && range.start.line < line && line <= range.end.line + 1;
  return (holds ? 0 : 2) + (isLoop ? 1 : 0);
}
