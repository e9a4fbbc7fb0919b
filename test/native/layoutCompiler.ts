// Asks the real compiler whether sizes, alignments and offsets are right: each becomes a comptime assertion, compiled for a target.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLayouts } from "../../server/src/layout/layouts.ts";
import { zigRulesOf, type ZigRules } from "../../server/src/layout/zigRules.ts";
import type { Container } from "../../server/src/model/decls.ts";
import { parseTarget, type Target } from "../../server/src/model/target.ts";
import type { Type } from "../../server/src/model/types.ts";
import { typeText } from "../../server/src/model/typeText.ts";
import { corpusOfRecipes, layoutCorpus, type Accepts, type Corpus, type Recipe } from "./layoutCorpus.ts";
import { assertions, declaration, prelude } from "./layoutZigText.ts";

export interface LayoutCompiler {
  readonly version: string;
  /** `ZBLAYOUT|type|what|ours|the compiler's` for each difference; other compile errors as they are. */
  differences(text: string, triple: string): readonly string[];
  dispose(): void;
}

export function layoutCompiler(zig: string): LayoutCompiler {
  const directory = mkdtempSync(join(tmpdir(), "zig-ffi-layout-"));
  const cache = ["--cache-dir", join(directory, "cache"), "--global-cache-dir", join(directory, "global")];
  return {
    version: execFileSync(zig, ["version"], { encoding: "utf8" }).trim(),
    differences: (text, triple) => {
      const file = join(directory, `${triple}.zig`);
      writeFileSync(file, text);
      const args = ["build-obj", "-fno-emit-bin", "-target", triple, "--color", "off", ...cache, file];
      const run = spawnSync(zig, args, { encoding: "utf8", cwd: directory });
      const errors = [...run.stderr.matchAll(/error: (.*)/g)].map((match) => match[1] ?? "");
      if (run.status !== 0 && errors.length === 0) errors.push(`zig ended with ${String(run.status)}: ${run.stderr}`);
      return errors;
    },
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export function targetOf(triple: string): Target {
  const target = parseTarget(triple);
  assert.ok(target !== undefined);
  return target;
}

function acceptedBy(version: string, target: Target): Accepts {
  const minor = Number(version.split(".")[1]);
  const f80InExtern = minor <= 16 || target.arch === "x86_64" || target.arch === "x86";
  return { f80InExtern, vectorInExtern: minor <= 16, loosePacked: minor <= 15, unionBacking: minor >= 16 };
}

/** The fixed corpus as Zig source with an assertion for every number. */
export function sourceFor(version: string, target: Target): ZigSource {
  return zigSource(layoutCorpus(acceptedBy(version, target)), target, zigRulesOf(version));
}

/** Containers made of the recipes alone, in their order, on top of the corpus's edge cases. */
export function sourceOfRecipes(recipes: readonly Recipe[], version: string, target: Target): ZigSource {
  return zigSource(corpusOfRecipes(recipes, acceptedBy(version, target)), target, zigRulesOf(version));
}

export interface ZigSource {
  readonly text: string;
  /** Types and containers that are asserted. */
  readonly count: number;
  readonly unknown: readonly string[];
}

function zigSource({ module, types }: Corpus, target: Target, rules: ZigRules): ZigSource {
  const layouts = createLayouts(module, target, { rules });
  const lines = [prelude, ...[...module.containers.values()].map((container) => declaration(module, container))];
  const unknown: string[] = [];
  let count = 0;
  const assertType = (type: Type): void => {
    const layout = layouts.of(type);
    if (layout.kind === "unknown") return void unknown.push(layout.reason);
    const text = typeText(module, type);
    const { size, align } = layout.value;
    count++;
    lines.push(
      `comptime {\n    same("${text}|size", ${size}, @sizeOf(${text}));\n    same("${text}|align", ${align}, @alignOf(${text}));\n}`,
    );
  };
  const assertContainer = (container: Container): void => {
    const layout = layouts.container(container.id);
    if (layout.kind === "unknown") return void unknown.push(layout.reason);
    count++;
    lines.push(assertions(container, layout.value));
  };
  types.forEach(assertType);
  [...module.containers.values()].forEach(assertContainer);
  return { text: `${lines.join("\n")}\n`, count, unknown };
}
