// What we generate type-checks under every strict switch, with the newest and the oldest TypeScript that we promise.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { zigFfi } from "../support/cli.ts";
import { fixtures, fixturesFolder, root } from "../support/fixtures.ts";
import { temporaryProject } from "../support/temporaryFolder.ts";

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

test("bindings of a library that has only variables are strict", (t) => {
  const variants = {
    certain: "pub export var level: i32 = 7;\n",
    conditional: `const W = if (@import("builtin").os.tag == .linux) struct {\n    export var level: i32 = 7;\n} else struct {};\n`,
    mixed: `export var always: i32 = 7;\nconst W = if (@import("builtin").os.tag == .linux) struct {\n    export var level: i32 = 7;\n} else struct {};\n`,
  };
  const cwd = temporaryProject(t, Object.fromEntries(Object.entries(variants).map(([name, text]) => [`${name}.zig`, text])));
  const names = Object.keys(variants);
  const generated = zigFfi(["generate", ...names.map((name) => `${name}.zig`)], { cwd });
  assert.equal(generated.code, 0, generated.stderr);
  const files = names.map((name) => `${name}.ffi.ts`);
  const tsc = [
    join(root, "node_modules/typescript/bin/tsc"),
    ...strict,
    "--ignoreConfig",
    "--typeRoots",
    join(root, "node_modules/@types"),
  ];
  const result = spawnSync(process.execPath, [...tsc, ...files], { cwd, encoding: "utf8" });
  assert.equal(result.stdout, "");
  assert.equal(result.status, 0);
});
