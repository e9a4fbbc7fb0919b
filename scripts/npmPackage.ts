// Makes the npm package zig-ffi-<version>.tgz: `npm run package:npm [-- FOLDER]`. Its package.json is made here: no scripts, nothing native, and of
// the dependencies only those that the declarations of zig-ffi/spec name; all else is bundled.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const target = process.argv[2] ?? root;
const staging = join(root, ".cache", "npm-package");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly bin: unknown;
  readonly exports: unknown;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
}

const files = globSync(
  [
    "dist/cli*.js",
    "dist/spec*.js",
    "dist/bench/*",
    "dist/types/**/*.d.ts",
    "grammars/*",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "zig-ffi.schema.json",
  ],
  { cwd: root },
);
rmSync(staging, { recursive: true, force: true });
for (const file of files) {
  mkdirSync(dirname(join(staging, file)), { recursive: true });
  cpSync(join(root, file), join(staging, file));
}
writeFileSync(join(staging, "package.json"), `${JSON.stringify(published(), null, 2)}\n`);
mkdirSync(target, { recursive: true });
const output = execFileSync("npm", ["pack", "--json", "--pack-destination", target], {
  cwd: staging,
  encoding: "utf8",
  shell: process.platform === "win32",
});
const [packed] = JSON.parse(output) as readonly [{ readonly filename: string; readonly size: number; readonly entryCount: number }];
console.log(`${join(target, packed.filename)}: ${packed.entryCount} files, ${(packed.size / 1024 / 1024).toFixed(2)} MB`);

function published(): unknown {
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const { name, version, description, keywords, license, bin, exports, engines } = own;
  const named = new Set(
    globSync("dist/types/**/*.d.ts", { cwd: root }).flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/from "([^".][^"]*)"/g)].map((match) => match[1] ?? ""),
    ),
  );
  const dependencies = Object.fromEntries(Object.entries(own.dependencies).filter(([each]) => named.has(each)));
  return {
    name,
    version,
    description,
    keywords,
    license,
    type: "module",
    bin,
    exports,
    engines: { node: engines.node },
    dependencies,
    peerDependencies: { koffi: ">=3.3.4 <4" },
    peerDependenciesMeta: { koffi: { optional: true } },
  };
}
