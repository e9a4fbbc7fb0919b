// What we generate type-checks under every strict switch, with the newest and the oldest TypeScript that we promise.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fixtures, fixturesFolder, root } from "../support/fixtures.ts";

const strict = [
  "--noEmit",
  "--strict",
  "--noUncheckedIndexedAccess",
  "--exactOptionalPropertyTypes",
  "--noImplicitOverride",
  "--noImplicitReturns",
  "--noPropertyAccessFromIndexSignature",
  "--noUnusedLocals",
  "--noUnusedParameters",
  "--isolatedModules",
  "--verbatimModuleSyntax",
  "--skipLibCheck",
  "--target",
  "es2022",
  // `Disposable`, which `using` needs.
  "--lib",
  "es2022,esnext.disposable",
  "--module",
  "nodenext",
  "--types",
  "node",
];

for (const [name, compiler, more] of [
  ["TypeScript 6.0", "typescript", ["--erasableSyntaxOnly", "--ignoreConfig"]],
  ["TypeScript 5.4", "typescript-5.4", []],
] as const) {
  test(`generated bindings are strict for ${name}`, () => {
    const files = fixtures.map((fixture) => `${fixturesFolder}/${fixture}/bindings.ts`);
    const result = spawnSync(process.execPath, [join(root, "node_modules", compiler, "bin/tsc"), ...strict, ...more, ...files], {
      cwd: root,
      encoding: "utf8",
    });
    assert.equal(result.stdout, "");
    assert.equal(result.status, 0);
  });
}
