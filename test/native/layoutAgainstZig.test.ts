import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createLayouts } from "../../server/src/layout/layouts.ts";
import { zigRulesOf, type ZigRules } from "../../server/src/layout/zigRules.ts";
import type { Container } from "../../server/src/model/decls.ts";
import { knownTriples, parseTarget, type Target } from "../../server/src/model/target.ts";
import type { Type } from "../../server/src/model/types.ts";
import { typeText } from "../../server/src/model/typeText.ts";
import { layoutCorpus, type Corpus } from "./layoutCorpus.ts";
import { assertions, declaration, prelude } from "./layoutZigText.ts";

// The compiler's own answers: every size, alignment and offset of the corpus becomes a comptime assertion, compiled for each target.
describe("layout against the compiler", () => {
  let zig = "";
  let version = "";
  let directory = "";

  before(() => {
    zig = process.env["ZIG_FFI_TEST_ZIG"] ?? "";
    assert.notEqual(zig, "", "ZIG_FFI_TEST_ZIG must be the path of a Zig compiler; `npm run setup` installs one");
    version = execFileSync(zig, ["version"], { encoding: "utf8" }).trim();
    directory = mkdtempSync(join(tmpdir(), "zig-ffi-layout-"));
  });
  after(() => {
    if (directory !== "") rmSync(directory, { recursive: true, force: true });
  });

  for (const triple of knownTriples) {
    it(`agrees on ${triple}`, () => {
      const source = sourceFor(version, targetOf(triple));
      // Vectors are unknown on x86_64; everything else must be in.
      assert.deepEqual(
        source.unknown.filter((reason) => !/back end/.test(reason)),
        [],
      );
      assert.ok(source.count >= 280, `only ${source.count} types have a known layout`);
      assert.deepEqual(compile(source.text, triple), []);
    });
  }

  it("notices a wrong number", () => {
    const triple = "x86_64-linux-gnu";
    const { text } = sourceFor(version, targetOf(triple));
    const wrong = text.replace(/same\("Over\|size", 128,/, 'same("Over|size", 64,');
    assert.deepEqual(compile(wrong, triple), ["ZBLAYOUT|Over|size|64|128"]);
  });

  function compile(text: string, triple: string): readonly string[] {
    const file = join(directory, `${triple}.zig`);
    writeFileSync(file, text);
    const cache = ["--cache-dir", join(directory, "cache"), "--global-cache-dir", join(directory, "global")];
    const run = spawnSync(zig, ["build-obj", "-fno-emit-bin", "-target", triple, "--color", "off", ...cache, file], {
      encoding: "utf8",
      cwd: directory,
    });
    const errors = [...run.stderr.matchAll(/error: (.*)/g)].map((match) => match[1] ?? "");
    if (run.status !== 0 && errors.length === 0) errors.push(`zig ended with ${run.status}: ${run.stderr}`);
    return errors;
  }
});

function targetOf(triple: string): Target {
  const target = parseTarget(triple);
  assert.ok(target !== undefined);
  return target;
}

function corpusFor(version: string, target: Target): Corpus {
  const minor = Number(version.split(".")[1]);
  const f80InExtern = minor <= 16 || target.arch === "x86_64" || target.arch === "x86";
  return layoutCorpus({ f80InExtern, vectorInExtern: minor <= 16, loosePacked: minor <= 15, unionBacking: minor >= 16 });
}

function sourceFor(version: string, target: Target): ZigSource {
  return zigSource(corpusFor(version, target), target, zigRulesOf(version));
}

interface ZigSource {
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
