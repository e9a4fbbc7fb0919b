// The package as npm brings it: nothing of this repository but what is in the archive, and the packages that its package.json names.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { root, testZig } from "../support/fixtures.ts";
import { writeFile } from "../support/temporaryFolder.ts";

const sources = {
  "src/sum.zig": "/// The sum.\nexport fn sum(a: u32, b: u32) u32 {\n    return a + b;\n}\n",
  "sum.spec.ts": `import { bench, canaries, differential, expect, guarded, it, leaks } from "zig-ffi/spec";
import { abi, load } from "./src/sum.ffi.ts";

const lib = load();
it("sums", () => { expect(lib.sum(1, 2)).toBe(3); });
it("watches memory", () => {
  const out: Uint32Array = canaries(Uint32Array, 4);
  expect(out).toBeUntouchedOutside(0, 0);
  expect(guarded(16)).toHaveLength(16);
  leaks({ none: () => 0n }, () => undefined);
});
bench("sum", () => lib.sum(1, 2), { baseline: { TypeScript: () => 1 + 2 } });
differential(lib, "sum", { abi, reference: (a: number, b: number) => a + b, arguments: (fc) => fc.tuple(fc.nat(1000), fc.nat(1000)) });
`,
  "package.json": JSON.stringify({ type: "module", private: true }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: "nodenext",
      target: "es2022",
      allowImportingTsExtensions: true,
      types: ["node"],
    },
    include: ["*.ts", "src/*.ts"],
  }),
};

const project = mkdtempSync(join(tmpdir(), "zig-ffi-package-"));
after(() => rmSync(project, { recursive: true, force: true }));
before(() => {
  for (const [name, text] of Object.entries(sources)) writeFile(join(project, name), text);
  execFileSync(process.execPath, [join(root, "scripts/npmPackage.ts"), project], { stdio: "pipe" });
  const archive = readdirSync(project).find((name) => name.endsWith(".tgz")) ?? "";
  const installed = join(project, "node_modules", "zig-ffi");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(project, archive), "-C", installed, "--strip-components", "1"]);
  const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { readonly dependencies: object };
  for (const name of [...Object.keys(dependencies), "koffi", "@types/node"]) {
    mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name), "junction");
  }
});

test("builds, generates, checks and tests", () => {
  for (const [args, expected] of [
    [["build"], /libsum\.\w+|sum\.dll/],
    [["generate"], /sum\.ffi\.ts/],
    [["check"], /0 errors/],
    [["test"], /4 passed/],
    [["bench", "--time", "5", "--html", "page.html"], /sum +[\d.]+ ns/],
  ] as const) {
    const program = join(project, "node_modules/zig-ffi/dist/cli.js");
    const env = { ...process.env, ZIG: testZig(), NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: project, encoding: "utf8", env });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout + stderr, expected);
  }
});

test("its declarations and the bindings type-check under strict", () => {
  const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project], {
    encoding: "utf8",
  });
  assert.deepEqual([stdout, status], ["", 0]);
});
