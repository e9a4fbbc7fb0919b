const head = `import { describe, expect, it } from "zig-ffi/spec";
import { load } from "./bindings.ts";

const lib = load();
`;

/** Spec files over the fixture crash, by name. */
export const specTexts: Readonly<Record<string, string>> = {
  "sums.spec.ts": `${head}
describe("add", () => {
  it("adds two numbers", () => {
    expect(lib.add(2, 3)).toBe(5);
  });

  it.each([
    [1, 2, 3],
    [4, 5, 9],
  ])("%d + %d = %d", (a, b, sum) => {
    console.log(\`computed \${a} + \${b}\`);
    expect(lib.add(a, b)).toBe(sum);
  });

  it.skip("is skipped", () => undefined);
  it.todo("is to be done");

  it("counts fruit", () => {
    const basket = { fruit: "apples", count: lib.add(2, 2) };
    expect(basket).toEqual({ fruit: "pears", count: 5 });
  });
});
`,
  "memory.spec.ts": `${head}
describe("memory", () => {
  it("reads inside", () => {
    expect(lib.item(1)).toBe(20);
  });

  it("reads out of bounds", () => {
    expect(lib.item(7)).toBe(0);
  });

  it("still works", () => {
    expect(lib.add(1, 1)).toBe(2);
  });
});
`,
  "hang.spec.ts": `${head}
it("hangs", () => {
  lib.hang();
}, 60_000);
`,
};
