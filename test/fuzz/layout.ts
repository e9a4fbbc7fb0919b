// `npm run fuzz:layout -- [--runs N] [--seed S] [--types T]`: random types, our layout against the compiler's, on every target. A difference is
// shrunk to the smallest list of types that shows it and printed as Zig.
import { parseArgs } from "node:util";
import fc from "fast-check";
import type { Target } from "../../server/src/model/target.ts";
import { projectZig } from "../../server/src/toolchain/projectZig.ts";
import { layoutCompiler, sourceOfRecipes, targetOf } from "../native/layoutCompiler.ts";
import { recipes, type Recipe } from "../native/layoutCorpus.ts";
import { root } from "../support/fixtures.ts";

const targets = [
  "x86_64-linux-gnu",
  "x86_64-windows-gnu",
  "aarch64-linux-gnu",
  "aarch64-macos",
  "x86-linux-gnu",
  "arm-linux-gnueabihf",
  "wasm32-freestanding",
].map(targetOf);

const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" }, types: { type: "string" } } });
const runs = Number(values.runs ?? 1);
const types = Number(values.types ?? 2000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const zig = await projectZig({ root, env: process.env });
if (zig.kind === "missing") throw new Error(zig.fix);
const compiler = layoutCompiler(zig.command[0] ?? "zig");
try {
  for (let run = 0; run < runs; run++) fuzzOnce(seed + run);
} finally {
  compiler.dispose();
}

function fuzzOnce(runSeed: number): void {
  const list = fc.sample(recipes, { seed: runSeed, numRuns: types });
  let checked = 0;
  let unknown = 0;
  for (const target of targets) {
    const source = sourceOfRecipes(list, compiler.version, target);
    checked += source.count;
    unknown += source.unknown.length;
    if (compiler.differences(source.text, target.triple).length > 0) {
      report(runSeed, target, list);
      return;
    }
  }
  console.log(
    `seed ${String(runSeed)}: ${String(checked)} layouts agree with Zig ${compiler.version} on ${String(targets.length)} targets; ${String(unknown)} are unknown to us`,
  );
}

function report(runSeed: number, target: Target, list: readonly Recipe[]): void {
  process.exitCode = 1;
  const smallest = shrink(list, (part) => differencesOf(part, target).length > 0);
  const { text } = sourceOfRecipes(smallest, compiler.version, target);
  const lines = differencesOf(smallest, target);
  console.error(
    `seed ${String(runSeed)}, ${target.triple}: the compiler disagrees (type|what|ours|the compiler's):\n${lines.join("\n")}\n${declarationsOnly(text, lines)}`,
  );
}

function differencesOf(list: readonly Recipe[], target: Target): readonly string[] {
  return compiler.differences(sourceOfRecipes(list, compiler.version, target).text, target.triple);
}

/** Leaves out types, then fields, in ever smaller portions, as long as the rest still fails. */
function shrink(list: readonly Recipe[], fails: (list: readonly Recipe[]) => boolean): readonly Recipe[] {
  let smallest = withoutPortions(list, fails);
  for (let i = 0; i < smallest.length; i++) {
    const recipe = smallest[i];
    if (recipe === undefined) continue;
    const withFields = (fields: Recipe["fields"]): readonly Recipe[] => smallest.with(i, { ...recipe, fields });
    smallest = withFields(withoutPortions(recipe.fields, (fields) => fields.length > 0 && fails(withFields(fields))));
  }
  return smallest;
}

function withoutPortions<T>(items: readonly T[], fails: (items: readonly T[]) => boolean): readonly T[] {
  let rest = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < rest.length;) {
      const without = [...rest.slice(0, start), ...rest.slice(start + size)];
      if (fails(without)) rest = without;
      else start += size;
    }
  }
  return rest;
}

/** The declarations of the types that differ. */
function declarationsOnly(text: string, lines: readonly string[]): string {
  const names = new Set(lines.flatMap((line) => /ZBLAYOUT\|(\w+)/.exec(line)?.[1] ?? []));
  return [...names].flatMap((name) => new RegExp(`^const ${name} = [^;]*;`, "m").exec(text)?.[0] ?? []).join("\n");
}
